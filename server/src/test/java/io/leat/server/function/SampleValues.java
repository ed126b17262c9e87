package io.leat.server.function;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Random values other than NULL; about one in three is an edge of its type. */
final class SampleValues {
  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "a",
          "A",
          "0",
          "007",
          "-1",
          "%",
          "_",
          "a_b",
          "100%",
          "é",
          "e\u0301",
          "😀",
          "😀a😀",
          "ß",
          "Straße",
          "日本語",
          "it's",
          "\"q\"",
          "a\\b",
          "a\nb",
          "\ttab ",
          "  both  ",
          "a,b,c",
          ",,",
          "a b  c",
          "hello wORLD",
          "x=1&y=2",
          "http://user@host.example:80/p/a?q=1&r=b%20c#frag",
          "abcabcabc",
          "aaaa",
          "2024-02-29",
          "12:34:56",
          "{\"a\": 1}",
          "[1, 2]",
          "TRUE",
          "1.50",
          "1e3");
  private static final String[] PIECES = {
    "a", "b", "c", "A", "B", "C", "z", "0", "1", "9", " ", ",", ".", "-", "_", "%", "é", "😀", "ß",
    "ab", "bc", "/", "\\", "'", "日"
  };
  private static final String[] SHORT_PIECES = {
    "a", "b", "c", "A", "B", "0", "1", " ", ",", "é", "😀"
  };
  private static final List<String> NUMBERS =
      List.of(
          "0",
          "-0",
          "00012",
          "+7",
          " 42 ",
          "-128",
          "127",
          "128",
          "32767",
          "-32769",
          "2147483647",
          "2147483648",
          "-9223372036854775808",
          "9223372036854775807",
          "9223372036854775808",
          "1.5",
          "-2.5",
          ".5",
          "5.",
          "1e3",
          "1E-3",
          "",
          " ",
          "a",
          "1a",
          "1 2",
          "--1",
          "0x10",
          "1_000",
          "NaN",
          "Infinity",
          "-Infinity",
          "12345678901234567890.123");
  private static final List<String> TIMES =
      List.of(
          "2024-02-29",
          "2023-02-29",
          "0001-01-01",
          "9999-12-31",
          "2024-13-01",
          "2024-1-5",
          "",
          "yesterday",
          "2024-02-29 12:34:56",
          "2024-02-29 23:59:59.999999",
          "2024-02-29T01:02:03",
          "2024-02-29 25:00:00",
          "1969-12-31 23:59:59.5");
  private static final List<String> JSON =
      List.of(
          "{}",
          "[]",
          "null",
          "true",
          "1",
          "-1.5e3",
          "\"x\"",
          "{\"a\": 1, \"b\": \"x\", \"c\": null}",
          "{\"a\": {\"b\": [1, 2, {\"c\": 3}]}}",
          "[1, \"two\", null, true, [5]]",
          "{\"a\": \"é😀\\u00e9\\n\"}",
          "{\"a\": 1",
          "{a: 1}",
          "[1,]",
          "",
          "nul",
          "{\"b\": 12345678901234567890}");
  private static final List<String> DATES =
      List.of(
          "0001-01-01",
          "9999-12-31",
          "1970-01-01",
          "1969-12-31",
          "1900-02-28",
          "2000-02-29",
          "2024-02-29",
          "2023-12-31",
          "2020-12-31",
          "2021-01-03",
          "2021-01-04",
          "1582-10-10",
          "2024-03-31",
          "2024-10-27",
          "2024-01-31");
  private static final List<String> CLOCK =
      List.of("00:00:00", "23:59:59.999999", "02:30:00", "12:00:00", "00:00:00.000001", "23:59:59");
  private static final double[] REALS = {
    0,
    -0.0,
    1,
    -1,
    0.5,
    -0.5,
    1.5,
    2.5,
    0.1,
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    Double.MIN_VALUE,
    1e-310,
    Double.MAX_VALUE,
    -Double.MAX_VALUE,
    1e-300,
    1e17,
    9007199254740993.0,
    123456789.123,
    Math.PI
  };

  private final Random random;

  SampleValues(Random random) {
    this.random = random;
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  private boolean edge() {
    return random.nextInt(3) == 0;
  }

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  /** Of a two's complement of so many bits. */
  long integer(int bits) {
    long max = bits == 64 ? Long.MAX_VALUE : (1L << (bits - 1)) - 1;
    if (edge()) {
      long[] edges = {0, 1, -1, 2, 7, -7, 10, 100, max, -max, -max - 1, max / 2 + 1};
      return edges[random.nextInt(edges.length)];
    }
    return random.nextBoolean()
        ? random.nextInt(41) - 20
        : random.nextLong() >> (64 - bits + random.nextInt(bits));
  }

  double real() {
    return edge()
        ? REALS[random.nextInt(REALS.length)]
        : random.nextGaussian() * Math.pow(10, random.nextInt(13) - 4);
  }

  float single() {
    float value = (float) real();
    return edge() ? (float) random.nextInt(100) / 8 : value;
  }

  BigDecimal decimal(int precision, int scale) {
    BigInteger limit = BigInteger.TEN.pow(precision).subtract(BigInteger.ONE);
    if (edge()) {
      BigInteger one = BigInteger.TEN.pow(scale);
      BigInteger half = one.shiftRight(1);
      List<BigInteger> edges =
          List.of(
              BigInteger.ZERO,
              BigInteger.ONE,
              one,
              half,
              one.add(half),
              one.shiftLeft(1).add(half),
              BigInteger.TEN.pow(Math.min(precision, 18)).subtract(BigInteger.ONE),
              BigInteger.TEN.pow(Math.min(precision - 1, 18)),
              limit);
      BigInteger chosen = one(edges);
      return new BigDecimal(random.nextBoolean() ? chosen : chosen.negate(), scale);
    }
    int digits = 1 + random.nextInt(precision);
    BigDecimal fraction = BigDecimal.valueOf(random.nextDouble() * 2 - 1);
    BigInteger unscaled =
        fraction
            .multiply(new BigDecimal(BigInteger.TEN.pow(digits)))
            .setScale(0, RoundingMode.DOWN)
            .toBigInteger();
    return new BigDecimal(unscaled.abs().min(limit).multiply(sign(unscaled)), scale);
  }

  private static BigInteger sign(BigInteger of) {
    return BigInteger.valueOf(of.signum());
  }

  private String pieces(String[] from, int most) {
    StringBuilder text = new StringBuilder();
    int count = random.nextInt(most + 1);
    for (int i = 0; i < count; i++) {
      text.append(from[random.nextInt(from.length)]);
    }
    return text.toString();
  }

  String text() {
    return edge() ? one(TEXTS) : pieces(PIECES, 12);
  }

  String shortText() {
    return pieces(SHORT_PIECES, 3);
  }

  String numberText() {
    if (edge()) {
      return one(NUMBERS);
    }
    return switch (random.nextInt(3)) {
      case 0 -> Long.toString(integer(16));
      case 1 -> Long.toString(integer(64));
      default -> decimal(12, 3).toPlainString();
    };
  }

  String timeText() {
    if (edge()) {
      return one(TIMES);
    }
    return random.nextBoolean() ? date().toString() : timestamp().toString().replace('T', ' ');
  }

  String json() {
    return edge() ? one(JSON) : json(3);
  }

  String validJson() {
    return json(3);
  }

  private String json(int depth) {
    return switch (random.nextInt(depth == 0 ? 4 : 6)) {
      case 0 -> Integer.toString(random.nextInt(2000) - 1000);
      case 1 -> "\"" + pieces(SHORT_PIECES, 3) + "\"";
      case 2 -> random.nextBoolean() ? "true" : "null";
      case 3 -> (random.nextInt(200) - 100) / 8.0 + "";
      case 4 -> {
        List<String> elements = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          elements.add(json(depth - 1));
        }
        yield "[" + String.join(random.nextBoolean() ? ", " : ",", elements) + "]";
      }
      default -> {
        Map<String, String> members = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          members.put(one(List.of("a", "b", "c", "é")), json(depth - 1));
        }
        List<String> texts = new ArrayList<>();
        members.forEach((key, value) -> texts.add("\"" + key + "\": " + value));
        yield "{" + String.join(", ", texts) + "}";
      }
    };
  }

  byte[] bytes() {
    if (edge()) {
      return one(List.of(new byte[0], new byte[] {0}, new byte[] {-1, -2}, new byte[] {97, 0, 98}));
    }
    byte[] bytes = new byte[random.nextInt(9)];
    random.nextBytes(bytes);
    return bytes;
  }

  LocalDate date() {
    if (edge()) {
      return LocalDate.parse(one(DATES));
    }
    return random.nextInt(4) == 0
        ? LocalDate.of(1 + random.nextInt(9999), 1 + random.nextInt(12), 1 + random.nextInt(28))
        : LocalDate.ofEpochDay(random.nextInt(60_000) - 20_000);
  }

  LocalTime time() {
    return edge()
        ? LocalTime.parse(one(CLOCK))
        : LocalTime.ofNanoOfDay(
            random.nextInt(86_400) * 1_000_000_000L
                + (random.nextBoolean() ? random.nextInt(1_000_000) * 1000L : 0));
  }

  LocalDateTime timestamp() {
    return LocalDateTime.of(date(), time());
  }

  Instant instant() {
    return LocalDateTime.of(LocalDate.ofEpochDay(random.nextInt(40_000) - 15_000), time())
        .toInstant(ZoneOffset.UTC);
  }

  List<@Nullable Object> list(Supplier<Object> element) {
    List<@Nullable Object> list = new ArrayList<>();
    for (int i = edge() ? random.nextInt(2) : random.nextInt(7); i > 0; i--) {
      list.add(random.nextInt(8) == 0 ? null : element.get());
    }
    return list;
  }

  Map<Object, @Nullable Object> map() {
    Map<Object, @Nullable Object> map = new LinkedHashMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      map.put(one(List.of("a", "b", "c", "é")), random.nextInt(5) == 0 ? null : below(9));
    }
    return map;
  }
}
