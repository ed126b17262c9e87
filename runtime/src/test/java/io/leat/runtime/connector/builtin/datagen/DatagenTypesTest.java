package io.leat.runtime.connector.builtin.datagen;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.runtime.connector.ManualClock;
import io.leat.runtime.data.BoxedValues;
import io.leat.runtime.data.Column;
import io.leat.runtime.data.LongColumn;
import io.leat.runtime.data.MapColumn;
import io.leat.runtime.types.ArrayType;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.MapType;
import io.leat.runtime.types.MultisetType;
import io.leat.runtime.types.Physical;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.RowType;
import io.leat.runtime.types.ScalarType;
import io.leat.runtime.types.TypeKind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the values of each type look like. */
class DatagenTypesTest {
  private static final int ROWS = 4096;
  private static final Instant NOW =
      Instant.EPOCH.plus(DatagenTable.EPOCH_MICROS, ChronoUnit.MICROS);
  private static final LocalDateTime LOCAL_NOW = LocalDateTime.ofInstant(NOW, ManualClock.ZONE);

  @Test
  void smallRangesAreCoveredEvenly() {
    for (DataType type :
        List.of(
            ScalarType.TINYINT,
            ScalarType.SMALLINT,
            ScalarType.INTEGER,
            ScalarType.BIGINT,
            ScalarType.decimal(5, 0),
            ScalarType.decimal(38, 0))) {
      Map<String, Long> counts = counts(values(type, "fields.c.min=-2", "fields.c.max=1"));
      assertEquals(Set.of("-2", "-1", "0", "1"), counts.keySet(), type.toString());
      counts.values().forEach(count -> assertTrue(count > 900 && count < 1150, counts::toString));
    }
    Map<String, Long> booleans = counts(values(ScalarType.BOOLEAN));
    assertEquals(Set.of("true", "false"), booleans.keySet());
    booleans.values().forEach(count -> assertTrue(count > 1900, booleans::toString));
  }

  @ParameterizedTest
  @CsvSource({
    "TINYINT, -128, 127",
    "SMALLINT, -32768, 32767",
    "INTEGER, -2147483648, 2147483647",
    "BIGINT, -9223372036854775808, 9223372036854775807",
  })
  void integersCoverTheirType(TypeKind kind, BigDecimal min, BigDecimal max) {
    assertSpread(values(new ScalarType(kind, 0, 0, true)), min, max);
  }

  @Test
  void decimalsAndFloatsCoverTheirTypeFromZero() {
    assertSpread(values(ScalarType.decimal(5, 2)), BigDecimal.ZERO, new BigDecimal("999.99"));
    BigDecimal wide = new BigDecimal(BigInteger.TEN.pow(38).subtract(BigInteger.ONE), 10);
    assertSpread(values(ScalarType.decimal(38, 10)), BigDecimal.ZERO, wide);
    assertSpread(
        values(ScalarType.decimal(38, 10), "fields.c.min=" + wide.negate()), wide.negate(), wide);
    assertSpread(values(ScalarType.FLOAT), BigDecimal.ZERO, new BigDecimal(Float.MAX_VALUE));
    assertSpread(values(ScalarType.DOUBLE), BigDecimal.ZERO, new BigDecimal(Double.MAX_VALUE));
    assertSpread(
        values(ScalarType.DOUBLE, "fields.c.min=-1.7e308", "fields.c.max=1.7e308"),
        new BigDecimal("-1.7e308"),
        new BigDecimal("1.7e308"));
    assertSpread(
        values(ScalarType.FLOAT, "fields.c.min=0.25", "fields.c.max=0.5"),
        new BigDecimal("0.25"),
        new BigDecimal("0.5"));
    values(ScalarType.decimal(38, 10))
        .forEach(value -> assertEquals(10, ((BigDecimal) value).scale()));
  }

  @Test
  void textIsHexadecimalOfTheTypesLength() {
    assertText(values(ScalarType.STRING), "[0-9a-f]{100}");
    assertText(values(ScalarType.STRING, "fields.c.length=20"), "[0-9a-f]{20}");
    assertText(values(ScalarType.varchar(17)), "[0-9a-f]{17}");
    assertText(values(ScalarType.varchar(17), "fields.c.length=1"), "[0-9a-f]");
    assertText(values(ScalarType.character(3)), "[0-9a-f]{3}");
    Map<String, Long> digits = counts(values(ScalarType.character(1)));
    assertEquals(16, digits.size());
    digits.values().forEach(count -> assertTrue(count > 180 && count < 340, digits::toString));
  }

