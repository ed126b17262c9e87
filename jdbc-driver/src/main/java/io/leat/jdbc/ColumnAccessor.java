package io.leat.jdbc;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.Ref;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.sql.Struct;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;
import java.util.List;
import java.util.Map;
import org.apache.calcite.avatica.util.Cursor;
import org.joou.UByte;
import org.joou.UInteger;
import org.joou.ULong;
import org.joou.UShort;
import org.jspecify.annotations.Nullable;

/** Reads one column of the current row in every form that JDBC knows. NULL is null, 0 or false. */
final class ColumnAccessor implements Cursor.Accessor {
  private final CurrentRow rows;
  private final int index;
  private final ColumnType type;

  ColumnAccessor(CurrentRow rows, int index, ColumnType type) {
    this.rows = rows;
    this.index = index;
    this.type = type;
  }

  private @Nullable Object value() throws SQLException {
    return rows.value(index, type);
  }

  @Override
  public boolean wasNull() {
    return rows.wasNull();
  }

  @Override
  public @Nullable String getString() throws SQLException {
    Object value = value();
    return value == null ? null : ValueText.of(value, type);
  }

  @Override
  public boolean getBoolean() throws SQLException {
    Object value = value();
    return value != null && JdbcValues.bool(value, type);
  }

  private long whole(Class<?> wanted) throws SQLException {
    Object value = value();
    return value == null ? 0 : JdbcValues.whole(value, type, wanted);
  }

  @Override
  public byte getByte() throws SQLException {
    return (byte) whole(Byte.class);
  }

  @Override
  public UByte getUByte() throws SQLException {
    return UByte.valueOf(getLong());
  }

  @Override
  public short getShort() throws SQLException {
    return (short) whole(Short.class);
  }

  @Override
  public UShort getUShort() throws SQLException {
    return UShort.valueOf((int) getLong());
  }

  @Override
  public int getInt() throws SQLException {
    return (int) whole(Integer.class);
  }

  @Override
  public UInteger getUInt() throws SQLException {
    return UInteger.valueOf(getLong());
  }

  @Override
  public long getLong() throws SQLException {
    return whole(Long.class);
  }

  @Override
  public ULong getULong() throws SQLException {
    return ULong.valueOf(getLong());
  }

  @Override
  public float getFloat() throws SQLException {
    return JdbcValues.narrow(getDouble());
  }

  @Override
  public double getDouble() throws SQLException {
    Object value = value();
    return value == null ? 0 : JdbcValues.real(value, type);
  }

  @Override
  public @Nullable BigDecimal getBigDecimal() throws SQLException {
    Object value = value();
    return value == null ? null : JdbcValues.decimal(value, type);
  }

  @Override
  public @Nullable BigDecimal getBigDecimal(int scale) throws SQLException {
    BigDecimal value = getBigDecimal();
    return value == null ? null : value.setScale(scale, RoundingMode.HALF_UP);
  }

  @Override
  public byte @Nullable [] getBytes() throws SQLException {
    Object value = value();
    if (value == null) {
      return null;
    }
    if (value instanceof byte[] bytes) {
      return bytes;
    }
    return ValueText.of(value, type).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public @Nullable InputStream getAsciiStream() throws SQLException {
    return getBinaryStream();
  }

  @Override
  public @Nullable InputStream getUnicodeStream() throws SQLException {
    return getBinaryStream();
  }

  @Override
  public @Nullable InputStream getBinaryStream() throws SQLException {
    byte[] bytes = getBytes();
    return bytes == null ? null : new ByteArrayInputStream(bytes);
  }

  @Override
  public @Nullable Object getObject() throws SQLException {
    return JdbcValues.object(value(), type);
  }

  @Override
  public @Nullable Reader getCharacterStream() throws SQLException {
    String text = getString();
    return text == null ? null : new StringReader(text);
  }

  @Override
  public @Nullable Object getObject(@Nullable Map<String, Class<?>> map) throws SQLException {
    return getObject();
  }

  @Override
  public <T> @Nullable T getObject(Class<T> wanted) throws SQLException {
    return JdbcValues.as(value(), type, wanted);
  }

  @Override
  public @Nullable Array getArray() throws SQLException {
    Object value = value();
    if (value == null) {
      return null;
    }
    if (type.kind() != ColumnType.Kind.ARRAY) {
      throw JdbcValues.cannot(type, "an array");
    }
    return JdbcValues.array((List<?>) value, type);
  }

  @Override
  public @Nullable Struct getStruct() throws SQLException {
    return getObject(Struct.class);
  }

  @Override
  public @Nullable Date getDate(@Nullable Calendar calendar) throws SQLException {
    Object value = value();
    return value == null ? null : JdbcValues.date(value, type, calendar);
  }

  @Override
  public @Nullable Time getTime(@Nullable Calendar calendar) throws SQLException {
    Object value = value();
    return value == null ? null : JdbcValues.time(value, type, calendar);
  }

  @Override
  public @Nullable Timestamp getTimestamp(@Nullable Calendar calendar) throws SQLException {
    Object value = value();
    return value == null ? null : JdbcValues.timestamp(value, type, calendar);
  }

  @Override
  public @Nullable String getNString() throws SQLException {
    return getString();
  }

  @Override
  public @Nullable Reader getNCharacterStream() throws SQLException {
    return getCharacterStream();
  }

  @Override
  public Ref getRef() throws SQLException {
    throw LeatSQLException.unsupported("REF");
  }

  @Override
  public Blob getBlob() throws SQLException {
    throw LeatSQLException.unsupported("BLOB (use getBytes)");
  }

  @Override
  public Clob getClob() throws SQLException {
    throw LeatSQLException.unsupported("CLOB (use getString)");
  }

  @Override
  public NClob getNClob() throws SQLException {
    throw LeatSQLException.unsupported("NCLOB (use getString)");
  }

  @Override
  public URL getURL() throws SQLException {
    throw LeatSQLException.unsupported("DATALINK (use getString)");
  }

  @Override
  public SQLXML getSQLXML() throws SQLException {
    throw LeatSQLException.unsupported("XML (use getString)");
  }
}
