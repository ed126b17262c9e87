package io.leat.runtime.types;

import io.leat.runtime.error.RowException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.json.CanonicalJson;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Boxed values as text, as {@code CAST(… AS STRING)} gives it, and back. */
public final class ValueText {
  private ValueText() {}

  /**
   * NULL becomes {@code NULL}; bytes that are not UTF-8, or that would read like this form, become
   * {@code x'00ff'}.
   */
  public static String of(@Nullable Object boxed, DataType type, ZoneId zone) {
    if (boxed == null) {
      return "NULL";
    }
    return switch (type.kind()) {
      case BOOLEAN -> (Boolean) boxed ? "TRUE" : "FALSE";
      case DECIMAL -> ((BigDecimal) boxed).toPlainString();
      case BINARY, VARBINARY -> bytes((byte[]) boxed);
      case DATE -> TemporalText.of((LocalDate) boxed);
      case TIME -> TemporalText.of((LocalTime) boxed, precision(type));
      case TIMESTAMP -> TemporalText.of((LocalDateTime) boxed, precision(type));
      case TIMESTAMP_LTZ -> TemporalText.of((Instant) boxed, precision(type), zone);
      case INTERVAL_YEAR_MONTH -> TemporalText.of((Period) boxed);
      case INTERVAL_DAY_TIME -> TemporalText.of((Duration) boxed, precision(type));
      case ARRAY, MAP, MULTISET, ROW -> {
        StringBuilder text = new StringBuilder();
        NestedText.write(boxed, type, zone, text);
        yield text.toString();
      }
      default -> boxed.toString();
    };
  }