  @Test
  void variableLengthsGoFromOneToTheLength() {
    Map<String, Long> lengths =
        values(ScalarType.STRING, "fields.c.length=4", "fields.c.var-len=true").stream()
            .collect(Collectors.groupingBy(v -> "" + ((String) v).length(), Collectors.counting()));
    assertEquals(Set.of("1", "2", "3", "4"), lengths.keySet());
    lengths.values().forEach(count -> assertTrue(count > 900, lengths::toString));
  }

  @Test
  void bytesHaveTheTypesLength() {
    Map<DataType, Integer> lengths =
        Map.of(
            ScalarType.BYTES,
            100,
            new ScalarType(TypeKind.BINARY, 3, 0, true),
            3,
            new ScalarType(TypeKind.VARBINARY, 9, 0, true),
            9);
    lengths.forEach(
        (type, length) -> {
          List<Object> values = values(type);
          values.forEach(value -> assertEquals(length, ((byte[]) value).length));
          Set<Byte> last = new TreeSet<>();
          values.forEach(value -> last.add(((byte[]) value)[length - 1]));
          assertEquals(256, last.size());
        });
  }

  @Test
  void timesAreNow() {
    assertAll(values(ScalarType.DATE), LOCAL_NOW.toLocalDate());
    assertAll(values(ScalarType.time(0)), LOCAL_NOW.toLocalTime().truncatedTo(ChronoUnit.SECONDS));
    assertAll(values(ScalarType.time(3)), LOCAL_NOW.toLocalTime().truncatedTo(ChronoUnit.MILLIS));
    assertAll(values(ScalarType.timestamp(3)), LOCAL_NOW.truncatedTo(ChronoUnit.MILLIS));
    assertAll(values(ScalarType.timestamp(9)), LOCAL_NOW);
    assertAll(values(ScalarType.timestampLtz(0)), NOW.truncatedTo(ChronoUnit.SECONDS));
    assertAll(values(ScalarType.timestampLtz(6)), NOW);
  }

  @Test
  void maxPastReachesBack() {
    List<Instant> instants =
        values(ScalarType.timestampLtz(9), "fields.c.max-past=10 s").stream()
            .map(Instant.class::cast)
            .sorted()
            .toList();
    Instant oldest = instants.get(0);
    Instant newest = instants.get(ROWS - 1);
    assertTrue(!oldest.isBefore(NOW.minusSeconds(10)) && oldest.isBefore(NOW.minusMillis(9950)));
    assertTrue(!newest.isAfter(NOW) && newest.isAfter(NOW.minusMillis(50)));
  }

  @Test
  void localTimestampsFollowAChangeOfTheClocks() {
    ZoneId berlin = ZoneId.of("Europe/Berlin");
    // A second and a half after the clocks went forward from 2:00 to 3:00.
    long now = Instant.parse("2024-03-31T01:00:01Z").getEpochSecond() * 1_000_000 + 500_000;
    LongColumn column = new LongColumn();
    new PastTimestamps(1, 2_000_000, 1_000_000, berlin).append(column, 0, ROWS, now);
    Set<String> seen = new TreeSet<>();
    for (int row = 0; row < ROWS; row++) {
      seen.add(BoxedValues.get(column, row, ScalarType.timestamp(0)).toString());
    }
    assertEquals(Set.of("2024-03-31T01:59:59", "2024-03-31T03:00", "2024-03-31T03:00:01"), seen);
  }

  @Test
  void intervalsAreBoundedInMonthsAndMilliseconds() {
    values(ScalarType.intervalYearMonth())
        .forEach(
            value -> {
              long months = ((Period) value).toTotalMonths();
              assertTrue(months >= 0 && months <= 120_000);
            });
    assertEquals(
        Set.of("PT-0.001S", "PT0S", "PT0.001S"),
        counts(values(ScalarType.intervalDayTime(3), "fields.c.min=-1", "fields.c.max=1"))
            .keySet());
    assertEquals(
        Set.of("PT1S", "PT2S"),
        counts(values(ScalarType.intervalDayTime(0), "fields.c.min=1", "fields.c.max=2999"))
            .keySet());
    Duration longest =
        values(ScalarType.intervalDayTime(3)).stream()
            .map(Duration.class::cast)
            .max(Duration::compareTo)
            .orElseThrow();
    assertTrue(longest.toDays() > 100_000_000);
  }

