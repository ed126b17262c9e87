package io.leat.server.oracle;

import io.leat.runtime.circuit.TableDefinition;
import io.leat.runtime.connector.Connector;
import io.leat.runtime.connector.ConnectorOption;
import io.leat.runtime.connector.Option;
import io.leat.runtime.connector.OptionParser;
import io.leat.runtime.connector.ReaderContext;
import io.leat.runtime.connector.Sink;
import io.leat.runtime.connector.Source;
import io.leat.runtime.connector.SourceReader;
import io.leat.runtime.connector.Split;
import io.leat.runtime.connector.TableOptions;
import io.leat.runtime.data.BoxedValues;
import io.leat.runtime.data.Column;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.testing.Batches.Change;
import io.leat.runtime.types.RowSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * {@code changes}: a table whose rows come and go. The oracle feeds circuits over such tables
 * itself; a run on the workers reads the {@link Feed} that the table names, of which each read
 * gives one batch, whole. Every third read gives nothing, so that epochs end, and no epoch gets
 * more than {@link #BATCHES_OF_EPOCH} batches of a reader, so that there are many, however slow the
 * machine.
 */
public final class ChangesConnector implements Connector {
  private static final Option<Boolean> APPEND_ONLY =
      Option.withDefault(
          "append-only", OptionParser.bool(), false, "Whether rows are only ever added.");
  private static final Option<Boolean> BOUNDED =
      Option.withDefault("bounded", OptionParser.bool(), false, "Whether the input ends.");
  private static final Option<String> FEED =
      Option.optional("feed", OptionParser.text(), "The feed that a run reads.");
  private static final Map<String, Feed> FEEDS = new ConcurrentHashMap<>();

  private static final int BATCHES_OF_EPOCH = 2;

  /** Batches for each split, in order. */
  record Feed(List<List<List<Change>>> splits) {}

  /** Lets tables name a feed. */
  static void register(String name, Feed feed) {
    FEEDS.put(name, feed);
  }

  @Override
  public String name() {
    return "changes";
  }

  @Override
  public List<ConnectorOption> options(TableDefinition table) {
    return List.of(APPEND_ONLY.declaration(), BOUNDED.declaration(), FEED.declaration());
  }

  @Override
  public boolean isSource() {
    return true;
  }

  @Override
  public boolean isSink() {
    return false;
  }

  @Override
  public Sink sink(TableDefinition table) {
    throw LeatException.notSupported("writing to a 'changes' table", "Write to another table.");
  }

  @Override
  public Source source(TableDefinition table) {
    TableOptions options = new TableOptions(table);
    return new Source() {
      @Override
      public boolean bounded() {
        return options.get(BOUNDED);
      }

      @Override
      public boolean appendOnly() {
        return options.get(APPEND_ONLY);
      }

      @Override
      public SplitEnumerator enumerator() {
        return new Splits(feed(options).splits().size());
      }

      @Override
      public SourceReader reader(List<Integer> columns, RowSchema schema, ReaderContext context) {
        return new Reader(feed(options), columns, schema);
      }
    };
  }

  private static Feed feed(TableOptions options) {
    return options
        .find(FEED)
        .map(FEEDS::get)
        .orElseThrow(() -> TableOptions.wrong("a run needs a feed", "Name one that is registered"));
  }

  private static final class Splits implements Source.SplitEnumerator {
    private final int count;
    private boolean exhausted;

    Splits(int count) {
      this.count = count;
    }

    @Override
    public List<Split> discover(int shards) {
      List<Split> found = new ArrayList<>();
      for (int i = 0; i < count && !exhausted; i++) {
        found.add(new Split(Integer.toString(i), new byte[0]));
      }
      exhausted = true;
      return found;
    }

    @Override
    public boolean exhausted() {
      return exhausted;
    }

    @Override
    public void close() {}
  }

  private static final class Reader implements SourceReader {
    private final Feed feed;
    private final List<Integer> columns;
    private final RowSchema schema;
    private final List<List<Change>> open = new ArrayList<>();
    private final List<Split> assigned = new ArrayList<>();
    private int next;
    private int reads;
    private int batchesOfEpoch;
    private long @Nullable [] weights;

    Reader(Feed feed, List<Integer> columns, RowSchema schema) {
      this.feed = feed;
      this.columns = columns;
      this.schema = schema;
    }

    @Override
    public void assign(List<Split> splits) {
      for (Split split : splits) {
        open.addAll(feed.splits().get(Integer.parseInt(split.id())));
      }
      assigned.addAll(splits);
    }

    @Override
    public int read(Column[] target, int maxRows) {
      if (next == open.size() || batchesOfEpoch == BATCHES_OF_EPOCH || ++reads % 3 == 0) {
        return 0;
      }
      batchesOfEpoch++;
      List<Change> batch = open.get(next++);
      for (int i = 0; i < target.length; i++) {
        int column = columns.get(i);
        for (Change change : batch) {
          BoxedValues.append(target[i], schema.type(column), change.row().get(column));
        }
      }
      weights = batch.stream().mapToLong(Change::weight).toArray();
      return batch.size();
    }

    @Override
    public long @Nullable [] weights() {
      return weights;
    }

    @Override
    public long nextReadNanos() {
      return next < open.size() ? 0 : Long.MAX_VALUE;
    }

    @Override
    public boolean finished() {
      return next == open.size();
    }

    @Override
    public List<Split> offsets() {
      batchesOfEpoch = 0;
      return assigned;
    }

    @Override
    public void close() {}
  }
}
