package io.leat.jdbc;

import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Date;
import java.sql.ResultSet;
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
    if (index < 1 || count < 0 || index - 1 + count > all.length) {
      throw new LeatSQLException(
          "elements %d to %d of an array of %d".formatted(index, index + count - 1, all.length),
          "22023");
    }
    return Arrays.copyOfRange(all, (int) index - 1, (int) index - 1 + count);
  }

  @Override
  public Object getArray(long index, int count, @Nullable Map<String, Class<?>> map)
      throws SQLException {
    return getArray(index, count);
  }

  @Override
  public ResultSet getResultSet() throws SQLException {
    throw LeatSQLException.unsupported("An array as a result set (use getArray)");
  }

  @Override
  public ResultSet getResultSet(@Nullable Map<String, Class<?>> map) throws SQLException {
    return getResultSet();
  }

  @Override
  public ResultSet getResultSet(long index, int count) throws SQLException {
    return getResultSet();
  }

  @Override
  public ResultSet getResultSet(long index, int count, @Nullable Map<String, Class<?>> map)
      throws SQLException {
    return getResultSet();
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
