package io.leat.runtime.local.pipeline;

import io.leat.runtime.connector.Sink;
import io.leat.runtime.connector.SinkWriter;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Epoch;
import io.leat.runtime.relation.Entries;
import io.leat.runtime.relation.EntriesBuilder;
import io.leat.runtime.relation.RowLayout;
import io.leat.runtime.types.RowSchema;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Takes the changes of a view's rows, shard by shard, as the bytes in which they are kept. */
final class ViewSink implements Sink {
  private static final byte[] NOTHING = {};

  private final RelationDefinition definition;
  private final Queue<Entries> changes = new ConcurrentLinkedQueue<>();

  ViewSink(RelationDefinition definition) {
    this.definition = definition;
  }

  /** The changes of the epoch that all shards have ended, to be added up. */
  List<Entries> take() {
    List<Entries> taken = new ArrayList<>(2);
    for (Entries part = changes.poll(); part != null; part = changes.poll()) {
      taken.add(part);
    }
    return taken;
  }

  @Override
  public SinkWriter writer(RowSchema schema, int shard, ZoneId zone) {
    return new Writer();
  }

  @Override
  public void commit(byte[] token) {
    throw new IllegalStateException("a view's writers prepare no tokens");
  }

  private final class Writer implements SinkWriter {
    private final RowLayout layout = definition.layout();
    private final EntriesBuilder builder = new EntriesBuilder();

    @Override
    public void write(ChangeBatch batch) {
      layout.encode(batch, builder);
      if (builder.isFull()) {
        endRun();
      }
    }

    @Override
    public void endEpoch(Epoch epoch) {
      endRun();
    }

    private void endRun() {
      if (builder.size() > 0) {
        Entries built = builder.build();
        if (built.size() > 0) {
          changes.add(built);
        }
      }
    }

    @Override
    public byte[] prepare() {
      return NOTHING;
    }

    @Override
    public void close() {}
  }
}