  private static String bytes(byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return isHex(text) ? "x'" + HexFormat.of().formatHex(bytes) + "'" : text;
    } catch (CharacterCodingException e) {
      return "x'" + HexFormat.of().formatHex(bytes) + "'";
    }
  }

  /**
   * The value that a text stands for. Text too long for CHAR(n) or VARCHAR(n) is cut, a fraction
   * too long for the type is cut, a DECIMAL is rounded.
   *
   * @throws RowException 22018 if it is none of the type, 22003 or 22007 if it is out of range
   */
  public static Object parse(String text, DataType type, ZoneId zone) {
    if (type instanceof ScalarType scalar) {
      return parseScalar(text, scalar, zone);
    }
    return NestedText.parse(text, type, zone);
  }

  private static Object parseScalar(String text, ScalarType type, ZoneId zone) {
    String trimmed = text.trim();
    return switch (type.kind()) {
      case BOOLEAN -> parseBoolean(trimmed);
      case TINYINT -> (byte) parseInteger(trimmed, type, Byte.MIN_VALUE, Byte.MAX_VALUE);
      case SMALLINT -> (short) parseInteger(trimmed, type, Short.MIN_VALUE, Short.MAX_VALUE);
      case INTEGER -> (int) parseInteger(trimmed, type, Integer.MIN_VALUE, Integer.MAX_VALUE);
      case BIGINT -> parseInteger(trimmed, type, Long.MIN_VALUE, Long.MAX_VALUE);
      case FLOAT -> (float) parseDouble(trimmed, type);
      case DOUBLE -> parseDouble(trimmed, type);
      case DECIMAL -> parseDecimal(trimmed, type);
      case CHAR, VARCHAR -> limit(text, type);
      case BINARY, VARBINARY -> limit(parseBytes(text), type);
      case VARIANT -> {
        String json = CanonicalJson.of(text);
        if (json == null) {
          throw invalid(text, type);
        }
        yield json;
      }
      case DATE -> TemporalText.parseDate(trimmed);
      case TIME -> TemporalText.parseTime(trimmed, type.precision());
      case TIMESTAMP -> TemporalText.parseTimestamp(trimmed, type.precision());
      case TIMESTAMP_LTZ -> TemporalText.parseInstant(trimmed, type.precision(), zone);
      case INTERVAL_YEAR_MONTH -> TemporalText.parseMonths(trimmed);
      case INTERVAL_DAY_TIME -> TemporalText.parseDuration(trimmed);
      default -> throw invalid(text, type);
    };
  }

  private static boolean parseBoolean(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "t", "yes", "y", "on", "1" -> true;
      case "false", "f", "no", "n", "off", "0" -> false;
      default -> throw invalid(text, ScalarType.BOOLEAN);
    };
  }

  /** Digits after a point are cut off, as in a cast from DECIMAL. */
  private static long parseInteger(String text, ScalarType type, long min, long max) {
    if (!isNumber(text, false)) {
      throw invalid(text, type);
    }
    BigDecimal whole = new BigDecimal(text).setScale(0, RoundingMode.DOWN);
    if (whole.precision() > 20
        || whole.compareTo(BigDecimal.valueOf(min)) < 0
        || whole.compareTo(BigDecimal.valueOf(max)) > 0) {
      throw outOfRange(text, type);
    }
    return whole.longValue();
  }

  private static double parseDouble(String text, ScalarType type) {
    switch (text.toLowerCase(Locale.ROOT)) {
      case "nan" -> {
        return Double.NaN;
      }
      case "infinity", "+infinity", "inf", "+inf" -> {
        return Double.POSITIVE_INFINITY;
      }
      case "-infinity", "-inf" -> {
        return Double.NEGATIVE_INFINITY;
      }
      default -> {
        if (!isNumber(text, true)) {
          throw invalid(text, type);
        }
        boolean isFloat = type.kind() == TypeKind.FLOAT;
        double value = isFloat ? Float.parseFloat(text) : Double.parseDouble(text);
        if (Double.isInfinite(value)) {
          throw outOfRange(text, type);
        }
        return value;
      }
    }
  }

  private static BigDecimal parseDecimal(String text, ScalarType type) {
    if (!isNumber(text, true) || text.length() > 400) {
      throw invalid(text, type);
    }
    BigDecimal value = new BigDecimal(text);
    if (value.signum() != 0 && value.precision() - value.scale() > type.precision()) {
      throw outOfRange(text, type);
    }
    BigDecimal rounded =
        value.scale() > 1000
            ? BigDecimal.ZERO.setScale(type.scale())
            : value.setScale(type.scale(), RoundingMode.HALF_UP);
    if (rounded.precision() > type.precision()) {
      throw outOfRange(text, type);
    }
    return rounded;
  }

  /** Sign, digits with at most one point among them, and an exponent of at most five digits. */
  private static boolean isNumber(String text, boolean exponent) {
    return text.matches(
        "[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)" + (exponent ? "([eE][+-]?[0-9]{1,5})?" : ""));
  }

  private static boolean isHex(String text) {
    return text.length() % 2 == 1 && text.matches("x'[0-9a-f]*'");
  }

  private static byte[] parseBytes(String text) {
    return isHex(text)
        ? HexFormat.of().parseHex(text.substring(2, text.length() - 1))
        : text.getBytes(StandardCharsets.UTF_8);
  }

  /** Cuts to the type's length in code points; CHAR is filled up with spaces. */
  static String limit(String text, ScalarType type) {
    int max = type.precision();
    int length = text.length() <= max && type.kind() == TypeKind.VARCHAR ? 0 : codePoints(text);
    if (length > max) {
      return text.substring(0, text.offsetByCodePoints(0, max));
    }
    return type.kind() == TypeKind.CHAR && length < max ? text + " ".repeat(max - length) : text;
  }

  private static int codePoints(String text) {
    return text.codePointCount(0, text.length());
  }

  /** Cuts to the type's length; BINARY is filled up with zeros. */
  static byte[] limit(byte[] bytes, ScalarType type) {
    int max = type.precision();
    boolean wrong = type.kind() == TypeKind.BINARY ? bytes.length != max : bytes.length > max;
    return wrong ? java.util.Arrays.copyOf(bytes, max) : bytes;
  }

  private static int precision(DataType type) {
    return ((ScalarType) type).precision();
  }

  static RowException invalid(String text, DataType type) {
    String shown = text.length() > 100 ? text.substring(0, 100) + "…" : text;
    return new RowException(
        SqlState.INVALID_CAST_VALUE,
        "'" + shown + "' is not a valid " + type.withNullable(true).sqlName());
  }

  private static RowException outOfRange(String text, DataType type) {
    return new RowException(
        SqlState.NUMERIC_OUT_OF_RANGE, type.sqlName() + " out of range: " + text);
  }
}
