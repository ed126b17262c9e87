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
import java.util.UUID;

/** Writes the rows of a job into a managed table: those of one epoch of the job together. */
final class TableSink implements Sink {
  private final Pipeline pipeline;
  private final RelationVersion target;
  private final String owner;

  /**
   * @param owner whose commits these are, if they may be made again after a restart; else empty
   */
  TableSink(Pipeline pipeline, RelationVersion table, String owner) {
    this.pipeline = pipeline;
    this.owner = owner.isEmpty() ? "" : owner + " " + table.definition().name();
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
    String last = "";
    for (byte[] token : tokens) {
      ByteBuffer buffer = ByteBuffer.wrap(token);
      last = new UUID(buffer.getLong(), buffer.getLong()).toString();
      while (buffer.hasRemaining()) {
        byte[] bytes = new byte[buffer.getInt()];
        buffer.get(bytes);
        batches.add(BatchBytes.read(bytes));
      }
    }
    pipeline.writeChanges(target, batches, owner, last);
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
      if (rows.size() == 0) {
        return new byte[0];
      }
      UUID id = UUID.randomUUID();
      byte[] token =
          ByteBuffer.allocate(2 * Long.BYTES + rows.size())
              .putLong(id.getMostSignificantBits())
              .putLong(id.getLeastSignificantBits())
              .put(rows.toByteArray())
              .array();
      rows.reset();
      return token;
    }

    @Override
    public void close() {}
  }
}