  @Test
  void collectionsHaveElementsOfTheirOwn() {
    DataType array = new ArrayType(ScalarType.INTEGER, true);
    values(array).forEach(value -> assertEquals(3, ((List<?>) value).size()));
    Map<String, Long> elements =
        counts(
            values(array, "fields.c.length=5", "fields.c.element.min=1", "fields.c.element.max=2")
                .stream()
                .flatMap(value -> ((List<?>) value).stream())
                .toList());
    assertEquals(Set.of("1", "2"), elements.keySet());
    assertEquals(5L * ROWS, elements.values().stream().mapToLong(Long::longValue).sum());
    assertAll(values(array, "fields.c.length=0"), List.of());

    List<Object> maps =
        values(
            new MapType(ScalarType.INTEGER, ScalarType.varchar(2), true),
            "fields.c.length=4",
            "fields.c.key.min=1",
            "fields.c.key.max=4",
            "fields.c.value.length=1");
    assertTrue(maps.stream().anyMatch(map -> ((Map<?, ?>) map).size() == 4));
    assertTrue(maps.stream().anyMatch(map -> ((Map<?, ?>) map).size() == 1));

    values(new MultisetType(ScalarType.STRING, true))
        .forEach(
            value -> {
              assertEquals(3, ((Map<?, ?>) value).size());
              ((Map<?, ?>) value)
                  .values()
                  .forEach(count -> assertTrue((int) count >= 1 && (int) count <= 10));
            });
  }

  @Test
  void keysOfAMapDiffer() {
    List<DataType> keys =
        List.of(
            ScalarType.BOOLEAN,
            ScalarType.TINYINT,
            ScalarType.character(1),
            ScalarType.DOUBLE,
            ScalarType.FLOAT,
            ScalarType.decimal(20, 0),
            ScalarType.BIGINT,
            new ArrayType(ScalarType.BOOLEAN, true),
            new MultisetType(ScalarType.BOOLEAN, true),
            new RowType(RowSchema.of(new RowSchema.Field("x", ScalarType.BOOLEAN)), true));
    for (DataType key : keys) {
      DataType type = new MapType(key, ScalarType.BOOLEAN, true);
      DatagenTable table = DatagenTable.of(type, "rows-per-second=2000000000", "seed=1");
      MapColumn maps = (MapColumn) Column.of(type);
      table.reader(table.splits(1)).read(new Column[] {maps}, ROWS);
      int repeated = 0;
      for (int row = 0; row < ROWS; row++) {
        Set<String> distinct = new TreeSet<>();
        for (int i = maps.start(row); i < maps.end(row); i++) {
          assertTrue(distinct.add(DatagenTable.text(BoxedValues.get(maps.keys(), i, key))));
        }
        repeated += 3 - distinct.size();
      }
      assertTrue(key.physical() != Physical.BOOLEAN || repeated > ROWS);
    }
  }

  @Test
  void rowsHaveFieldsOfTheirOwn() {
    DataType row =
        new RowType(
            RowSchema.of(
                new RowSchema.Field("n", ScalarType.BIGINT),
                new RowSchema.Field("s", ScalarType.STRING)),
            true);
    DatagenTable table =
        DatagenTable.of(
            row,
            "rows-per-second=2000000000",
            "fields.c.n.kind=sequence",
            "fields.c.n.start=11",
            "fields.c.n.end=13",
            "fields.c.s.length=1");
    assertTrue(table.source.bounded());
    List<String> texts = table.values(ROWS).stream().map(DatagenTable::text).toList();
    assertEquals(3, texts.size());
    for (int i = 0; i < 3; i++) {
      assertTrue(texts.get(i).matches("\\[" + (11 + i) + ", [0-9a-f]]"), texts.get(i));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "TINYINT, 0, 0, '-1, 0, 1'",
    "SMALLINT, 0, 0, '-1, 0, 1'",
    "INTEGER, 0, 0, '-1, 0, 1'",
    "BIGINT, 0, 0, '-1, 0, 1'",
    "FLOAT, 0, 0, '-1.0, 0.0, 1.0'",
    "DOUBLE, 0, 0, '-1.0, 0.0, 1.0'",
    "DECIMAL, 9, 2, '-1.00, 0.00, 1.00'",
    "DECIMAL, 38, 2, '-1.00, 0.00, 1.00'",
    "DECIMAL, 38, 37, '-1.0000000000000000000000000000000000000, 0E-37,"
        + " 1.0000000000000000000000000000000000000'",
    "VARCHAR, 5, 0, '-1, 0, 1'",
    "CHAR, 3, 0, '-1 , 0  , 1  '",
  })
  void sequencesCount(TypeKind kind, int precision, int scale, String expected) {
    List<Object> values =
        values(
            new ScalarType(kind, precision, scale, true),
            "fields.c.kind=sequence",
            "fields.c.start=-1",
            "fields.c.end=1");
    assertEquals(expected, values.stream().map(String::valueOf).collect(Collectors.joining(", ")));
  }

