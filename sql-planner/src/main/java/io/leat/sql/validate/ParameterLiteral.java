package io.leat.sql.validate;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import io.leat.sql.parse.StatementParser;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** The values of {@code ?} as typed constants. */
final class ParameterLiteral {
  private ParameterLiteral() {}

  /**
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
    if (value instanceof Byte || value instanceof Short || value instanceof Integer) {
      String type =
          value instanceof Byte ? "TINYINT" : value instanceof Short ? "SMALLINT" : "INT";
      return cast(text(value.toString(), pos), type, pos);
    }
    if (value instanceof Long || value instanceof BigInteger) {
      String type = value instanceof Long ? "BIGINT" : "DECIMAL(38, 0)";
      return cast(text(value.toString(), pos), type, pos);
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
    return time.toString().replace('T', ' ');
  }

  private static SqlNode text(String text, SqlParserPos pos) {
    return SqlLiteral.createCharString(text, pos);
  }

  private static SqlNode cast(SqlNode value, String type, SqlParserPos pos) {
    return CastOperator.CAST.createCall(pos, value, StatementParser.parseDataType(type));
  }
}
