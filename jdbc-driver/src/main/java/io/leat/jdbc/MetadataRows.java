package io.leat.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.avatica.proto.Common;
import org.apache.calcite.avatica.proto.Common.Rep;
import org.jspecify.annotations.Nullable;

/**
 * A small result made in the driver. Columns are written {@code NAME} for text, {@code NAME:short},
 * {@code NAME:int} or {@code NAME:boolean}.
 */
final class MetadataRows {
  private final WireClient wire;
  private final Common.Signature.Builder signature = Common.Signature.newBuilder();
  private final List<Common.Row> rows = new ArrayList<>();

  MetadataRows(WireClient wire, String columns) {
    this.wire = wire;
    signature.setCursorFactory(
        Common.CursorFactory.newBuilder().setStyle(Common.CursorFactory.Style.LIST));
    for (String column : columns.strip().split("\\s+")) {
      int colon = column.indexOf(':');
      String name = colon < 0 ? column : column.substring(0, colon);
      String kind = colon < 0 ? "text" : column.substring(colon + 1);
      signature.addColumns(
          Common.ColumnMetaData.newBuilder()
              .setOrdinal(signature.getColumnsCount())
              .setLabel(name)
              .setColumnName(name)
              .setNullable(1)
              .setReadOnly(true)
              .setColumnClassName(className(kind))
              .setType(type(kind)));
    }
  }

  private static Common.AvaticaType type(String kind) {
    Common.AvaticaType.Builder type = Common.AvaticaType.newBuilder();
    return switch (kind) {
      case "short" -> type.setId(Types.SMALLINT).setName("SMALLINT").setRep(Rep.SHORT).build();
      case "int" -> type.setId(Types.INTEGER).setName("INT").setRep(Rep.INTEGER).build();
      case "boolean" -> type.setId(Types.BOOLEAN).setName("BOOLEAN").setRep(Rep.BOOLEAN).build();
      default -> type.setId(Types.VARCHAR).setName("STRING").setRep(Rep.STRING).build();
    };
  }

  private static String className(String kind) {
    return switch (kind) {
      case "short" -> "java.lang.Short";
      case "int" -> "java.lang.Integer";
      case "boolean" -> "java.lang.Boolean";
      default -> "java.lang.String";
    };
  }

  void add(@Nullable Object... cells) {
    Common.Row.Builder row = Common.Row.newBuilder();
    for (Object cell : cells) {
      Common.TypedValue.Builder value = Common.TypedValue.newBuilder();
      if (cell == null) {
        value.setType(Rep.NULL).setNull(true);
      } else if (cell instanceof Boolean truth) {
        value.setType(Rep.BOOLEAN).setBoolValue(truth);
      } else if (cell instanceof Number number) {
        value.setType(Rep.LONG).setNumberValue(number.longValue());
      } else {
        value.setType(Rep.STRING).setStringValue(cell.toString());
      }
      row.addValue(Common.ColumnValue.newBuilder().setScalarValue(value));
    }
    rows.add(row.build());
  }

  ResultSet open() throws SQLException {
    Common.Frame frame = Common.Frame.newBuilder().setDone(true).addAllRows(rows).build();
    ResultColumns columns = ResultColumns.of(signature.build());
    return new LeatResultSet(
        null, columns, new ResultRows(wire, null, 0, columns.types(), frame, 0, 0));
  }
}
