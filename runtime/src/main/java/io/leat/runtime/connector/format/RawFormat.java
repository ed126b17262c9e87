package io.leat.runtime.connector.format;

import io.leat.runtime.connector.ConnectorOption;
import io.leat.runtime.connector.Option;
import io.leat.runtime.connector.OptionParser;
import io.leat.runtime.connector.TableOptions;
import io.leat.runtime.data.BytesColumn;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.RowException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.json.JsonBuffer;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import io.leat.runtime.types.TypeKind;
import java.time.ZoneId;
import java.util.List;

/** {@code raw}: a table of one column of text or bytes, one line each, nothing escaped. */
final class RawFormat implements Format {
  private static final Option<String> CHARSET =
      Option.withDefault(
          "raw.charset", OptionParser.choice(List.of("UTF-8")), "UTF-8", "The text's charset.");

  private static final Option<String> ENDIANNESS =
      Option.withDefault(
          "raw.endianness",
          OptionParser.choice(List.of("big-endian", "little-endian")),
          "big-endian",
          "Has no effect: text and bytes have no order.");

  @Override
  public String name() {
    return "raw";
  }

  @Override
  public List<ConnectorOption> options() {
    return List.of(CHARSET.declaration(), ENDIANNESS.declaration());
  }

  private static ScalarType type(RowSchema schema, TableOptions options) {
    options.get(CHARSET);
    options.get(ENDIANNESS);
    boolean fits =
        schema.size() == 1
            && schema.type(0) instanceof ScalarType scalar
            && (scalar.kind() == TypeKind.VARCHAR || scalar.kind() == TypeKind.VARBINARY);
    if (!fits) {
      throw LeatException.notSupported(
          "'format' = 'raw' for (" + schema + ")",
          "declare one column of type STRING or BYTES, and take it apart in the query");
    }
    return (ScalarType) schema.type(0);
  }

  @Override
  public Decoding decoding(RowSchema schema, TableOptions options) {
    ScalarType type = type(schema, options);
    return new Decoding() {
      @Override
      public RecordDecoder decoder(List<Integer> wanted, ZoneId zone) {
        return new LineDecoder(type, zone);
      }

      @Override
      public Borders borders() {
        return LineBorders.INSTANCE;
      }
    };
  }

  @Override
  public Encoding encoding(RowSchema schema, TableOptions options) {
    type(schema, options);
    return zone -> RawFormat::encode;
  }

  private static void encode(ChangeBatch batch, int[] columns, int row, JsonBuffer out) {
    BytesColumn column = (BytesColumn) batch.column(columns[0]);
    if (column.isNull(row)) {
      throw new LeatException(
          SqlState.NULL_NOT_ALLOWED, "format 'raw' cannot write NULL: leave such rows out");
    }
    int start = column.start(row);
    int end = start + column.length(row);
    if (ByteSearch.find(column.heap(), start, end, (byte) '\n') < end
        || (end > start && column.heap()[end - 1] == '\r')) {
      throw new LeatException(
          SqlState.INVALID_PARAMETER_VALUE,
          "format 'raw' cannot write a value with a line's end in it: use 'json'");
    }
    out.put(column.heap(), start, end);
    out.put('\n');
  }

  /** Lines, without their ends. */
  private static final class LineDecoder implements RecordDecoder {
    private final FieldReader text;
    private final boolean binary;
    private int rows;

    LineDecoder(ScalarType type, ZoneId zone) {
      this.text = new FieldReader(type, zone);
      this.binary = type.kind() == TypeKind.VARBINARY;
    }

    @Override
    public int decode(
        byte[] bytes,
        int from,
        int to,
        boolean last,
        Column[] columns,
        int maxRows,
        BadRecords bad) {
      rows = 0;
      int at = from;
      while (rows < maxRows && at < to) {
        int line = ByteSearch.find(bytes, at, to, (byte) '\n');
        if (line == to && !last) {
          break;
        }
        int end = line > at && bytes[line - 1] == '\r' ? line - 1 : line;
        try {
          if (columns.length > 0) {
            append(bytes, at, end, columns[0]);
          }
          rows++;
        } catch (RowException e) {
          bad.failed(at, line, e.sqlState(), e.message());
        }
        at = Math.min(line + 1, to);
      }
      return at;
    }

    private void append(byte[] bytes, int from, int to, Column column) {
      if (binary) {
        if (to - from > text.type().precision()) {
          throw new RowException(
              SqlState.STRING_TRUNCATED,
              (to - from) + " bytes do not fit " + text.type().sqlName());
        }
        ((BytesColumn) column).append(bytes, from, to - from);
      } else {
        text.append(bytes, from, to, column);
      }
    }

    @Override
    public int rows() {
      return rows;
    }
  }
}
