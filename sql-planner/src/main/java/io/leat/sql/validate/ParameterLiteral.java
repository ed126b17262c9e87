package io.leat.sql.validate;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.ScalarType;
import io.leat.runtime.types.TypeKind;
import io.leat.sql.ParameterText;
import io.leat.sql.parse.StatementParser;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** The values of {@code ?} as typed constants. */
final class ParameterLiteral {
  private static final int NANO_DIGITS = 9;

  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSSSSS", Locale.ROOT);

  private static final RegistryFunction PARSE_JSON =
      Objects.requireNonNull(OperatorTable.INSTANCE.function("PARSE_JSON"));

  private ParameterLiteral() {}

  /**
   * The type, NOT NULL, of {@link #of(Object, SqlDynamicParam)}; null of NULL, and of what is given
   * as a text.
   */
  static @Nullable DataType typeOf(@Nullable Object value) {
    DataType type = nullableTypeOf(value);
    return type == null ? null : type.withNullable(false);
  }

  private static @Nullable DataType nullableTypeOf(@Nullable Object value) {
    if (value instanceof Boolean) {
      return ScalarType.BOOLEAN;
    }
    if (value instanceof String) {
      return ScalarType.STRING;
    }
    if (value instanceof byte[]) {
      return ScalarType.BYTES;
    }
    if (value instanceof Integer) {
      return ScalarType.INTEGER;
    }
    if (value instanceof Long) {
      return ScalarType.BIGINT;
    }
    if (value instanceof Short) {
      return ScalarType.SMALLINT;
    }
    if (value instanceof Byte) {
      return ScalarType.TINYINT;
    }
    if (value instanceof Double) {
      return ScalarType.DOUBLE;
    }
    if (value instanceof Float) {
      return ScalarType.FLOAT;
    }
    if (value instanceof BigDecimal number && number.scale() >= 0) {
      int precision = Math.max(number.precision(), number.scale() + 1);
      return precision <= ScalarType.MAX_DECIMAL_PRECISION
          ? ScalarType.decimal(precision, number.scale())
          : null;
    }
    if (value instanceof LocalDate) {
      return ScalarType.DATE;
    }
    if (value instanceof LocalTime) {
      return ScalarType.time(NANO_DIGITS);
    }
    if (value instanceof LocalDateTime) {
      return ScalarType.timestamp(NANO_DIGITS);
    }
    return value instanceof Instant ? ScalarType.timestampLtz(NANO_DIGITS) : null;
  }

  /** Whether every value of this one's type can be brought to the type that its place tells. */
  static boolean fitsAlways(@Nullable Object value, DataType type) {
    return !type.kind().isInteger() || !(value instanceof Number number) || isIntegral(number);
  }

  private static boolean isIntegral(Number number) {
    return number instanceof Integer
        || number instanceof Long
        || number instanceof Short
        || number instanceof Byte;
  }

  /**
   * The value as an expression of the type that its place tells: a number is brought to it if
   * nothing in front of its point is lost.
   *
   * @param literal the value by itself
   */
  static SqlNode in(TypedParameter at, @Nullable Object value, SqlNode literal) {
    DataType type = at.type();
    if (!(value instanceof Number number) || !type.kind().isNumeric()) {
      return literal;
    }
    if (type.kind().isInteger() && !isWhole(number)) {
      throw new LeatException(
          SqlState.NUMERIC_OUT_OF_RANGE,
          "parameter "
              + (at.getIndex() + 1)
              + ": '"
              + value
              + "' is not a value of type "
              + type.sqlName(),
          Positions.of(at),
          null,
          null);
    }
    return cast(literal, type.sqlName(), at.getParserPosition());
  }

  private static boolean isWhole(Number number) {
    if (number instanceof Double || number instanceof Float) {
      return Math.rint(number.doubleValue()) == number.doubleValue();
    }
    return !(number instanceof BigDecimal decimal) || decimal.stripTrailingZeros().scale() <= 0;
  }

