package io.leat.server.door;

import static io.leat.server.door.DriverFixture.state;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.server.fake.FakeEngine;
import java.math.BigDecimal;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Struct;
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
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the driver promises of values of every type, in results and as parameters. */
interface ValueContract extends DriverContract {
  @Test
  default void everyTypeIsRead() throws Exception {
    try (Statement statement = connection().createStatement();
        ResultSet row = statement.executeQuery("types")) {
      assertTrue(row.next());
      assertEquals(true, row.getObject("c_boolean"));
      assertEquals("TRUE", row.getString("c_boolean"));
      assertEquals(-128, row.getObject("c_tinyint"));
      assertEquals(-32768, row.getObject("c_smallint"));
      assertEquals(Integer.MIN_VALUE, row.getObject("c_int"));
      assertEquals(Long.MIN_VALUE, row.getObject("c_bigint"));
      assertEquals(Long.MIN_VALUE, row.getLong("c_bigint"));
      assertEquals(1.5f, row.getObject("c_float"));
      assertEquals(-0.1, row.getDouble("c_double"));
      assertEquals("-0.1", row.getString("c_double"));
      BigDecimal decimal = new BigDecimal("12345678901234567890.123456789012345678");
      assertEquals(decimal, row.getBigDecimal("c_decimal"));
      assertEquals(decimal.toPlainString(), row.getString("c_decimal"));
      assertEquals("ab   ", row.getString("c_char"));
      assertEquals("grüß \uD83D\uDE00", row.getString("c_string"));
      assertArrayEquals(new byte[] {0, (byte) 0xff}, row.getBytes("c_binary"));
      assertEquals("00ff", row.getString("c_binary"));
      assertArrayEquals(new byte[] {1, 2, 3}, (byte[]) row.getObject("c_bytes"));
      assertEquals(LocalDate.of(1, 1, 1), row.getObject("c_date", LocalDate.class));
      assertEquals("0001-01-01", row.getString("c_date"));
      assertEquals("23:59:59", row.getString("c_time0"));
      assertEquals("23:59:59", row.getTime("c_time0").toString());
      assertEquals("23:59:59.999999999", row.getString("c_time9"));
      assertEquals(
          LocalTime.ofNanoOfDay(86_399_999_999_999L), row.getObject("c_time9", LocalTime.class));
      assertEquals("2026-03-29 02:30:15.123", row.getString("c_timestamp3"));
      LocalDateTime nanos = LocalDateTime.of(2026, 3, 29, 2, 30, 15, 123_456_789);
      assertEquals(nanos, row.getObject("c_timestamp9", LocalDateTime.class));
      assertEquals(Timestamp.valueOf(nanos), row.getTimestamp("c_timestamp9"));
      assertEquals(Timestamp.valueOf(nanos), row.getObject("c_timestamp9"));
      assertEquals("2026-03-29 02:30:15.123456789", row.getString("c_timestamp9"));
      assertEquals(Date.valueOf("2026-03-29"), row.getDate("c_timestamp9"));
      Instant summer = Instant.parse("2026-07-01T10:15:30.123Z");
      assertEquals(OffsetDateTime.parse("2026-07-01T12:15:30.123+02:00"), row.getObject("c_ltz3"));
      assertEquals(summer, row.getObject("c_ltz3", Instant.class));
      assertEquals(summer, row.getTimestamp("c_ltz3").toInstant());
      assertEquals(summer, row.getObject("c_ltz3", ZonedDateTime.class).toInstant());
      assertEquals("2026-07-01 12:15:30.123", row.getString("c_ltz3"));
      assertEquals("1970-01-01 00:59:59.999999999", row.getString("c_ltz9"));
      assertEquals(Period.ofMonths(-14).normalized(), row.getObject("c_months"));
      assertEquals("-1-02", row.getString("c_months"));
      assertEquals(Duration.ofSeconds(-90061, -500_000_000), row.getObject("c_seconds"));
      assertEquals("-1 01:01:01.500", row.getString("c_seconds"));
      assertArrayEquals(new Object[] {1, null, 3}, (Object[]) row.getArray("c_array").getArray());
      assertEquals(Types.INTEGER, row.getArray("c_array").getBaseType());
      assertEquals("[1, NULL, 3]", row.getString("c_array"));
      assertEquals("[[2026-03-29 02:30:15.000], []]", row.getString("c_nested"));
      Map<?, ?> map = (Map<?, ?>) row.getObject("c_map");
      assertEquals(new BigDecimal("1.50"), map.get("k"));
      assertTrue(map.containsKey("null"));
      assertEquals("{k=1.50, \"null\"=NULL}", row.getString("c_map"));
      assertEquals(Map.of("x", 2), row.getObject("c_multiset"));
      assertArrayEquals(new Object[] {7, null}, ((Struct) row.getObject("c_row")).getAttributes());
      assertEquals("(7, NULL)", row.getString("c_row"));

      assertTrue(row.next());
      for (int i = 1; i <= FakeEngine.TYPES.size(); i++) {
        assertNull(row.getObject(i), FakeEngine.TYPES.name(i - 1));
        assertTrue(row.wasNull());
        assertNull(row.getString(i));
      }
      assertEquals(0, row.getInt("c_int"));
      assertFalse(row.next());
    }
  }

