package io.leat.runtime.connector.builtin.jdbc;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.RowException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import io.leat.runtime.types.TypeKind;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.time.temporal.Temporal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Values on their way between a database and the boxed forms of {@link DataType}. */
final class JdbcValues {
  private static final int NANO_DIGITS = 9;

  private JdbcValues() {}

  /** Refuses types that databases do not share. */
  static void requireSupported(RowSchema.Field field) {
    TypeKind kind = field.type().kind();
    if (kind.isNested() || kind.isInterval() || kind == TypeKind.VARIANT) {
      throw LeatException.notSupported(
          "a column of type " + field.type().sqlName() + " in a 'jdbc' table",
          "Declare column '" + field.name() + "' as STRING, or leave it out");
    }
  }

  /** The values of a row. */
  static List<@Nullable Object> row(ResultSet rows, int first, List<DataType> types)
      throws SQLException {
    List<@Nullable Object> row = new ArrayList<>(types.size());
    for (int i = 0; i < types.size(); i++) {
      Object value = get(rows, first + i, types.get(i));
      if (value == null && !types.get(i).nullable()) {
        throw new RowException(
            SqlState.NOT_NULL_VIOLATION, "NULL in column " + (i + 1) + ", which is NOT NULL");
      }
      row.add(value);
    }
    return Collections.unmodifiableList(row);
  }

  private static @Nullable Object get(ResultSet rows, int column, DataType type)
      throws SQLException {
    ScalarType scalar = (ScalarType) type;
    Object value =
        switch (type.kind()) {
          case BOOLEAN -> rows.getBoolean(column);
          case TINYINT -> rows.getByte(column);
          case SMALLINT -> rows.getShort(column);
          case INTEGER -> rows.getInt(column);
          case BIGINT -> rows.getLong(column);
          case FLOAT -> rows.getFloat(column);
          case DOUBLE -> rows.getDouble(column);
          case DECIMAL -> decimal(rows.getBigDecimal(column), scalar);
          case CHAR, VARCHAR -> text(rows.getString(column), scalar);
          case BINARY, VARBINARY -> rows.getBytes(column);
          case DATE -> rows.getObject(column, LocalDate.class);
          case TIME -> cut(rows.getObject(column, LocalTime.class), scalar);
          case TIMESTAMP -> cut(rows.getObject(column, LocalDateTime.class), scalar);
          case TIMESTAMP_LTZ -> instant(rows, column, scalar);
          default -> throw new AssertionError(type);
        };
    return value == null || rows.wasNull() ? null : value;
  }

  private static @Nullable BigDecimal decimal(@Nullable BigDecimal value, ScalarType type) {
    if (value == null) {
      return null;
    }
    BigDecimal scaled = value.setScale(type.scale(), RoundingMode.HALF_UP);
    if (scaled.precision() > type.precision()) {
      throw new RowException(
          SqlState.NUMERIC_OUT_OF_RANGE, value.toPlainString() + " does not fit " + type.sqlName());
    }
    return scaled;
  }

  private static @Nullable String text(@Nullable String value, ScalarType type) {
    if (value != null
        && type.precision() != ScalarType.UNBOUNDED
        && value.codePointCount(0, value.length()) > type.precision()) {
      throw new RowException(
          SqlState.STRING_TRUNCATED, "'" + value + "' does not fit " + type.sqlName());
    }
    return value;
  }

  private static @Nullable Temporal cut(@Nullable Temporal value, ScalarType type) {
    if (value == null) {
      return null;
    }
    long unit = 1;
    for (int digits = type.precision(); digits < NANO_DIGITS; digits++) {
      unit *= 10;
    }
    long nanos = value.getLong(ChronoField.NANO_OF_SECOND);
    return value.with(ChronoField.NANO_OF_SECOND, nanos - nanos % unit);
  }

  /** Not every driver gives an OffsetDateTime of every column that is a moment. */
  private static @Nullable Temporal instant(ResultSet rows, int column, ScalarType type)
      throws SQLException {
    int sqlType = rows.getMetaData().getColumnType(column);
    if (sqlType == Types.TIMESTAMP_WITH_TIMEZONE) {
      OffsetDateTime value = rows.getObject(column, OffsetDateTime.class);
      return value == null ? null : cut(value.toInstant(), type);
    }
    Timestamp value = rows.getTimestamp(column);
    return value == null ? null : cut(value.toInstant(), type);
  }

  /** Sets a parameter to a value of a lookup's key. */
  static void set(PreparedStatement statement, int parameter, Object value) throws SQLException {
    if (value instanceof Instant instant) {
      statement.setObject(parameter, OffsetDateTime.ofInstant(instant, ZoneOffset.UTC));
    } else if (value instanceof ByteBuffer bytes) {
      statement.setBytes(parameter, bytes.array());
    } else {
      statement.setObject(parameter, value);
    }
  }
}
