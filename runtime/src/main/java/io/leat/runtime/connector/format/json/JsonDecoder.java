package io.leat.runtime.connector.format.json;

import io.leat.runtime.connector.format.ByteSearch;
import io.leat.runtime.connector.format.RecordDecoder;
import io.leat.runtime.data.Column;
import io.leat.runtime.error.RowException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.RowType;
import java.time.ZoneId;
import java.util.List;

/** Decodes lines of one object each, in one pass; lines that are blank are skipped. */
final class JsonDecoder implements RecordDecoder {
  private final JsonOptions options;
  private final JsonShape.OfRow shape;
  private final JsonValues values;
  private int rows;

  JsonDecoder(JsonOptions options, RowSchema schema, List<Integer> wanted, ZoneId zone) {
    this.options = options;
    this.shape = new JsonShape.OfRow(new RowType(schema, false), schema, wanted, zone);
    this.values = new JsonValues(options);
  }

  @Override
  public int decode(
      byte[] bytes, int from, int to, boolean last, Column[] columns, int maxRows, BadRecords bad) {
    rows = 0;
    int limit = to;
    if (!last) {
      limit = ByteSearch.afterLastLine(bytes, from, to);
    } else if (to > from && bytes[to - 1] != '\n') {
      bytes[to] = '\n';
      limit = to + 1;
    }
    int row = columns.length == 0 ? 0 : columns[0].size();
    int at = from;
    while (rows < maxRows && at < limit) {
      int start = JsonValues.blanks(bytes, at);
      if (bytes[start] == '\n') {
        at = start + 1;
        continue;
      }
      try {
        at = values.line(shape, bytes, start, limit, columns, row);
        rows++;
        row++;
      } catch (RowException e) {
        for (Column column : columns) {
          column.truncate(row);
        }
        int end = ByteSearch.find(bytes, start, limit, (byte) '\n');
        if (options.ignoreErrors()) {
          bad.ignored();
        } else {
          String column = values.failedColumn();
          String where = column.isEmpty() ? "" : "column '" + column + "': ";
          bad.failed(start, Math.min(end, to), e.sqlState(), where + e.message());
        }
        at = end + 1;
      }
    }
    return Math.min(at, to);
  }

  /** A line that is not JSON. */
  static RowException malformed(String what) {
    return new RowException(SqlState.INVALID_JSON, what);
  }

  @Override
  public int rows() {
    return rows;
  }
}
