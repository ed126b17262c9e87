package io.leat.runtime.aggregate;

import io.leat.runtime.data.BytesColumn;
import io.leat.runtime.data.Column;
import io.leat.runtime.error.RowException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.json.JsonBuffer;
import io.leat.runtime.scalar.JsonText;
import io.leat.runtime.types.DataType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * JSON_ARRAYAGG, or JSON_OBJECTAGG of pairs of key and value: keys are neither NULL nor twice the
 * same.
 */
final class JsonResult extends AggregateResult {
  private final Members members;
  private final boolean object;
  private final boolean absentOnNull;
  private final boolean nullable;
  private final boolean formatted;
  private final List<DataType> types;
  private final List<Column> columns = new ArrayList<>();
  private final JsonBuffer out = new JsonBuffer();
  private final JsonText text = new JsonText(out);

  /**
   * @param formatted whether the value is text that is JSON already
   * @param types of the value, or of key and value
   * @param nullable whether a group without members gives NULL, else an empty array or object
   */
  JsonResult(
      Members members,
      boolean object,
      boolean absentOnNull,
      boolean nullable,
      boolean formatted,
      List<DataType> types) {
    this.members = members;
    this.object = object;
    this.absentOnNull = absentOnNull;
    this.nullable = nullable;
    this.formatted = formatted;
    this.types = types;
    types.forEach(type -> columns.add(Column.of(type)));
  }

  @Override
  void append(int group, Column target) {
    int size = members.size(group);
    if (size == 0 && nullable) {
      target.appendNull();
      return;
    }
    int[] rows = members.rows(group);
    members.limitedTotal(rows, size);
    for (int i = 0; i < columns.size(); i++) {
      columns.get(i).clear();
      members.table().append(i, rows, size, columns.get(i));
    }
    out.clear();
    if (object) {
      writeObject(rows, size);
    } else {
      writeArray(rows, size);
    }
    ((BytesColumn) target).append(out.bytes(), 0, out.size());
  }

  private void writeArray(int[] rows, int size) {
    Column values = columns.get(0);
    out.put('[');
    boolean first = true;
    for (int i = 0; i < size; i++) {
      if (absentOnNull && values.isNull(i)) {
        continue;
      }
      for (long times = members.times(rows[i]); times > 0; times--) {
        if (!first) {
          out.put(',');
        }
        first = false;
        value(values, i, types.get(0));
      }
    }
    out.put(']');
  }

  private void writeObject(int[] rows, int size) {
    BytesColumn keys = (BytesColumn) columns.get(0);
    Column values = columns.get(1);
    Set<String> seen = new HashSet<>();
    out.put('{');
    for (int i = 0; i < size; i++) {
      if (keys.isNull(i)) {
        throw new RowException(
            SqlState.NULL_NOT_ALLOWED, "a key of JSON_OBJECTAGG must not be NULL");
      }
      if (absentOnNull && values.isNull(i)) {
        continue;
      }
      String key = new String(keys.get(i), StandardCharsets.UTF_8);
      if (members.times(rows[i]) > 1 || !seen.add(key)) {
        throw new RowException(
            SqlState.DUPLICATE_JSON_KEY, "the key '" + key + "' occurs twice in JSON_OBJECTAGG");
      }
      if (seen.size() > 1) {
        out.put(',');
      }
      text.value(keys, i, types.get(0));
      out.put(':');
      value(values, i, types.get(1));
    }
    out.put('}');
  }

  private void value(Column values, int row, DataType type) {
    if (formatted && !values.isNull(row)) {
      BytesColumn json = (BytesColumn) values;
      out.put(json.heap(), json.start(row), json.start(row) + json.length(row));
    } else {
      text.value(values, row, type);
    }
  }
}
