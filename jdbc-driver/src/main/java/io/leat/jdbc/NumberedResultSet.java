package io.leat.jdbc;

import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.net.URL;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.Ref;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;
import java.util.Map;
import java.util.TimeZone;
import org.apache.calcite.avatica.AvaticaResultSet;
import org.apache.calcite.avatica.AvaticaStatement;
import org.apache.calcite.avatica.QueryState;
import org.jspecify.annotations.Nullable;

/** Values by the numbers of their columns; one that there is not is an error with its SQLSTATE. */
abstract class NumberedResultSet extends AvaticaResultSet {
  private final int columns;

  NumberedResultSet(
      @Nullable AvaticaStatement statement, QueryState state, ResultColumns columns, TimeZone zone)
      throws SQLException {
    super(statement, state, columns.signature(), columns.metaData(), zone, null);
    this.columns = columns.types().size();
  }

  private int existing(int column) throws SQLException {
    checkOpen();
    if (column < 1 || column > columns) {
      throw new LeatSQLException(
          "there is no column %d; the result has %d".formatted(column, columns), "22023");
    }
    return column;
  }

  @Override
  public @Nullable String getString(int column) throws SQLException {
    return super.getString(existing(column));
  }

  @Override
  public boolean getBoolean(int column) throws SQLException {
    return super.getBoolean(existing(column));
  }

  @Override
  public byte getByte(int column) throws SQLException {
    return super.getByte(existing(column));
  }

  @Override
  public short getShort(int column) throws SQLException {
    return super.getShort(existing(column));
  }

  @Override
  public int getInt(int column) throws SQLException {
    return super.getInt(existing(column));
  }

  @Override
  public long getLong(int column) throws SQLException {
    return super.getLong(existing(column));
  }

  @Override
  public float getFloat(int column) throws SQLException {
    return super.getFloat(existing(column));
  }

  @Override
  public double getDouble(int column) throws SQLException {
    return super.getDouble(existing(column));
  }

  @Override
  public byte @Nullable [] getBytes(int column) throws SQLException {
    return super.getBytes(existing(column));
  }

  @Override
  public @Nullable Date getDate(int column) throws SQLException {
    return super.getDate(existing(column));
  }

  @Override
  public @Nullable Time getTime(int column) throws SQLException {
    return super.getTime(existing(column));
  }

  @Override
  public @Nullable Timestamp getTimestamp(int column) throws SQLException {
    return super.getTimestamp(existing(column));
  }

  @Override
  public @Nullable InputStream getAsciiStream(int column) throws SQLException {
    return super.getAsciiStream(existing(column));
  }

  @Override
  public @Nullable InputStream getBinaryStream(int column) throws SQLException {
    return super.getBinaryStream(existing(column));
  }

  @Override
  public @Nullable Object getObject(int column) throws SQLException {
    return super.getObject(existing(column));
  }

  @Override
  public @Nullable Reader getCharacterStream(int column) throws SQLException {
    return super.getCharacterStream(existing(column));
  }

  @Override
  public @Nullable BigDecimal getBigDecimal(int column) throws SQLException {
    return super.getBigDecimal(existing(column));
  }

  @Override
  public @Nullable Object getObject(int column, Map<String, Class<?>> types) throws SQLException {
    return super.getObject(existing(column), types);
  }

  @Override
  public @Nullable Ref getRef(int column) throws SQLException {
    return super.getRef(existing(column));
  }

  @Override
  public @Nullable Blob getBlob(int column) throws SQLException {
    return super.getBlob(existing(column));
  }

  @Override
  public @Nullable Clob getClob(int column) throws SQLException {
    return super.getClob(existing(column));
  }

  @Override
  public @Nullable Array getArray(int column) throws SQLException {
    return super.getArray(existing(column));
  }

  @Override
  public @Nullable Date getDate(int column, Calendar calendar) throws SQLException {
    return super.getDate(existing(column), calendar);
  }

  @Override
  public @Nullable Time getTime(int column, Calendar calendar) throws SQLException {
    return super.getTime(existing(column), calendar);
  }

  @Override
  public @Nullable Timestamp getTimestamp(int column, Calendar calendar) throws SQLException {
    return super.getTimestamp(existing(column), calendar);
  }

  @Override
  public @Nullable URL getURL(int column) throws SQLException {
    return super.getURL(existing(column));
  }

  @Override
  public @Nullable RowId getRowId(int column) throws SQLException {
    return super.getRowId(existing(column));
  }

  @Override
  public @Nullable NClob getNClob(int column) throws SQLException {
    return super.getNClob(existing(column));
  }

  @Override
  public @Nullable SQLXML getSQLXML(int column) throws SQLException {
    return super.getSQLXML(existing(column));
  }

  @Override
  public @Nullable String getNString(int column) throws SQLException {
    return super.getNString(existing(column));
  }

  @Override
  public @Nullable Reader getNCharacterStream(int column) throws SQLException {
    return super.getNCharacterStream(existing(column));
  }

  @Override
  public <T> @Nullable T getObject(int column, Class<T> type) throws SQLException {
    return super.getObject(existing(column), type);
  }
}
