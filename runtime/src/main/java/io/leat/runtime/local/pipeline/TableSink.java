package io.leat.runtime.local.pipeline;

import io.leat.runtime.connector.Sink;
import io.leat.runtime.connector.SinkWriter;
import io.leat.runtime.data.BatchBytes;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Epoch;
import io.leat.runtime.types.RowSchema;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** Writes the rows of a job into a managed table: those of one epoch of the job together. */
final class TableSink implements Sink {
  private final Pipeline pipeline;
  private final RelationVersion target;

  TableSink(Pipeline pipeline, RelationVersion table) {
    this.pipeline = pipeline;
    this.target = RelationVersion.empty(table.definition(), table.since());
  }

  @Override
  public SinkWriter writer(RowSchema schema, int shard, ZoneId zone) {
    return new Writer();
  }

  @Override
  public void commit(byte[] token) {
    commit(List.of(token));
  }

  @Override
  public void commit(List<byte[]> tokens) {
    List<ChangeBatch> batches = new ArrayList<>();
    for (byte[] token : tokens) {
      ByteBuffer buffer = ByteBuffer.wrap(token);
      while (buffer.hasRemaining()) {
        byte[] bytes = new byte[buffer.getInt()];
        buffer.get(bytes);
        batches.add(BatchBytes.read(bytes));
      }
    }
    pipeline.writeChanges(target, batches);
  }

  private static final class Writer implements SinkWriter {
    private final ByteArrayOutputStream rows = new ByteArrayOutputStream();

    @Override
    public void write(ChangeBatch batch) {
      byte[] bytes = BatchBytes.write(batch);
      rows.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
      rows.writeBytes(bytes);
    }

    @Override
    public void endEpoch(Epoch epoch) {}

    @Override
    public byte[] prepare() {
      byte[] token = rows.toByteArray();
      rows.reset();
      return token;
    }

    @Override
    public void close() {}
  }
}
