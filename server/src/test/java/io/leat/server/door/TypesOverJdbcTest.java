package io.leat.server.door;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.server.engine.LocalEngine;
import io.leat.server.http.HttpServer;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Date;
import java.sql.DriverManager;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Struct;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Calendar;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Values of every SQL type through every way of JDBC to read and to give them, in this JVM and
 * remote. The JVM's zone is New York's, the session's Berlin's, calendars are Tokyo's.
 *
 * <p>What is read stands in {@code jdbc/types.txt}; {@code -Djdbc.regenerate=true} writes it.
 */
@Timeout(300)
final class TypesOverJdbcTest {
  private static final List<String> VALUES =
      List.of(
          "TRUE",
          "CAST(-128 AS TINYINT)",
          "CAST(-32768 AS SMALLINT)",
          "-2147483648",
          "CAST('-9223372036854775808' AS BIGINT)",
          "CAST('0.1' AS FLOAT)",
          "CAST('NaN' AS FLOAT)",
          "CAST('1e300' AS DOUBLE)",
          "CAST('12.75' AS DECIMAL(6, 3))",
          "CAST('12345678901234567890123456789.123456789' AS DECIMAL(38, 9))",
          "CAST('ab' AS CHAR(4))",
          "CAST('on' AS VARCHAR(10))",
          "CAST(' 42 ' AS STRING)",
          "'2026-10-25 02:30:00.123456789'",
          "'2026-10-25T02:30:00+01:00'",
          "'0a0b0c0d-0102-0304-0506-0708090a0b0c'",
          "CAST(X'00FF' AS BINARY(2))",
          "X'4142'",
          "DATE '0001-01-01'",
          "DATE '2026-03-29'",
          "TIME '23:59:59'",
          "CAST('23:59:59.999999999' AS TIME(9))",
          "TIMESTAMP '2026-03-29 02:30:15'",
          "CAST('2026-03-29 02:30:15.123456789' AS TIMESTAMP(9))",
          "CAST('2026-10-25 02:30:00+02:00' AS TIMESTAMP_LTZ(0))",
          "CAST('2026-10-25 02:30:00.000000001+01:00' AS TIMESTAMP_LTZ(9))",
          "INTERVAL '-1-02' YEAR TO MONTH",
          "INTERVAL '1 02:03:04.5' DAY TO SECOND(6)",
          "ARRAY[1, NULL, 3]",
          "ARRAY['a', 'b, c']",
          "ARRAY[ARRAY[1.5], NULL]",
          "ARRAY[CAST('2026-10-25 02:30:00+01:00' AS TIMESTAMP_LTZ(0))]",
          "MAP['k', DATE '2026-01-02']",
          "MULTISET['x', 'x']",
          "CAST(ROW(7, 'z') AS ROW<id INT, t STRING>)",
          "PARSE_JSON('{\"a\": [1]}')",
          "CAST(NULL AS INT)",
          "NULL");

  private static final List<Class<?>> CLASSES =
      List.of(
          String.class,
          Boolean.class,
          Byte.class,
          Short.class,
          Integer.class,
          Long.class,
          Float.class,
          Double.class,
          BigDecimal.class,
          BigInteger.class,
          byte[].class,
          LocalDate.class,
          LocalTime.class,
          LocalDateTime.class,
          Instant.class,
          OffsetDateTime.class,
          ZonedDateTime.class,
          java.util.Date.class,
          Date.class,
          Time.class,
          Timestamp.class,
          Period.class,
          Duration.class,
          UUID.class,
          List.class,
          Map.class,
          Struct.class,
          Integer[].class,
          int[].class,
          String[].class,
          Object[].class);

  private static final String DIRECTORY = "types-over-jdbc";

  private final TimeZone zone = TimeZone.getDefault();
  private LocalEngine engine;
  private HttpServer server;
  private final Map<String, Connection> connections = new LinkedHashMap<>();

