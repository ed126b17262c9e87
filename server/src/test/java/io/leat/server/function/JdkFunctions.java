package io.leat.server.function;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.leat.runtime.types.RowSchema;
import io.leat.server.oracle.Canonical;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The JDK, for JSON Jackson, as the other engine: {@code name(column, 'text', 1, …)}, NULL if an
 * argument is. An exception means that the row is refused.
 */
final class JdkFunctions {
  private static final Pattern CALL = Pattern.compile("(\\w+)\\((.*)\\)");
  private static final Pattern ARGUMENT = Pattern.compile("'((?:[^']|'')*)'|(-?\\d+)|(\\w+)");
  private static final ObjectMapper STRICT =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final Map<String, Function> FUNCTIONS = functions();

  private interface Function {
    @Nullable Object apply(List<Object> arguments) throws ReflectiveOperationException, Refused;
  }

  /** A row that the function does not take. */
  private static final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    Refused(Throwable cause) {
      super(cause);
    }
  }

  private JdkFunctions() {}

  private static Map<String, Function> functions() {
    Map<String, Function> all = new TreeMap<>();
    all.put("urlEncode", a -> URLEncoder.encode(text(a, 0), StandardCharsets.UTF_8));
    all.put("urlDecode", a -> urlDecode(text(a, 0)));
    all.put("base64", a -> Base64.getEncoder().encodeToString(utf8(a, 0)));
    all.put("digest", a -> digest(text(a, 1), utf8(a, 0)));
    all.put("crc32", a -> crc32(utf8(a, 0)));
    all.put("upper", a -> text(a, 0).toUpperCase(Locale.ROOT));
    all.put("lower", a -> text(a, 0).toLowerCase(Locale.ROOT));
    all.put("isUtf8", a -> isUtf8((byte[]) a.get(0)));
    all.put("makeUtf8", a -> new String((byte[]) a.get(0), StandardCharsets.UTF_8));
    all.put("bytes", a -> text(a, 0).getBytes(java.nio.charset.Charset.forName(text(a, 1))));
    all.put("isJson", a -> json(text(a, 0)) != null);
    all.put("isNoJson", a -> json(text(a, 0)) == null);
    all.put("isJsonObject", a -> isObject(json(text(a, 0))));
    all.put("isDigit", a -> text(a, 0).matches("(?U)\\d+"));
    all.put("isAlpha", a -> text(a, 0).matches("\\p{L}+"));
    all.put("dateFormat", a -> pattern(a, 1).format((LocalDateTime) a.get(0)));
    all.put("plusMonths", a -> ((LocalDate) a.get(0)).plusMonths(number(a, 1)));
    all.put("plusDays", a -> ((LocalDate) a.get(0)).plusDays(number(a, 1)));
    all.put("plus", a -> ((LocalDateTime) a.get(0)).plus(number(a, 1), unit(a, 2)));
    all.put("instant", a -> wall(a).atZone(ZoneId.of(text(a, 2))).toInstant());
    all.put(
        "wallClock",
        a ->
            LocalDateTime.ofInstant(
                wall(a).toInstant(ZoneOffset.UTC), ZoneId.of(text(a, 2))));
    all.put("between", a -> unit(a, 2).between((LocalDateTime) a.get(0), (LocalDateTime) a.get(1)));
    all.put("matches", a -> Pattern.compile(text(a, 1)).matcher(text(a, 0)).find());
    all.put("count", a -> Pattern.compile(text(a, 1)).matcher(text(a, 0)).results().count());
    all.put("replaceAll", a -> text(a, 0).replaceAll(text(a, 1), text(a, 2)));
    all.put(
        "javaFormat",
        a -> String.format(Locale.ROOT, text(a, 0), a.subList(1, a.size()).toArray()));
    all.put("decimalText", a -> ((BigDecimal) a.get(0)).toPlainString());
    all.put("twosComplement", a -> Long.toBinaryString(((Number) a.get(0)).longValue()));
    all.put(
        "hexDigits",
        a -> Long.toHexString(((Number) a.get(0)).longValue()).toUpperCase(Locale.ROOT));
    all.put("exactAdd", a -> Math.addExact((int) a.get(0), (int) a.get(1)));
    all.put("exactMultiply", a -> Math.multiplyExact((int) a.get(0), (int) a.get(1)));
    all.put("exactSubtract", a -> Math.subtractExact((long) a.get(0), (long) a.get(1)));
    all.put("decimalAdd", a -> fit(decimal(a, 0).add(decimal(a, 1)), 13, 3));
    all.put("decimalMultiply", a -> fit(decimal(a, 0).multiply(decimal(a, 1)), 25, 6));
    all.put("round", a -> decimal(a, 0).setScale((int) number(a, 1), RoundingMode.HALF_UP));
    return all;
  }

  private static String text(List<Object> arguments, int index) {
    return (String) arguments.get(index);
  }

  /** So many minutes after a time that is near a change of the clock. */
  private static LocalDateTime wall(List<Object> arguments) {
    return LocalDateTime.parse(text(arguments, 1)).plusMinutes(number(arguments, 0) % 3000);
  }

  private static long number(List<Object> arguments, int index) {
    return ((Number) arguments.get(index)).longValue();
  }

  private static BigDecimal decimal(List<Object> arguments, int index) {
    return (BigDecimal) arguments.get(index);
  }

  private static byte[] utf8(List<Object> arguments, int index) {
    return arguments.get(index) instanceof byte[] bytes
        ? bytes
        : text(arguments, index).getBytes(StandardCharsets.UTF_8);
  }

  private static ChronoUnit unit(List<Object> arguments, int index) {
    return ChronoUnit.valueOf(text(arguments, index));
  }

  private static DateTimeFormatter pattern(List<Object> arguments, int index) {
    return DateTimeFormatter.ofPattern(text(arguments, index), Locale.ROOT);
  }

  private static @Nullable String urlDecode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      return null;
    }
  }

  private static String digest(String algorithm, byte[] bytes) throws Refused {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new Refused(e);
    }
  }

  private static long crc32(byte[] bytes) {
    CRC32 sum = new CRC32();
    sum.update(bytes);
    return sum.getValue();
  }

  /** Null if it is none. */
  private static @Nullable JsonNode json(String text) {
    try {
      JsonNode node = STRICT.readTree(text);
      return node.isMissingNode() ? null : node;
    } catch (JsonProcessingException malformed) {
      return null;
    }
  }

  private static boolean isObject(@Nullable JsonNode node) {
    return node != null && node.isObject();
  }

  private static boolean isUtf8(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private static BigDecimal fit(BigDecimal value, int precision, int scale) {
    BigDecimal fitted = value.setScale(scale, RoundingMode.HALF_UP);
    if (fitted.unscaledValue().abs().compareTo(BigInteger.TEN.pow(precision)) >= 0) {
      throw new ArithmeticException("too wide for " + new MathContext(precision));
    }
    return fitted;
  }

  static Outcome evaluate(FunctionLine line, List<List<@Nullable Object>> rows) {
    Matcher call = CALL.matcher(line.other());
    Function function = call.matches() ? FUNCTIONS.get(call.group(1)) : null;
    if (function == null) {
      throw new IllegalArgumentException(line.place() + ": one of " + FUNCTIONS.keySet());
    }
    RowSchema schema = SampleColumns.schema();
    List<String> names = schema.fields().stream().map(RowSchema.Field::name).toList();
    Outcome outcome = new Outcome();
    for (List<@Nullable Object> row : rows) {
      List<Object> arguments = new ArrayList<>();
      boolean isNull = false;
      Matcher argument = ARGUMENT.matcher(call.group(2));
      while (argument.find()) {
        Object value =
            argument.group(1) != null
                ? argument.group(1).replace("''", "'")
                : argument.group(2) != null
                    ? Integer.valueOf(argument.group(2))
                    : row.get(names.indexOf(argument.group(3)));
        isNull |= value == null;
        arguments.add(value);
      }
      try {
        outcome.put(row.get(0), isNull ? null : Canonical.value(function.apply(arguments)));
      } catch (RuntimeException | ReflectiveOperationException | Refused refused) {
        continue;
      }
    }
    return outcome;
  }
}
