package io.leat.jdbc;

import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Struct;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.Period;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.calcite.avatica.proto.Common;
import org.jspecify.annotations.Nullable;

/** An SQL array whose elements are at hand. */
final class LeatArray implements Array {
  private final List<?> values;
  private final ColumnType element;
  private final int elementType;
  private final String text;

  LeatArray(List<?> values, ColumnType element, int elementType, String text) {
    this.values = values;
    this.element = element;
    this.elementType = elementType;
    this.text = text;
  }

  @Override
  public String getBaseTypeName() {
    return element.name();
  }

  @Override
  public int getBaseType() {
    return elementType;
  }

  @Override
  public Object getArray() {
    @Nullable Object[] elements =
        (Object[]) java.lang.reflect.Array.newInstance(elementClass(), values.size());
    for (int i = 0; i < elements.length; i++) {
      elements[i] = JdbcValues.object(values.get(i), element);
    }
    return elements;
  }

  /** The class that {@code getObject} gives for an element. */
  private Class<?> elementClass() {
    return switch (element.kind()) {
      case NULL -> Object.class;
      case BOOLEAN -> Boolean.class;
      case TINYINT, SMALLINT, INTEGER -> Integer.class;
      case BIGINT -> Long.class;
      case FLOAT -> Float.class;
      case DOUBLE -> Double.class;
      case DECIMAL -> BigDecimal.class;
      case TEXT -> String.class;
      case BINARY -> byte[].class;
      case DATE -> Date.class;
      case TIME -> Time.class;
      case TIMESTAMP -> Timestamp.class;
      case TIMESTAMP_LTZ -> OffsetDateTime.class;
      case YEAR_MONTH -> Period.class;
      case DAY_TIME -> Duration.class;
      case ARRAY -> Array.class;
      case MAP -> Map.class;
      case ROW -> Struct.class;
    };
  }

  @Override
  public Object getArray(@Nullable Map<String, Class<?>> map) {
    return getArray();
  }

  @Override
  public Object getArray(long index, int count) throws SQLException {
    Object[] all = (Object[]) getArray();
    requireRange(index, count);
    return Arrays.copyOfRange(all, (int) index - 1, (int) index - 1 + count);
  }

  private void requireRange(long index, int count) throws LeatSQLException {
    if (index < 1 || count < 0 || index - 1 > values.size() - count) {
      throw new LeatSQLException(
          "elements %d to %d of an array of %d".formatted(index, index + count - 1, values.size()),
          "22023");
    }
  }

  @Override
  public Object getArray(long index, int count, @Nullable Map<String, Class<?>> map)
      throws SQLException {
    return getArray(index, count);
  }

  @Override
  public ResultSet getResultSet() throws SQLException {
    return rows(values, 1);
  }

  @Override
  public ResultSet getResultSet(@Nullable Map<String, Class<?>> map) throws SQLException {
    return getResultSet();
  }

  @Override
  public ResultSet getResultSet(long index, int count) throws SQLException {
    requireRange(index, count);
    return rows(values.subList((int) index - 1, (int) index - 1 + count), index);
  }

  @Override
  public ResultSet getResultSet(long index, int count, @Nullable Map<String, Class<?>> map)
      throws SQLException {
    return getResultSet(index, count);
  }

  private ResultSet rows(List<?> elements, long first) throws SQLException {
    Common.AvaticaType place =
        new ColumnType(ColumnType.Kind.BIGINT, "BIGINT", 0, List.of()).toWire();
    Common.Signature signature =
        Common.Signature.newBuilder()
            .addColumns(column(0, "INDEX", place))
            .addColumns(column(1, "VALUE", element.toWire()))
            .build();
    return new LeatResultSet(
        null, ResultColumns.of(signature), new ArrayRows(elements, element, first));
  }

  private static Common.ColumnMetaData column(int place, String name, Common.AvaticaType type) {
    return Common.ColumnMetaData.newBuilder()
        .setOrdinal(place)
        .setLabel(name)
        .setColumnName(name)
        .setNullable(
            place == 0 ? ResultSetMetaData.columnNoNulls : ResultSetMetaData.columnNullable)
        .setReadOnly(true)
        .setType(type)
        .build();
  }

  @Override
  public void free() {
    // The elements are plain objects.
  }

  @Override
  public String toString() {
    return text;
  }
}