  @Test
  void sequencesReachTheEndsOfTheirTypes() {
    String min = "fields.c.start=" + Long.MIN_VALUE;
    String max = "fields.c.end=" + Long.MAX_VALUE;
    for (DataType type : List.of(ScalarType.BIGINT, ScalarType.STRING, ScalarType.decimal(38, 0))) {
      DatagenTable table =
          DatagenTable.of(type, "rows-per-second=2000000000", "fields.c.kind=sequence", min, max);
      assertTrue(table.source.bounded());
      assertEquals("-9223372036854775808", table.values(1).get(0) + "");
      assertEquals(
          "9223372036854775807",
          values(type, "fields.c.kind=sequence", "fields.c.start=" + Long.MAX_VALUE, max).get(0)
              + "");
    }
    List<Object> bytes =
        values(
            ScalarType.BYTES, "fields.c.kind=sequence", "fields.c.start=258", "fields.c.end=258");
    assertArrayEquals(new byte[] {0, 0, 0, 0, 0, 0, 1, 2}, (byte[]) bytes.get(0));
  }

  @Test
  void theShortestBoundEndsTheTable() {
    RowSchema schema =
        RowSchema.of(
            new RowSchema.Field("a", ScalarType.INTEGER),
            new RowSchema.Field("b", ScalarType.INTEGER));
    String[] sequences = {
      "rows-per-second=2000000000",
      "fields.a.kind=sequence",
      "fields.a.start=1",
      "fields.a.end=10",
      "fields.b.kind=sequence",
      "fields.b.start=1",
      "fields.b.end=7",
      "number-of-rows=5"
    };
    DatagenTable five = new DatagenTable(schema, sequences);
    assertEquals(5, five.rows(five.reader(five.splits(1)), ROWS).size());
    sequences[7] = "number-of-rows=8";
    DatagenTable seven = new DatagenTable(schema, sequences);
    assertEquals(7, seven.rows(seven.reader(seven.splits(1)), ROWS).size());
  }

  @Test
  void nullRatesHoldForEveryType() {
    List<DataType> types =
        List.of(
            ScalarType.INTEGER,
            ScalarType.STRING,
            ScalarType.BOOLEAN,
            ScalarType.decimal(30, 0),
            ScalarType.timestamp(3),
            ScalarType.DATE,
            new ArrayType(ScalarType.INTEGER, true),
            new MapType(ScalarType.STRING, ScalarType.INTEGER, true),
            new RowType(RowSchema.of(new RowSchema.Field("x", ScalarType.STRING)), true));
    for (DataType type : types) {
      // Five standard deviations of a binomial distribution about the mean.
      assertEquals(0.25 * ROWS, (double) nulls(type, "0.25"), 5 * Math.sqrt(ROWS * 0.25 * 0.75));
      assertEquals(ROWS, nulls(type, "1"));
      assertEquals(0, nulls(type, "0"));
    }
  }

  private static long nulls(DataType type, String rate) {
    return values(type, "fields.c.null-rate=" + rate).stream().filter(Objects::isNull).count();
  }

  private static List<Object> values(DataType type, String... options) {
    String[] all = Arrays.copyOf(options, options.length + 2);
    all[options.length] = "rows-per-second=2000000000";
    all[options.length + 1] = "seed=42";
    return DatagenTable.of(type, all).values(ROWS);
  }

  private static Map<String, Long> counts(Collection<?> values) {
    return values.stream()
        .map(DatagenTable::text)
        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
  }

  private static void assertAll(List<Object> values, Object expected) {
    values.forEach(value -> assertEquals(expected, value));
  }

  private static void assertText(List<Object> values, String pattern) {
    values.forEach(value -> assertTrue(((String) value).matches(pattern), value::toString));
    assertTrue(new TreeSet<>(values.stream().map(Object::toString).toList()).size() >= 16);
  }

  /** All values lie in the range, with some in its first and its last hundredth. */
  private static void assertSpread(List<Object> values, BigDecimal min, BigDecimal max) {
    List<BigDecimal> sorted =
        values.stream().map(value -> new BigDecimal(value.toString())).sorted().toList();
    BigDecimal hundredth = max.subtract(min).divide(BigDecimal.valueOf(100));
    BigDecimal least = sorted.get(0);
    BigDecimal greatest = sorted.get(sorted.size() - 1);
    // Decimal text of a binary number may be past it by less than one part in 10^6.
    BigDecimal slack = hundredth.divide(BigDecimal.valueOf(10_000));
    assertTrue(least.compareTo(min.subtract(slack)) >= 0, least + " < " + min);
    assertTrue(greatest.compareTo(max.add(slack)) <= 0, greatest + " > " + max);
    assertTrue(least.compareTo(min.add(hundredth)) <= 0, least + " is far from " + min);
    assertTrue(greatest.compareTo(max.subtract(hundredth)) >= 0, greatest + " is far from " + max);
  }
}
