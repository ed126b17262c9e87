package io.leat.server.door;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.server.avatica.Limits;
import io.leat.server.engine.LocalEngine;
import io.leat.server.http.HttpServer;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Connection;
import java.sql.Date;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Struct;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nested values over remote JDBC, from the engine that users run. */
@Timeout(300)
final class NestedOverJdbcTest {
  private static final Limits LIMITS =
      new Limits(Duration.ofSeconds(5), Duration.ofMillis(200), Duration.ofSeconds(1));

  private static final String QUERY =
      """
      SELECT
        ARRAY[1, NULL, 3] AS a,
        ARRAY[ARRAY[DATE '2026-01-02'], NULL] AS aa,
        MAP['k=1', 1.50, 'l', NULL] AS m,
        MULTISET['x', 'y, z', 'x'] AS s,
        CAST(ROW(7, ROW('q"', TIMESTAMP '2026-03-29 02:30:15.123456789')) AS
          ROW<id INT, r ROW<t STRING, ts TIMESTAMP(9)>>) AS r,
        ARRAY[ROW(1, 'p'), ROW(2, '')] AS ar,
        CAST(NULL AS ARRAY<INT>) AS none,
        ARRAY[] AS e
      """;

  private LocalEngine engine;
  private HttpServer server;
  private Connection connection;

  @BeforeEach
  void start() throws Exception {
    engine = LocalEngine.start(1);
    server = HttpServer.start(engine, HttpServer.LOOPBACK, 0, LIMITS);
    connection = DriverManager.getConnection("jdbc:leat://127.0.0.1:" + server.port());
  }

  @AfterEach
  void stop() throws Exception {
    connection.close();
    server.close();
    engine.close();
  }

  /** What is asked of a row. */
  @FunctionalInterface
  private interface RowCheck {
    void check(ResultSet row) throws SQLException;
  }