  /** A number of rows, as LIMIT and OFFSET take it. */
  static SqlNode ofRowCount(@Nullable Object value, SqlDynamicParam at) {
    if (!(value instanceof Number number) || number.longValue() < 0) {
      throw new LeatException(
          SqlState.INVALID_PARAMETER_VALUE,
          "LIMIT and OFFSET take a number that is not negative, not " + value,
          Positions.of(at),
          null,
          null);
    }
    return SqlLiteral.createExactNumeric(Long.toString(number.longValue()), at.getParserPosition());
  }

  /**
   * The value as an expression of its SQL type.
   *
   * @param value a boxed value, or null
   */
  static SqlNode of(@Nullable Object value, SqlDynamicParam at) {
    SqlParserPos pos = at.getParserPosition();
    if (value == null) {
      return SqlLiteral.createNull(pos);
    }
    if (value instanceof Boolean truth) {
      return SqlLiteral.createBoolean(truth, pos);
    }
    if (value instanceof String text) {
      return cast(SqlLiteral.createCharString(text, pos), "STRING", pos);
    }
    if (value instanceof byte[] bytes) {
      return cast(
          SqlLiteral.createBinaryString(HexFormat.of().withUpperCase().formatHex(bytes), pos),
          "BYTES",
          pos);
    }
    if (value instanceof Integer) {
      return SqlLiteral.createExactNumeric(value.toString(), pos);
    }
    if (value instanceof Byte || value instanceof Short || value instanceof Long) {
      String type =
          value instanceof Byte ? "TINYINT" : value instanceof Short ? "SMALLINT" : "BIGINT";
      return cast(SqlLiteral.createExactNumeric(value.toString(), pos), type, pos);
    }
    if (value instanceof BigInteger number) {
      return of(new BigDecimal(number), at);
    }
    if (value instanceof Float || value instanceof Double) {
      return cast(text(value.toString(), pos), value instanceof Float ? "FLOAT" : "DOUBLE", pos);
    }
    if (value instanceof BigDecimal number) {
      int scale = Math.max(0, number.scale());
      int precision = Math.max(number.precision() - number.scale() + scale, scale + 1);
      return cast(
          text(number.toPlainString(), pos), "DECIMAL(" + precision + ", " + scale + ")", pos);
    }
    if (value instanceof ParameterText given) {
      return given.type().kind() == TypeKind.VARIANT
          ? new SqlBasicCall(PARSE_JSON, List.of(text(given.text(), pos)), pos)
          : cast(text(given.text(), pos), given.type().withNullable(true).sqlName(), pos);
    }
    if (value instanceof LocalDate) {
      return cast(text(value.toString(), pos), "DATE", pos);
    }
    if (value instanceof LocalTime) {
      return cast(text(value.toString(), pos), "TIME(9)", pos);
    }
    if (value instanceof LocalDateTime time) {
      return cast(text(timestamp(time), pos), "TIMESTAMP(9)", pos);
    }
    if (value instanceof Instant instant) {
      String text = timestamp(LocalDateTime.ofInstant(instant, ZoneOffset.UTC)) + "Z";
      return cast(text(text, pos), "TIMESTAMP_LTZ(9)", pos);
    }
    throw new LeatException(
        SqlState.INVALID_PARAMETER_VALUE,
        "a parameter cannot be a " + value.getClass().getSimpleName(),
        Positions.of(at),
        null,
        null);
  }

  private static String timestamp(LocalDateTime time) {
    return TIMESTAMP.format(time);
  }

  private static SqlNode text(String text, SqlParserPos pos) {
    return SqlLiteral.createCharString(text, pos);
  }

  private static SqlNode cast(SqlNode value, String type, SqlParserPos pos) {
    return CastOperator.CAST.createCall(pos, value, StatementParser.parseDataType(type));
  }
}