  @Test
  default void resultMetadataDescribesTheColumns() throws Exception {
    try (Statement statement = connection().createStatement();
        ResultSet result = statement.executeQuery("types")) {
      ResultSetMetaData columns = result.getMetaData();
      assertEquals(FakeEngine.TYPES.size(), columns.getColumnCount());
      for (int i = 1; i <= columns.getColumnCount(); i++) {
        assertEquals(FakeEngine.TYPES.name(i - 1), columns.getColumnLabel(i));
        assertEquals(FakeEngine.TYPES.type(i - 1).sqlName(), columns.getColumnTypeName(i));
        assertEquals("", columns.getTableName(i));
        assertEquals(ResultSetMetaData.columnNullable, columns.isNullable(i));
        assertTrue(columns.getColumnDisplaySize(i) > 0, columns.getColumnLabel(i));
      }
      assertEquals(Types.DECIMAL, columns.getColumnType(8));
      assertEquals(38, columns.getPrecision(8));
      assertEquals(18, columns.getScale(8));
      assertEquals(Types.TIMESTAMP, columns.getColumnType(17));
      assertEquals("java.sql.Timestamp", columns.getColumnClassName(17));
      assertEquals(Types.TIMESTAMP_WITH_TIMEZONE, columns.getColumnType(18));
      assertEquals(Types.ARRAY, columns.getColumnType(22));
    }
    try (PreparedStatement prepared = connection().prepareStatement("numbers 1")) {
      assertEquals(ResultSetMetaData.columnNoNulls, prepared.getMetaData().isNullable(1));
    }
  }

  @Test
  default void parametersKeepTheirValues() throws Exception {
    try (PreparedStatement echo =
        connection()
            .prepareStatement(
                "echo INT;BIGINT;DECIMAL(38, 18);STRING;TIMESTAMP(9);TIMESTAMP_LTZ(9);DATE;TIME(9);"
                    + "BYTES;BOOLEAN;DOUBLE;ARRAY<INT>")) {
      assertEquals(12, echo.getParameterMetaData().getParameterCount());
      assertEquals("DECIMAL(38, 18)", echo.getParameterMetaData().getParameterTypeName(3));
      LocalDateTime dateTime = LocalDateTime.of(2026, 3, 29, 2, 30, 15, 123_456_789);
      Instant instant = Instant.parse("2026-03-29T00:30:15.000000001Z");
      for (int round = 0; round < 2; round++) {
        echo.setInt(1, 7);
        echo.setString(2, "-9");
        echo.setBigDecimal(3, new BigDecimal("1.5"));
        echo.setString(4, "it's");
        if (round == 0) {
          echo.setTimestamp(5, Timestamp.valueOf(dateTime));
          echo.setTimestamp(6, Timestamp.from(instant.minusSeconds(0)));
          echo.setObject(6, instant);
        } else {
          echo.setObject(5, dateTime);
          echo.setObject(6, instant.atZone(java.time.ZoneId.of("Asia/Tokyo")));
        }
        echo.setObject(7, LocalDate.of(2026, 1, 2));
        echo.setObject(8, LocalTime.of(1, 2, 3, 4));
        echo.setBytes(9, new byte[] {9});
        echo.setBoolean(10, true);
        echo.setNull(11, Types.DOUBLE);
        echo.setArray(12, connection().createArrayOf("INT", new Object[] {1, 2}));
        try (ResultSet row = echo.executeQuery()) {
          assertTrue(row.next());
          assertEquals(7, row.getInt(1));
          assertEquals(-9, row.getLong(2));
          assertEquals(0, new BigDecimal("1.5").compareTo(row.getBigDecimal(3)));
          assertEquals("it's", row.getString(4));
          assertEquals(dateTime, row.getObject(5, LocalDateTime.class));
          assertEquals(instant, row.getObject(6, Instant.class));
          assertEquals("2026-01-02", row.getString(7));
          assertEquals("01:02:03.000000004", row.getString(8));
          assertArrayEquals(new byte[] {9}, row.getBytes(9));
          assertTrue(row.getBoolean(10));
          assertNull(row.getObject(11));
          assertEquals("[1, 2]", row.getString(12));
        }
      }
    }
  }

  @Test
  default void badParametersAreRefused() throws Exception {
    try (PreparedStatement echo = connection().prepareStatement("echo INT")) {
      assertEquals("07002", state(assertThrows(SQLException.class, echo::executeQuery)));
      assertEquals("07009", state(assertThrows(SQLException.class, () -> echo.setInt(2, 1))));
      echo.setBigDecimal(1, BigDecimal.TEN.pow(38));
      assertEquals("22003", state(assertThrows(SQLException.class, echo::executeQuery)));
      echo.setString(1, "x");
      SQLException error = assertThrows(SQLException.class, echo::executeQuery);
      assertEquals("22018", state(error));
      assertEquals("parameter 1: 'x' is not a value of type INT", error.getMessage());
    }
  }
}