  private void onRow(RowCheck check) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(QUERY)) {
      assertTrue(rows.next());
      check.check(rows);
    }
  }

  @Test
  void arraysAreArraysOfTheirElements() throws Exception {
    onRow(
        row -> {
          Array array = row.getArray("a");
          assertEquals(Types.INTEGER, array.getBaseType());
          assertEquals("INT", array.getBaseTypeName());
          assertArrayEquals(new Object[] {1, null, 3}, (Object[]) array.getArray());
          assertArrayEquals(new Object[] {null, 3}, (Object[]) array.getArray(2, 2));
          assertThrows(SQLException.class, () -> array.getArray(3, 2));
          Object[] outer = (Object[]) row.getArray("aa").getArray();
          assertEquals(Types.ARRAY, row.getArray("aa").getBaseType());
          Object[] inner = (Object[]) ((Array) outer[0]).getArray();
          assertArrayEquals(new Object[] {Date.valueOf("2026-01-02")}, inner);
          assertNull(outer[1]);
          Struct second = (Struct) ((Object[]) row.getArray("ar").getArray())[1];
          assertArrayEquals(new Object[] {2, ""}, second.getAttributes());
          assertNull(row.getArray("none"));
          assertTrue(row.wasNull());
          assertEquals(0, ((Object[]) row.getArray("e").getArray()).length);
          assertThrows(SQLException.class, () -> row.getArray("m"));
        });
  }

  @Test
  void mapsAndMultisetsAreMaps() throws Exception {
    onRow(
        row -> {
          Map<?, ?> map = (Map<?, ?>) row.getObject("m");
          assertEquals(new BigDecimal("1.50"), map.get("k=1"));
          assertTrue(map.containsKey("l"));
          assertEquals(2, map.size());
          assertEquals(Map.of("x", 2, "y, z", 1), row.getObject("s"));
          assertEquals(map, row.getObject("m", Map.class));
        });
  }

  @Test
  void rowsAreStructs() throws Exception {
    onRow(
        row -> {
          Struct struct = row.getObject("r", Struct.class);
          assertEquals("ROW<id INT, r ROW<t STRING, ts TIMESTAMP(9)>>", struct.getSQLTypeName());
          Struct inner = (Struct) struct.getAttributes()[1];
          assertEquals("q\"", inner.getAttributes()[0]);
          assertEquals(123_456_789, ((Timestamp) inner.getAttributes()[1]).getNanos());
          assertEquals(7, struct.getAttributes()[0]);
        });
  }

  @Test
  void collectionsAreThereWithoutJdbcsClasses() throws Exception {
    onRow(
        row -> {
          assertEquals(Arrays.asList(1, null, 3), row.getObject("a", List.class));
          assertEquals(
              Arrays.asList(List.of(LocalDate.of(2026, 1, 2)), null),
              row.getObject("aa", List.class));
          assertEquals(
              List.of(7, List.of("q\"", LocalDateTime.of(2026, 3, 29, 2, 30, 15, 123_456_789))),
              row.getObject("r", List.class));
          assertArrayEquals(new Object[] {1, null, 3}, row.getObject("a", Object[].class));
          assertThrows(SQLException.class, () -> row.getInt("a"));
        });
  }

  @Test
  void anArrayIsARelationOfPlacesAndElements() throws Exception {
    String query =
        "SELECT ARRAY[7, NULL, 9], ARRAY[ROW(1, TIME '10:00:00.123456789')], ARRAY[ARRAY['x']]";
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      assertTrue(row.next());
      try (ResultSet elements = row.getArray(1).getResultSet()) {
        assertEquals("INDEX", elements.getMetaData().getColumnLabel(1));
        assertEquals("INT", elements.getMetaData().getColumnTypeName(2));
        assertTrue(elements.next());
        assertEquals(1, elements.getInt("INDEX"));
        assertEquals(7, elements.getInt("VALUE"));
        assertTrue(elements.next());
        assertEquals(2, elements.getLong(1));
        assertEquals(0, elements.getInt(2));
        assertTrue(elements.wasNull());
        assertTrue(elements.next());
        assertEquals(9, elements.getObject(2));
        assertFalse(elements.next());
        assertThrows(SQLException.class, () -> elements.getInt(2));
      }
      try (ResultSet elements = row.getArray(1).getResultSet(3, 1)) {
        assertTrue(elements.next());
        assertEquals(3, elements.getInt(1));
        assertEquals("9", elements.getString(2));
        assertFalse(elements.next());
      }
      assertThrows(SQLException.class, () -> row.getArray(1).getResultSet(3, 2));
      try (ResultSet elements = row.getArray(2).getResultSet()) {
        assertTrue(elements.next());
        assertEquals(
            List.of(1, LocalTime.of(10, 0, 0, 123_456_789)), elements.getObject(2, List.class));
      }
      try (ResultSet elements = row.getArray(3).getResultSet()) {
        assertTrue(elements.next());
        assertEquals("[x]", elements.getArray("VALUE").toString());
      }
    }
  }

  @Test
  void theTextIsThatOfACast() throws Exception {
    String columns = "a,aa,m,s,r,ar,none";
    StringBuilder casts = new StringBuilder("SELECT ");
    for (String column : columns.split(",")) {
      casts.append(column + ", CAST(" + column + " AS STRING), ");
    }
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(casts + "e, CAST(e AS STRING) FROM (" + QUERY + ") AS t")) {
      assertTrue(row.next());
      for (int i = 1; i <= row.getMetaData().getColumnCount(); i += 2) {
        assertEquals(row.getString(i + 1), row.getString(i));
      }
      assertEquals("{\"k=1\"=1.50, l=NULL}", row.getString("m"));
      assertEquals("{x=2, \"y, z\"=1}", row.getString("s"));
      assertEquals("(7, (\"q\\\"\", 2026-03-29 02:30:15.123456789))", row.getString("r"));
      assertEquals("[(1, p), (2, \"\")]", row.getString("ar"));
    }
  }

  @Test
  void metadataNamesTheTypes() throws Exception {
    onRow(
        row -> {
          ResultSetMetaData columns = row.getMetaData();
          assertEquals("ARRAY<INT>", columns.getColumnTypeName(1));
          assertEquals(Types.ARRAY, columns.getColumnType(1));
          assertEquals("java.sql.Array", columns.getColumnClassName(1));
          assertEquals("MAP<VARCHAR(3) NOT NULL, DECIMAL(3, 2)>", columns.getColumnTypeName(3));
          assertEquals(Types.OTHER, columns.getColumnType(3));
          assertEquals("java.util.Map", columns.getColumnClassName(3));
          assertEquals("MULTISET<VARCHAR(4) NOT NULL>", columns.getColumnTypeName(4));
          assertEquals(Types.STRUCT, columns.getColumnType(5));
          assertEquals("java.sql.Struct", columns.getColumnClassName(5));
          assertEquals(ResultSetMetaData.columnNoNulls, columns.isNullable(1));
          assertEquals(ResultSetMetaData.columnNullable, columns.isNullable(7));
        });
  }
}
