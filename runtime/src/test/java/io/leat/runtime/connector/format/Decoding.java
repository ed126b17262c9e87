package io.leat.runtime.connector.format;

import io.leat.runtime.circuit.TableDefinition;
import io.leat.runtime.connector.TableOptions;
import io.leat.runtime.data.BoxedValues;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.json.JsonBuffer;
import io.leat.runtime.testing.Batches;
import io.leat.runtime.types.RowSchema;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Runs decoders and encoders in tests: what became rows, what was reported, and where it ended. */
final class Decoding {
  static final ZoneId ZONE = ZoneOffset.UTC;

  final List<String> rows = new ArrayList<>();
  final List<String> failed = new ArrayList<>();
  final List<Integer> ends = new ArrayList<>();
  int ignored;

  static TableOptions options(Map<String, String> with, String format) {
    Map<String, String> all = new TreeMap<>(with);
    all.put("connector", "filesystem");
    all.put("format", format);
    return new TableOptions(new TableDefinition("t", Batches.schema(), all, List.of()));
  }

  static byte[] encode(
      String format, RowSchema schema, Map<String, String> with, ChangeBatch batch) {
    TableOptions options = options(with, format);
    RecordEncoder encoder = Formats.of(options).encoding(schema, options).encoder(ZONE);
    JsonBuffer out = new JsonBuffer();
    encoder.begin(out);
    int[] columns = IntStream.range(0, schema.size()).toArray();
    for (int row = 0; row < batch.size(); row++) {
      encoder.encode(batch, columns, row, out);
    }
    return out.toBytes();
  }

  static Decoding of(String format, RowSchema schema, Map<String, String> with, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new Decoding().decode(format, schema, with, bytes, 0, bytes.length, 1 << 20, 4096);
  }

  /**
   * Decodes {@code bytes[from, to)} in windows that grow by {@code step} bytes as long as no record
   * is found in them.
   */
  Decoding decode(
      String format,
      RowSchema schema,
      Map<String, String> with,
      byte[] bytes,
      int from,
      int to,
      int step,
      int maxRows) {
    TableOptions options = options(with, format);
    List<Integer> wanted = IntStream.range(0, schema.size()).boxed().toList();
    RecordDecoder decoder =
        Formats.of(options).decoding(schema, options).decoder(wanted, ZONE);
    int first = decoder.begin(Arrays.copyOf(bytes, to + RecordDecoder.SPARE), 0, to, true);
    int at = Math.max(from, from == 0 ? first : 0);
    int end = Math.min(to, at + step);
    Column[] columns = schema.types().stream().map(Column::of).toArray(Column[]::new);
    while (true) {
      boolean last = end == to;
      byte[] window = Arrays.copyOfRange(bytes, at, end);
      window = Arrays.copyOf(window, window.length + RecordDecoder.SPARE);
      Arrays.stream(columns).forEach(Column::clear);
      int consumed =
          decoder.decode(window, 0, end - at, last, columns, maxRows, badRecords(window, at));
      for (int row = 0; row < decoder.rows(); row++) {
        rows.add(text(schema, columns, row));
      }
      for (Column column : columns) {
        if (column.size() != decoder.rows()) {
          throw new AssertionError(column.size() + " values of " + decoder.rows() + " rows");
        }
      }
      at += consumed;
      ends.add(at);
      if (last && consumed == 0) {
        if (at != to) {
          throw new AssertionError("stuck at " + at + " of " + to);
        }
        return this;
      }
      end = Math.min(to, (consumed == 0 ? end : at) + step);
    }
  }

  private RecordDecoder.BadRecords badRecords(byte[] window, int offset) {
    return new RecordDecoder.BadRecords() {
      @Override
      public void failed(int from, int to, String sqlState, String message) {
        String record = new String(window, from, to - from, StandardCharsets.UTF_8);
        failed.add((offset + from) + " " + record.stripTrailing() + ": " + message);
      }

      @Override
      public void ignored() {
        ignored++;
      }
    };
  }

  static String text(RowSchema schema, Column[] columns, int row) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < columns.length; i++) {
      values.add(Batches.text(BoxedValues.get(columns[i], row, schema.type(i))));
    }
    return values.toString();
  }

  static List<String> texts(RowSchema schema, ChangeBatch batch) {
    Column[] columns =
        IntStream.range(0, batch.columnCount()).mapToObj(batch::column).toArray(Column[]::new);
    return IntStream.range(0, batch.size()).mapToObj(row -> text(schema, columns, row)).toList();
  }
}
