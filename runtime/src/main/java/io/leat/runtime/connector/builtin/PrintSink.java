package io.leat.runtime.connector.builtin;

import io.leat.runtime.connector.Sink;
import io.leat.runtime.connector.SinkWriter;
import io.leat.runtime.data.BoxedValues;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Epoch;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ValueText;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.function.Supplier;

/**
 * Writes one line for each change: {@code prefix+I[1, abc]}, or {@code -D[…]} for a deletion, as
 * often as the change's weight says. Values are as {@code CAST(… AS STRING)} gives them, in the
 * session's time zone, but NULL is {@code null}. A token is the lines' UTF-8 text.
 */
final class PrintSink implements Sink {
  private final String prefix;
  private final Supplier<PrintStream> target;

  /**
   * @param target asked at each commit, since a program may replace its standard streams
   */
  PrintSink(String prefix, Supplier<PrintStream> target) {
    this.prefix = prefix;
    this.target = target;
  }

  @Override
  public SinkWriter writer(RowSchema schema, int shard, ZoneId zone) {
    return new LineWriter(prefix, schema, zone);
  }

  /**
   * @throws LeatException if the stream's reader has gone: the job ends then
   */
  @Override
  public void commit(byte[] token) {
    PrintStream stream = target.get();
    stream.write(token, 0, token.length);
    if (stream.checkError()) {
      throw new LeatException(
          SqlState.IO_ERROR, "cannot print: the reader of the standard stream has gone");
    }
  }

  /** Who watches wants to see lines when they come. */
  @Override
  public boolean withCheckpoints() {
    return false;
  }

  private static final class LineWriter implements SinkWriter {
    private static final byte[] NOTHING = {};

    private final String prefix;
    private final RowSchema schema;
    private final ZoneId zone;
    private final StringBuilder lines = new StringBuilder();

    LineWriter(String prefix, RowSchema schema, ZoneId zone) {
      this.prefix = prefix;
      this.schema = schema;
      this.zone = zone;
    }

    @Override
    public void write(ChangeBatch batch) {
      for (int row = 0; row < batch.size(); row++) {
        long weight = batch.weight(row);
        int start = lines.length();
        line(batch, row, weight);
        int end = lines.length();
        for (long copy = Math.abs(weight); copy > 1; copy--) {
          lines.append(lines, start, end);
        }
        if (weight == 0) {
          lines.setLength(start);
        }
      }
    }

    @Override
    public void endEpoch(Epoch epoch) {}

    @Override
    public byte[] prepare() {
      if (lines.isEmpty()) {
        return NOTHING;
      }
      byte[] token = lines.toString().getBytes(StandardCharsets.UTF_8);
      lines.setLength(0);
      return token;
    }

    @Override
    public void close() {}

    private void line(ChangeBatch batch, int row, long weight) {
      lines.append(prefix).append(weight < 0 ? "-D[" : "+I[");
      for (int i = 0; i < schema.size(); i++) {
        lines.append(i == 0 ? "" : ", ");
        Object value = BoxedValues.get(batch.column(i), row, schema.type(i));
        lines.append(value == null ? "null" : ValueText.of(value, schema.type(i), zone));
      }
      lines.append("]\n");
    }
  }
}
