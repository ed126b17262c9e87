package io.leat.jdbc;

import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import org.apache.calcite.avatica.proto.Common;

/**
 * The columns of a result. They belong to no table, as they are expressions to the engine; only the
 * columns {@code op} and {@code epoch} of a stream of changes are said to be those of {@code
 * leat.changes}, so that a program can tell them from columns that a query gave these names.
 */
final class LeatResultSetMetaData implements ResultSetMetaData {
  private final Common.Signature signature;

  LeatResultSetMetaData(Common.Signature signature) {
    this.signature = signature;
  }

  private Common.ColumnMetaData column(int column) throws SQLException {
    if (column < 1 || column > signature.getColumnsCount()) {
      throw new LeatSQLException(
          "there is no column %d; the result has %d".formatted(column, signature.getColumnsCount()),
          "22023");
    }
    return signature.getColumns(column - 1);
  }

  @Override
  public int getColumnCount() {
    return signature.getColumnsCount();
  }

  @Override
  public boolean isAutoIncrement(int column) throws SQLException {
    return column(column).getAutoIncrement();
  }

  @Override
  public boolean isCaseSensitive(int column) throws SQLException {
    return column(column).getCaseSensitive();
  }

  @Override
  public boolean isSearchable(int column) throws SQLException {
    return column(column).getSearchable();
  }

  @Override
  public boolean isCurrency(int column) throws SQLException {
    return column(column).getCurrency();
  }

  @Override
  public int isNullable(int column) throws SQLException {
    return column(column).getNullable();
  }

  @Override
  public boolean isSigned(int column) throws SQLException {
    return column(column).getSigned();
  }

  @Override
  public int getColumnDisplaySize(int column) throws SQLException {
    return column(column).getDisplaySize();
  }

  @Override
  public String getColumnLabel(int column) throws SQLException {
    return column(column).getLabel();
  }

  @Override
  public String getColumnName(int column) throws SQLException {
    return column(column).getColumnName();
  }

  @Override
  public String getSchemaName(int column) throws SQLException {
    return column(column).getSchemaName();
  }

  @Override
  public int getPrecision(int column) throws SQLException {
    return column(column).getPrecision();
  }

  @Override
  public int getScale(int column) throws SQLException {
    return column(column).getScale();
  }

  @Override
  public String getTableName(int column) throws SQLException {
    return column(column).getTableName();
  }

  @Override
  public String getCatalogName(int column) throws SQLException {
    return column(column).getCatalogName();
  }

  @Override
  public int getColumnType(int column) throws SQLException {
    return column(column).getType().getId();
  }

  @Override
  public String getColumnTypeName(int column) throws SQLException {
    return column(column).getType().getName();
  }

  @Override
  public boolean isReadOnly(int column) throws SQLException {
    return column(column).getReadOnly();
  }

  @Override
  public boolean isWritable(int column) throws SQLException {
    return column(column).getWritable();
  }

  @Override
  public boolean isDefinitelyWritable(int column) throws SQLException {
    return column(column).getDefinitelyWritable();
  }

  @Override
  public String getColumnClassName(int column) throws SQLException {
    return column(column).getColumnClassName();
  }

  @Override
  public <T> T unwrap(Class<T> wanted) throws SQLException {
    if (!wanted.isInstance(this)) {
      throw LeatSQLException.unsupported("Unwrapping to " + wanted.getName());
    }
    return wanted.cast(this);
  }

  @Override
  public boolean isWrapperFor(Class<?> wanted) {
    return wanted.isInstance(this);
  }
}