  @BeforeEach
  void start() throws Exception {
    TimeZone.setDefault(TimeZone.getTimeZone("America/New_York"));
    engine = LocalEngine.start(1);
    server = HttpServer.start(engine, HttpServer.LOOPBACK, 0);
    FakeProvider.ENGINES.put(DIRECTORY, LocalEngine.start(1));
    connections.put("embedded", DriverManager.getConnection("jdbc:leat:" + DIRECTORY));
    connections.put(
        "remote", DriverManager.getConnection("jdbc:leat://127.0.0.1:" + server.port()));
    for (Connection connection : connections.values()) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("SET 'table.local-time-zone' = 'Europe/Berlin'");
      }
    }
  }

  @AfterEach
  void stop() throws Exception {
    for (Connection connection : connections.values()) {
      connection.close();
    }
    FakeProvider.ENGINES.remove(DIRECTORY);
    server.close();
    engine.close();
    TimeZone.setDefault(zone);
  }

  /** One way to read the first column. */
  @FunctionalInterface
  private interface Reading {
    Object of(ResultSet row) throws SQLException;
  }

  private static Map<String, Reading> readings() {
    Calendar tokyo = Calendar.getInstance(TimeZone.getTimeZone("Asia/Tokyo"));
    Map<String, Reading> ways = new LinkedHashMap<>();
    ways.put("getObject", row -> row.getObject(1));
    ways.put("getString", row -> row.getString(1));
    ways.put("getBoolean", row -> row.getBoolean(1));
    ways.put("getByte", row -> row.getByte(1));
    ways.put("getShort", row -> row.getShort(1));
    ways.put("getInt", row -> row.getInt(1));
    ways.put("getLong", row -> row.getLong(1));
    ways.put("getFloat", row -> row.getFloat(1));
    ways.put("getDouble", row -> row.getDouble(1));
    ways.put("getBigDecimal", row -> row.getBigDecimal(1));
    ways.put("getBytes", row -> row.getBytes(1));
    ways.put("getDate", row -> row.getDate(1));
    ways.put("getTime", row -> row.getTime(1));
    ways.put("getTimestamp", row -> row.getTimestamp(1));
    ways.put("getDate, Tokyo", row -> row.getDate(1, tokyo));
    ways.put("getTime, Tokyo", row -> row.getTime(1, tokyo));
    ways.put("getTimestamp, Tokyo", row -> row.getTimestamp(1, tokyo));
    ways.put("getArray", row -> row.getArray(1));
    for (Class<?> wanted : CLASSES) {
      ways.put(
          wanted == java.util.Date.class ? wanted.getName() : wanted.getSimpleName(),
          row -> row.getObject(1, wanted));
    }
    return ways;
  }

  private static String shown(Object value) throws SQLException {
    if (value == null) {
      return "null";
    }
    if (value instanceof java.sql.Array array) {
      return array.getBaseTypeName() + " " + shown(array.getArray());
    }
    if (value instanceof Struct struct) {
      return "struct " + shown(struct.getAttributes());
    }
    if (value instanceof byte[] bytes) {
      return "bytes " + HexFormat.of().formatHex(bytes);
    }
    if (value instanceof java.util.Date date && !(value instanceof Timestamp)) {
      return value.getClass().getName() + " " + Instant.ofEpochMilli(date.getTime());
    }
    if (value instanceof Timestamp timestamp) {
      return "Timestamp " + timestamp.toInstant();
    }
    String name = value.getClass().getSimpleName();
    if (value.getClass().isArray()) {
      List<String> elements = new ArrayList<>();
      for (int i = 0; i < Array.getLength(value); i++) {
        elements.add(shown(Array.get(value, i)));
      }
      return name + " " + elements;
    }
    boolean collection = value instanceof List || value instanceof Map;
    return (collection ? "" : name + " ") + value;
  }

  private static void describe(ResultSetMetaData column, List<String> lines) throws SQLException {
    lines.add(
        "  %s, code %d, class %s, precision %d, scale %d, size %d, %s, %s"
            .formatted(
                column.getColumnTypeName(1),
                column.getColumnType(1),
                column.getColumnClassName(1),
                column.getPrecision(1),
                column.getScale(1),
                column.getColumnDisplaySize(1),
                column.isSigned(1) ? "signed" : "unsigned",
                column.isNullable(1) == ResultSetMetaData.columnNullable
                    ? "nullable"
                    : "not null"));
    assertEquals("v", column.getColumnLabel(1));
    assertEquals("v", column.getColumnName(1));
  }

  private static void read(Connection connection, String value, List<String> lines)
      throws Exception {
    lines.add(value);
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT " + value + " AS v")) {
      assertTrue(row.next());
      describe(row.getMetaData(), lines);
      List<String> refused = new ArrayList<>();
      for (Map.Entry<String, Reading> way : readings().entrySet()) {
        try {
          Object found = way.getValue().of(row);
          assertEquals(value.contains("NULL") && !value.contains("ARRAY"), row.wasNull());
          lines.add("  " + way.getKey() + ": " + shown(found));
        } catch (SQLException e) {
          if (e.getMessage().contains("cannot be read as")) {
            assertEquals("22018", e.getSQLState());
            refused.add(way.getKey());
          } else {
            lines.add("  " + way.getKey() + ": " + e.getSQLState() + " " + e.getMessage());
          }
        }
      }
      if (row.getObject(1) != null) {
        Class<?> said = Class.forName(row.getMetaData().getColumnClassName(1));
        assertTrue(said.isInstance(row.getObject(1)), value + " is no " + said);
      }
      lines.add("  refused: " + String.join(", ", refused));
      assertFalse(row.next());
    }
  }

  @Test
  void everyTypeIsReadInEveryWay() throws Exception {
    Path file = Path.of("src/test/resources/jdbc/types.txt");
    for (Map.Entry<String, Connection> each : connections.entrySet()) {
      List<String> lines = new ArrayList<>();
      for (String value : VALUES) {
        read(each.getValue(), value, lines);
      }
      String text = String.join("\n", lines) + "\n";
      if (Boolean.getBoolean("jdbc.regenerate")) {
        Files.writeString(file, text);
      }
      assertEquals(Files.readString(file, StandardCharsets.UTF_8), text, each.getKey());
    }
  }

  /** One way to give the only parameter. */
  @FunctionalInterface
  private interface Setting {
    void to(PreparedStatement statement) throws SQLException;
  }

  private void given(String type, String read, Setting setting) throws SQLException {
    for (Connection connection : connections.values()) {
      try (PreparedStatement statement =
          connection.prepareStatement("SELECT CAST(? AS " + type + ")")) {
        setting.to(statement);
        try (ResultSet row = statement.executeQuery()) {
          assertTrue(row.next());
          assertEquals(read, row.getString(1), type);
        }
        statement.setNull(1, Types.OTHER);
        try (ResultSet row = statement.executeQuery()) {
          assertTrue(row.next());
          assertEquals(null, row.getString(1), type);
        }
      }
    }
  }

  @Test
  void numbersAndTextAreGiven() throws Exception {
    given("BOOLEAN", "TRUE", s -> s.setBoolean(1, true));
    given("BOOLEAN", "FALSE", s -> s.setString(1, "off"));
    given("TINYINT", "-128", s -> s.setByte(1, (byte) -128));
    given("SMALLINT", "-32768", s -> s.setShort(1, (short) -32768));
    given("INT", "7", s -> s.setObject(1, "7", Types.INTEGER));
    given("BIGINT", "-9223372036854775808", s -> s.setLong(1, Long.MIN_VALUE));
    given("FLOAT", "0.1", s -> s.setFloat(1, 0.1f));
    given("DOUBLE", "-Infinity", s -> s.setDouble(1, Double.NEGATIVE_INFINITY));
    String digits = "12345678901234567890123456789012345.678";
    given("DECIMAL(38, 3)", digits, s -> s.setBigDecimal(1, new BigDecimal(digits)));
    given("DECIMAL(38, 3)", digits, s -> s.setString(1, digits));
    given("DECIMAL(38, 3)", "-5.000", s -> s.setObject(1, BigInteger.valueOf(-5)));
    given("DECIMAL(4, 2)", "1.01", s -> s.setObject(1, new BigDecimal("1.005"), Types.DECIMAL, 2));
    given("STRING", "it's \uD83D\uDE00", s -> s.setString(1, "it's \uD83D\uDE00"));
    given("STRING", "x", s -> s.setObject(1, 'x'));
    given("CHAR(3)", "ab ", s -> s.setString(1, "ab"));
    given("BYTES", "00ff", s -> s.setBytes(1, new byte[] {0, -1}));
    given("VARIANT", "{\"a\":1}", s -> s.setString(1, "{\"a\": 1}"));
  }

  @Test
  void datesAndTimesAreGivenWithAllTheirDigits() throws Exception {
    Calendar tokyo = Calendar.getInstance(TimeZone.getTimeZone("Asia/Tokyo"));
    LocalDateTime local = LocalDateTime.of(2026, 3, 1, 2, 30, 15, 123_456_789);
    Timestamp timestamp = Timestamp.valueOf(local);
    given("DATE", "0001-01-01", s -> s.setObject(1, LocalDate.of(1, 1, 1)));
    given("DATE", "2026-03-29", s -> s.setDate(1, Date.valueOf("2026-03-29")));
    given("DATE", "2026-03-29", s -> s.setDate(1, Date.valueOf("2026-03-29"), afterMidnight()));
    given("DATE", "0001-01-01", s -> s.setDate(1, Date.valueOf("0001-01-01")));
    Timestamp old = Timestamp.valueOf("0001-01-01 00:00:00.1");
    given("TIMESTAMP(1)", "0001-01-01 00:00:00.1", s -> s.setTimestamp(1, old));
    given("TIME(9)", "23:59:59.999999999", s -> s.setObject(1, LocalTime.MAX));
    given("TIME(3)", "01:02:03.000", s -> s.setTime(1, Time.valueOf("01:02:03")));
    given("TIMESTAMP(9)", "2026-03-01 02:30:15.123456789", s -> s.setObject(1, local));
    given("TIMESTAMP(9)", "2026-03-01 02:30:15.123456789", s -> s.setTimestamp(1, timestamp));
    given(
        "TIMESTAMP(9)", "2026-03-01 16:30:15.123456789", s -> s.setTimestamp(1, timestamp, tokyo));
    given(
        "TIMESTAMP(9)",
        "2026-03-01 02:30:15.000000000",
        s -> s.setString(1, "2026-03-01 02:30:15"));
    given("STRING", "2026-03-01 02:30:15.123456789", s -> s.setTimestamp(1, timestamp));
    // An instant is the same one for both sides, whatever their zones.
    given("TIMESTAMP_LTZ(9)", "2026-03-01 08:30:15.123456789", s -> s.setTimestamp(1, timestamp));
    given(
        "TIMESTAMP_LTZ(9)",
        "2026-03-01 08:30:15.123456789",
        s -> s.setTimestamp(1, timestamp, tokyo));
    Instant again = Instant.parse("2026-10-25T01:30:00.000000001Z");
    given("TIMESTAMP_LTZ(9)", "2026-10-25 02:30:00.000000001+01:00", s -> s.setObject(1, again));
    given("TIMESTAMP(9)", "2026-10-25 02:30:00.000000001", s -> s.setObject(1, again));
    OffsetDateTime offset = OffsetDateTime.parse("2026-07-01T00:00:00-05:00");
    given("TIMESTAMP_LTZ(0)", "2026-07-01 07:00:00", s -> s.setObject(1, offset));
    given("TIMESTAMP_LTZ(0)", "2026-07-01 07:00:00", s -> s.setObject(1, offset.toZonedDateTime()));
    given("INTERVAL YEAR TO MONTH", "-1-02", s -> s.setObject(1, Period.ofMonths(-14)));
    given(
        "INTERVAL DAY TO SECOND(6)",
        "+1 01:01:01.500000",
        s -> s.setObject(1, Duration.ofMillis(90_061_500)));
  }

  private static Calendar afterMidnight() {
    return Calendar.getInstance(TimeZone.getTimeZone("Pacific/Kiritimati"));
  }

  @Test
  void nestedValuesAreGiven() throws Exception {
    List<Object> withNull = Arrays.asList(1, null, 3);
    given("ARRAY<INT>", "[1, NULL, 3]", s -> s.setObject(1, withNull));
    given("ARRAY<INT>", "[1, 2]", s -> s.setObject(1, new int[] {1, 2}));
    given("ARRAY<INT>", "[]", s -> s.setObject(1, List.of()));
    given("ARRAY<INT>", "[4]", s -> s.setString(1, "[4]"));
    given(
        "ARRAY<STRING>",
        "[\"a, b\", \"\", \"NULL\", NULL]",
        s ->
            s.setArray(
                1,
                s.getConnection()
                    .createArrayOf("STRING", new Object[] {"a, b", "", "NULL", null})));
    given(
        "ARRAY<ARRAY<DECIMAL(4, 2)>>",
        "[[1.50], NULL]",
        s -> s.setObject(1, Arrays.asList(List.of(new BigDecimal("1.5")), null)));
    given(
        "ARRAY<TIMESTAMP_LTZ(0)>",
        "[2026-10-25 02:30:00+01:00]",
        s -> s.setObject(1, List.of(Instant.parse("2026-10-25T01:30:00Z"))));
    given(
        "MAP<STRING, INT>",
        "{k=NULL}",
        s -> s.setObject(1, java.util.Collections.singletonMap("k", null)));
    given(
        "MULTISET<DATE>",
        "{2026-01-02=2}",
        s -> s.setObject(1, Map.of(LocalDate.of(2026, 1, 2), 2)));
    given("ROW<id INT, t STRING>", "(7, z)", s -> s.setObject(1, List.of(7, "z")));
    for (Connection connection : connections.values()) {
      try (PreparedStatement statement =
          connection.prepareStatement("SELECT CAST(? AS ARRAY<INT>)")) {
        statement.setObject(1, List.of(1.5));
        assertEquals(
            "22003", assertThrows(SQLException.class, statement::executeQuery).getSQLState());
        statement.setString(1, "[x]");
        assertEquals(
            "22018", assertThrows(SQLException.class, statement::executeQuery).getSQLState());
      }
    }
  }

  private String run(Connection connection, String sql, Object... parameters) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      ParameterMetaData said = statement.getParameterMetaData();
      assertEquals(parameters.length, said.getParameterCount(), sql);
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < parameters.length; i++) {
        text.append(said.getParameterTypeName(i + 1)).append("; ");
        assertEquals(ParameterMetaData.parameterModeIn, said.getParameterMode(i + 1));
        statement.setObject(i + 1, parameters[i]);
      }
      try (ResultSet row = statement.executeQuery()) {
        assertTrue(row.next(), sql);
        return text + row.getString(1);
      }
    }
  }

  @Test
  void theTypeOfAParameterFollowsFromItsPlaceAndItsValue() throws Exception {
    for (Connection each : connections.values()) {
      assertEquals("INT; 6", run(each, "SELECT ? + 1", 5));
      assertEquals("INT; 3.5", run(each, "SELECT ? + 1", new BigDecimal("2.5")));
      assertEquals("INT; 2.5", run(each, "SELECT 5 / ?", 2.0));
      assertEquals("INT; 2", run(each, "SELECT 5 / ?", 2));
      assertEquals("INT; null", run(each, "SELECT ? + 1", (Object) null));
      assertEquals("INT; INT; 1", run(each, "SELECT ? - ?", 2, 1));
      assertEquals("INT; INT; 9", run(each, "SELECT (? + 1) * ?", 2, 3));
      assertEquals("DECIMAL(2, 1); 3.375", run(each, "SELECT 1.5 * ?", new BigDecimal("2.25")));
      assertEquals(
          "INTERVAL DAY TO SECOND(6); 2026-01-01 00:01:00.000000",
          run(each, "SELECT TIMESTAMP '2026-01-01 00:00:00' + ?", Duration.ofMinutes(1)));
      assertEquals("INT; 4", run(each, "SELECT ABS(?)", -4));
      assertEquals("INT; 4.5", run(each, "SELECT ABS(?)", -4.5));
      assertEquals("STRING; INT; INT; bcd", run(each, "SELECT SUBSTRING(?, ?, ?)", "abcdef", 2, 3));
      assertEquals("STRING; STRING; Ab", run(each, "SELECT UPPER(?) || ?", "a", "b"));
      assertEquals("BIGINT; 5", run(each, "SELECT COALESCE(CAST(NULL AS BIGINT), ?)", 5));
      assertEquals("INT; 1", run(each, "SELECT 1 WHERE ? IN (1, 2)", 2));
      assertEquals("INT; INT; 1", run(each, "SELECT 1 WHERE 2 IN (?, ?)", 1, 2));
      assertEquals(
          "INT; 0", run(each, "SELECT COUNT(*) FROM (VALUES 1) AS t(x) WHERE x = ?", 1L << 40));
      assertEquals("INT; 0", run(each, "SELECT COUNT(*) FROM (VALUES 1) AS t(x) WHERE x = ?", 1.5));
    }
  }

  @Test
  void whatIsInsertedHasTheTypeOfItsColumn() throws Exception {
    String name = "target";
    for (Connection each : connections.values()) {
      try (Statement statement = each.createStatement()) {
        statement.execute(
            "CREATE TEMPORARY TABLE "
                + name
                + " (i INT, n DECIMAL(4, 2), f FLOAT, d DATE, a ARRAY<INT>) WITH ('connector' = 'blackhole')");
      }
      try (PreparedStatement insert =
          each.prepareStatement(
              "INSERT INTO "
                  + name
                  + " VALUES (?, ?, ?, ?, ?), (?, DEFAULT_N, ?, ?, ?)".replace("DEFAULT_N", "1"))) {
        ParameterMetaData said = insert.getParameterMetaData();
        assertEquals("INT", said.getParameterTypeName(1));
        assertEquals("DECIMAL(4, 2)", said.getParameterTypeName(2));
        assertEquals("ARRAY<INT>", said.getParameterTypeName(9));
        for (int i : List.of(0, 5)) {
          insert.setDouble(i + 1, 2.0);
          if (i == 0) {
            insert.setDouble(2, 1.25);
          }
          int next = i == 0 ? 3 : 7;
          insert.setDouble(next, 0.1);
          insert.setString(next + 1, "2026-01-02");
          insert.setObject(next + 2, List.of(1, 2));
        }
        assertEquals(2, insert.executeUpdate());
        insert.setDouble(1, 2.5);
        SQLException error = assertThrows(SQLException.class, insert::executeUpdate);
        assertEquals("22003", error.getSQLState());
        insert.setNull(1, Types.INTEGER);
        assertEquals(2, insert.executeUpdate());
      }
      try (PreparedStatement insert =
          each.prepareStatement(
              "INSERT INTO " + name + "(d, i) SELECT ?, ? + x FROM (VALUES 1) AS t(x)")) {
        insert.setDate(1, Date.valueOf("2026-01-02"));
        insert.setInt(2, 5);
        assertEquals(1, insert.executeUpdate());
      }
    }
  }

  @Test
  void aNumberIsNoTime() throws Exception {
    for (Connection connection : connections.values()) {
      try (PreparedStatement days = connection.prepareStatement("SELECT DATE '2026-01-30' + ?")) {
        assertEquals("INT", days.getParameterMetaData().getParameterTypeName(1));
        days.setInt(1, 5);
        try (ResultSet row = days.executeQuery()) {
          assertTrue(row.next());
          assertEquals("2026-02-04", row.getString(1));
        }
      }
      String moved = "SELECT TIMESTAMP '2026-01-30 00:00:00' + ?";
      try (PreparedStatement interval = connection.prepareStatement(moved)) {
        interval.setInt(1, 5);
        SQLException error = assertThrows(SQLException.class, interval::executeQuery);
        assertEquals("22018", error.getSQLState());
        interval.setObject(1, Duration.ofHours(5));
        try (ResultSet row = interval.executeQuery()) {
          assertTrue(row.next());
          assertEquals("2026-01-30 05:00:00.000000", row.getString(1));
        }
      }
      try (PreparedStatement date = connection.prepareStatement("SELECT CAST(? AS DATE)")) {
        date.setDate(1, Date.valueOf("2026-01-30"));
        try (ResultSet row = date.executeQuery()) {
          assertTrue(row.next());
          assertEquals("2026-01-30", row.getString(1));
        }
      }
    }
  }
}
