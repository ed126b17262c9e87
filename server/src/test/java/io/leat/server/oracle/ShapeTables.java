package io.leat.server.oracle;

import io.leat.runtime.types.ArrayType;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.MapType;
import io.leat.runtime.types.ScalarType;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The tables that the written queries name: few distinct values, so that keys meet, and NULLs. */
final class ShapeTables {
  private static final ScalarType INT = ScalarType.INTEGER;

  private ShapeTables() {}

  static List<OracleTable> all() {
    List<Object> texts = List.of("x", "y", "z", "");
    return List.of(
        table("r", column("a", INT, ints(0, 4)), column("b", INT, ints(0, 9)), text("c", texts)),
        table(
            "s",
            column("a", INT, ints(0, 4)),
            column("b", INT, ints(3, 12)),
            column("d", ScalarType.BIGINT, List.of(-5L, 0L, 7L, 3_000_000_000L))),
        table(
            "t",
            column("a", INT, ints(1, 5)),
            text("e", List.of("x", "y", "w")),
            column("x", ScalarType.decimal(8, 2), decimals("-1.50", "0.00", "2.25", "10.10")),
            column("f", ScalarType.DOUBLE, List.of(-0.5, 0.0, 0.25, 1.5, 3.0))),
        new OracleTable(
            "p",
            List.of(
                column("id", INT.withNullable(false), ints(0, 15)),
                column("g", INT, ints(0, 3)),
                column("v", INT, ints(0, 9))),
            "id",
            false,
            false),
        table(
            "n",
            column("k", INT.withNullable(false), ints(0, 5)),
            column("v", INT.withNullable(false), ints(0, 9))),
        new OracleTable(
            "dag",
            List.of(
                column("src", INT.withNullable(false), ints(0, 0)),
                column("dst", INT.withNullable(false), ints(1, 1)),
                column("w", INT.withNullable(false), ints(1, 5))),
            null,
            true,
            false),
        table("edge", column("src", INT, ints(0, 5)), column("dst", INT, ints(0, 5))),
        table(
            "l",
            column("id", INT, ints(0, 5)),
            column(
                "xs",
                new ArrayType(INT, true),
                List.of(List.of(), List.of(1), List.of(1, 2, 2), Arrays.asList(3, null))),
            column(
                "ss",
                new ArrayType(ScalarType.STRING, true),
                List.of(List.of("x"), List.of("x", "y"), List.of("", "z", "x"))),
            column(
                "m",
                new MapType(ScalarType.STRING, INT, true),
                List.of(Map.of(), Map.of("x", 1), Map.of("y", 2)))),
        table(
            "ev",
            column("k", INT, ints(0, 3)),
            column(
                "ts",
                ScalarType.timestamp(3),
                times("00:00:00", "00:00:10", "00:00:30", "00:01:00", "00:10:00")),
            column("v", INT, ints(-3, 6))),
        types());
  }

  private static OracleTable types() {
    return table(
        "y",
        column("bo", ScalarType.BOOLEAN, List.of(true, false)),
        column("ti", ScalarType.TINYINT, List.of((byte) -128, (byte) 0, (byte) 127)),
        column("sm", ScalarType.SMALLINT, List.of((short) -300, (short) 0, (short) 300)),
        column("i", INT, List.of(Integer.MIN_VALUE, 0, 1, Integer.MAX_VALUE)),
        column("bi", ScalarType.BIGINT, List.of(-4_000_000_000L, 0L, 1L, 4_000_000_000L)),
        column("fl", ScalarType.FLOAT, List.of(-1.5f, 0f, -0f, 0.25f, Float.NaN)),
        column("db", ScalarType.DOUBLE, List.of(-1.5, 0.0, -0.0, 0.1, Double.NaN)),
        column("de", ScalarType.decimal(10, 3), decimals("-1.500", "0.000", "1234567.125")),
        column(
            "wi",
            ScalarType.decimal(30, 4),
            decimals("-1.5000", "0.0000", "12345678901234567890.1234")),
        text("st", List.of("", "a", "A", "aa", "é𝄞", "Straße", "it's")),
        column(
            "bs",
            ScalarType.BYTES,
            List.of(new byte[] {}, new byte[] {0}, new byte[] {1, -1}, new byte[] {1, -1, 0})),
        column(
            "da", ScalarType.DATE, List.of(LocalDate.of(1969, 12, 31), LocalDate.of(2024, 2, 29))),
        column(
            "tm",
            ScalarType.time(3),
            List.of(LocalTime.of(0, 0), LocalTime.of(23, 59, 59, 999_000_000))),
        column("ts", ScalarType.timestamp(6), times("00:00:00", "12:30:00.123456")),
        column(
            "tz",
            ScalarType.timestampLtz(3),
            List.of(Instant.EPOCH, Instant.parse("2024-02-29T10:00:00.125Z"))));
  }

  private static OracleTable table(String name, OracleTable.Column... columns) {
    return new OracleTable(name, List.of(columns), null, false, false);
  }

  private static OracleTable.Column column(String name, DataType type, List<Object> values) {
    return new OracleTable.Column(name, type, values);
  }

  private static OracleTable.Column text(String name, List<Object> values) {
    return column(name, ScalarType.STRING, values);
  }

  private static List<Object> ints(int from, int to) {
    return IntStream.rangeClosed(from, to).<Object>mapToObj(i -> i).toList();
  }

  private static List<Object> decimals(String... texts) {
    return Arrays.stream(texts).<Object>map(BigDecimal::new).toList();
  }

  private static List<Object> times(String... texts) {
    return Arrays.stream(texts)
        .<Object>map(text -> LocalDateTime.parse("2024-02-29T" + text))
        .toList();
  }
}
