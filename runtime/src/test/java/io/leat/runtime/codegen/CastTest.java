package io.leat.runtime.codegen;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.RowException;
import io.leat.runtime.types.ArrayType;
import io.leat.runtime.types.CastRules;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.MapType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.RowType;
import io.leat.runtime.types.ScalarType;
import io.leat.runtime.types.TypeKind;
import io.leat.runtime.types.ValueCast;
import io.leat.runtime.types.ValueText;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CastTest {
  private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

  private static final Map<ScalarType, List<Object>> VALUES = new LinkedHashMap<>();

  static {
    LocalDateTime moment = LocalDateTime.of(2024, 2, 29, 23, 59, 58, 123_456_789);
    VALUES.put(ScalarType.BOOLEAN, List.of(true, false));
    VALUES.put(ScalarType.TINYINT, List.of((byte) 0, (byte) -128, (byte) 127));
    VALUES.put(ScalarType.SMALLINT, List.of((short) 300, Short.MIN_VALUE));
    VALUES.put(ScalarType.INTEGER, List.of(7, Integer.MAX_VALUE, Integer.MIN_VALUE));
    VALUES.put(ScalarType.BIGINT, List.of(-12L, Long.MAX_VALUE, Long.MIN_VALUE));
    VALUES.put(ScalarType.FLOAT, List.of(1.7f, -1e30f, Float.NaN, Float.POSITIVE_INFINITY));
    VALUES.put(ScalarType.DOUBLE, List.of(-1.7, 1e300, 0.1, 9.2e18, Double.NaN));
    VALUES.put(
        ScalarType.decimal(8, 2), List.of(new BigDecimal("1.75"), new BigDecimal("-999999.99")));
    VALUES.put(
        ScalarType.decimal(38, 10),
        List.of(new BigDecimal("1234567890123456789012345678.0123456789")));
    VALUES.put(ScalarType.character(5), List.of("ab   ", "12345"));
    VALUES.put(ScalarType.varchar(3), List.of("", "-1", "1.9", "yes"));
    VALUES.put(
        ScalarType.STRING,
        List.of("2024-02-29 12:34:56.789", "12:00:01", "99999999999", " 42 ", "+1-02", "1e3"));
    VALUES.put(binary(TypeKind.BINARY, 2), List.of(new byte[] {65, 66}));
    VALUES.put(ScalarType.BYTES, List.of(new byte[] {-1, 0}, new byte[] {97, 98, 99}));
    VALUES.put(ScalarType.DATE, List.of(LocalDate.of(1, 1, 1), LocalDate.of(2024, 2, 29)));
    VALUES.put(ScalarType.time(0), List.of(LocalTime.of(1, 2, 3)));
    VALUES.put(ScalarType.time(9), List.of(LocalTime.of(1, 2, 3, 123_456_789)));
    VALUES.put(ScalarType.timestamp(3), List.of(moment.withNano(123_000_000)));
    VALUES.put(ScalarType.timestamp(9), List.of(moment, moment.withYear(1969)));
    VALUES.put(ScalarType.timestampLtz(6), List.of(Instant.parse("2024-03-31T01:30:00.123456Z")));
    VALUES.put(
        ScalarType.timestampLtz(9), List.of(Instant.parse("1969-12-31T23:00:00.999999999Z")));
    VALUES.put(ScalarType.intervalYearMonth(), List.of(Period.of(1, 2, 0), Period.of(0, -5, 0)));
    VALUES.put(
        ScalarType.intervalDayTime(3),
        List.of(Duration.ofMillis(-90_061_001), Duration.ofNanos(1_000)));
  }

  private static ScalarType binary(TypeKind kind, int length) {
    return new ScalarType(kind, length, 0, true);
  }

  static List<ScalarType> types() {
    return List.copyOf(VALUES.keySet());
  }

  @ParameterizedTest
  @MethodSource("types")
  void compiledCastsEqualCastsOfBoxedValues(ScalarType from) {
    for (ScalarType to : VALUES.keySet()) {
      for (Object value : VALUES.get(from)) {
        Expression literal = new Expression.Literal(value, from.withNullable(false));
        Expression.Cast cast = new Expression.Cast(literal, to, false);
        String what = "CAST(" + value + " AS " + to + ") from " + from;
        if (!CastRules.explicit(from, to)) {
          LeatException error =
              assertThrows(LeatException.class, () -> ConstantEvaluator.evaluate(cast, ZONE), what);
          assertEquals("0A000", error.sqlState(), what);
          continue;
        }
        Object expected;
        try {
          expected = ValueCast.cast(value, from, to, ZONE);
        } catch (RowException e) {
          LeatException error =
              assertThrows(LeatException.class, () -> ConstantEvaluator.evaluate(cast, ZONE), what);
          assertEquals(e.sqlState(), error.sqlState(), what);
          Expression.Cast safe = new Expression.Cast(literal, to, true);
          assertEquals(null, ConstantEvaluator.evaluate(safe, ZONE).value(), what);
          continue;
        }
        Object actual = ConstantEvaluator.evaluate(cast, ZONE).value();
        if (expected instanceof byte[] bytes) {
          assertArrayEquals(bytes, (byte[]) actual, what);
        } else {
          assertEquals(expected, actual, what);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("types")
  void textFormsParseBackToTheSameValue(ScalarType type) {
    for (Object value : VALUES.get(type)) {
      String text = ValueText.of(value, type, ZONE);
      Object parsed = ValueText.parse(text, type, ZONE);
      if (value instanceof byte[] bytes) {
        assertArrayEquals(bytes, (byte[]) parsed, text);
      } else {
        assertEquals(value, parsed, text);
      }
    }
  }

  @Test
  void theTextFormsAreFlinks() {
    assertEquals("TRUE", text(true, ScalarType.BOOLEAN));
    assertEquals(
        "2024-02-29 12:00:00.100",
        text(LocalDateTime.of(2024, 2, 29, 12, 0, 0, 100_000_000), ScalarType.timestamp(3)));
    assertEquals(
        "2024-07-01 02:00:00",
        text(Instant.parse("2024-07-01T00:00:00Z"), ScalarType.timestampLtz(0)));
    assertEquals("-1-02", text(Period.ofMonths(-14), ScalarType.intervalYearMonth()));
    assertEquals(
        "+1 01:01:01.001", text(Duration.ofMillis(90_061_001), ScalarType.intervalDayTime(3)));
    assertEquals("ab", text("ab".getBytes(StandardCharsets.UTF_8), ScalarType.BYTES));
    ArrayType array = new ArrayType(ScalarType.INTEGER, true);
    assertEquals("[1, NULL, 3]", text(Arrays.asList(1, null, 3), array));
    RowType row =
        new RowType(
            RowSchema.of(
                new RowSchema.Field("a", ScalarType.INTEGER),
                new RowSchema.Field("b", new MapType(ScalarType.STRING, array, true))),
            true);
    Object value = List.of(1, Map.of("k", Arrays.asList(4, null)));
    assertEquals("(1, {k=[4, NULL]})", text(value, row));
    assertEquals(value, ValueText.parse("(1, {k=[4, NULL]})", row, ZONE));
  }

  @Test
  void nestedCastsGoElementByElement() {
    DataType from = new ArrayType(ScalarType.STRING, false);
    DataType to = new ArrayType(ScalarType.INTEGER, true);
    Expression array =
        new Expression.Call(
            "ARRAY",
            List.of(
                new Expression.Literal("1", ScalarType.STRING),
                new Expression.Literal(null, ScalarType.STRING)),
            from);
    Expression cast = new Expression.Cast(array, to, false);
    assertEquals(Arrays.asList(1, null), ConstantEvaluator.evaluate(cast, ZONE).value());
  }

  private static String text(Object value, DataType type) {
    return ValueText.of(value, type, ZONE);
  }
}
