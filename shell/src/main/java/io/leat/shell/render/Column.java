package io.leat.shell.render;

import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;

/**
 * A column of a result.
 *
 * @param typicalWidth columns on a screen that most values of the type need at most; 0 if unknown
 * @param typeName in SQL; may be empty
 */
public record Column(String name, Kind kind, int typicalWidth, String typeName) {

  /** Of a type that no more is known of. */
  Column(String name, Kind kind, int typicalWidth) {
    this(name, kind, typicalWidth, "");
  }

  /** What the values of a column are, as far as their looks depend on it. */
  public enum Kind {
    NUMBER,
    BOOLEAN,
    NESTED,
    TEXT
  }

  /** The columns of a result set. */
  public static List<Column> of(ResultSetMetaData metaData) throws SQLException {
    List<Column> columns = new ArrayList<>();
    for (int i = 1; i <= metaData.getColumnCount(); i++) {
      int type = metaData.getColumnType(i);
      columns.add(
          new Column(
              metaData.getColumnLabel(i),
              kind(type),
              typicalWidth(type),
              metaData.getColumnTypeName(i)));
    }
    return columns;
  }

  /** Whether the rows of a result are changes of a relation: its first columns say how and when. */
  public static boolean areChanges(ResultSetMetaData metaData) throws SQLException {
    return metaData.getColumnCount() > 2
        && "leat".equals(metaData.getSchemaName(1))
        && "changes".equals(metaData.getTableName(1));
  }

  private static Kind kind(int type) {
    return switch (type) {
      case Types.TINYINT,
          Types.SMALLINT,
          Types.INTEGER,
          Types.BIGINT,
          Types.REAL,
          Types.FLOAT,
          Types.DOUBLE,
          Types.DECIMAL,
          Types.NUMERIC ->
          Kind.NUMBER;
      case Types.BOOLEAN, Types.BIT -> Kind.BOOLEAN;
      case Types.ARRAY, Types.STRUCT, Types.JAVA_OBJECT, Types.OTHER -> Kind.NESTED;
      default -> Kind.TEXT;
    };
  }

  private static int typicalWidth(int type) {
    return switch (type) {
      case Types.TINYINT -> 4;
      case Types.SMALLINT -> 6;
      case Types.INTEGER -> 11;
      case Types.BIGINT, Types.REAL, Types.FLOAT, Types.DOUBLE -> 12;
      case Types.BOOLEAN, Types.BIT -> 5;
      case Types.DATE -> 10;
      case Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE -> 23;
      case Types.CHAR, Types.VARCHAR, Types.LONGVARCHAR -> 16;
      default -> 0;
    };
  }
}
