package io.leat.runtime.connector.builtin.nexmark;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.RowType;
import io.leat.runtime.types.TypeKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the columns of a table hold, by their names and types. */
final class NexmarkTable {
  private static final String EVENT_TYPE = "event_type";
  private static final String COLUMNS =
      "Columns: event_type INT, person ROW<id, name, emailAddress, creditCard, city, state, dateTime,"
          + " extra>, auction ROW<id, itemName, description, initialBid, reserve, dateTime, expires,"
          + " seller, category, extra>, bid ROW<auction, bidder, price, channel, url, dateTime,"
          + " extra>.";

  private NexmarkTable() {}

  /**
   * What fills each column. Beside {@code event_type} and the events' own columns it may have a
   * field of one of these, {@code bid.price}.
   */
  static List<NexmarkColumn> columns(RowSchema schema) {
    List<NexmarkColumn> columns = new ArrayList<>();
    for (RowSchema.Field column : schema.fields()) {
      columns.add(column(column.name(), column.type()));
    }
    return columns;
  }

  private static NexmarkColumn column(String name, DataType type) {
    if (name.equalsIgnoreCase(EVENT_TYPE)) {
      if (type.kind() != TypeKind.INTEGER) {
        throw wrong("column '" + name + "' must be INT, not " + type.sqlName());
      }
      return new NexmarkColumn.Kind();
    }
    if (!type.nullable()) {
      throw wrong("column '" + name + "' cannot be NOT NULL: it is NULL in events of other kinds");
    }
    int dot = name.indexOf('.');
    int kind = NexmarkField.kind(dot < 0 ? name : name.substring(0, dot));
    if (kind < 0) {
      throw wrong("a 'nexmark' table has no column '" + name + "'");
    }
    if (dot > 0) {
      return value(kind, name.substring(dot + 1), type);
    }
    if (!(type instanceof RowType row)) {
      throw wrong("column '" + name + "' must be ROW<…>, not " + type.sqlName());
    }
    List<NexmarkColumn.Value> fields = new ArrayList<>();
    for (RowSchema.Field field : row.schema().fields()) {
      fields.add(value(kind, field.name(), field.type()));
    }
    return new NexmarkColumn.Events(kind, fields);
  }

  private static NexmarkColumn.Value value(int kind, String name, DataType type) {
    String what = "field '" + NexmarkField.KINDS.get(kind) + "." + name + "'";
    @Nullable NexmarkField field = NexmarkField.find(kind, name);
    if (field == null) {
      throw wrong("a 'nexmark' table has no " + what);
    }
    if (!field.fits(type)) {
      throw wrong(what + " must be " + field.typeName() + ", not " + type.sqlName());
    }
    return new NexmarkColumn.Value(field);
  }

  private static LeatException wrong(String message) {
    return new LeatException(SqlState.INVALID_TABLE_DEFINITION, message).withHint(COLUMNS);
  }
}
