package io.leat.runtime.connector.builtin.nexmark;

import io.leat.runtime.connector.ReaderContext;
import io.leat.runtime.connector.Source;
import io.leat.runtime.connector.SourceReader;
import io.leat.runtime.connector.Split;
import io.leat.runtime.connector.builtin.DealtEnumerator;
import io.leat.runtime.connector.builtin.Pace;
import io.leat.runtime.connector.builtin.nexmark.model.NexmarkEvents;
import io.leat.runtime.connector.builtin.nexmark.model.NexmarkModel;
import io.leat.runtime.types.RowSchema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The events of a table. */
final class NexmarkSource implements Source {
  /** For the time of the first event: when the first reader of the split opens it. */
  static final long NOW = Long.MIN_VALUE;

  private final List<NexmarkColumn> columns;
  private final NexmarkModel model;
  private final long baseMillis;
  private final Pace pace;
  private final long total;
  private final int mostSplits;
  private @Nullable NexmarkEvents events;

  /**
   * @param columns what fills each of the table's columns
   * @param baseMillis the time of the first event, or {@link #NOW}
   * @param total {@link Long#MAX_VALUE} if the table is unbounded
   * @param mostSplits how many readers may share the table
   */
  NexmarkSource(
      List<NexmarkColumn> columns,
      NexmarkModel model,
      long baseMillis,
      Pace pace,
      long total,
      int mostSplits) {
    this.columns = columns;
    this.model = model;
    this.baseMillis = baseMillis;
    this.pace = pace;
    this.total = total;
    this.mostSplits = mostSplits;
  }

  NexmarkModel model() {
    return model;
  }

  Pace pace() {
    return pace;
  }

  long total() {
    return total;
  }

  /** The model's events, made once for all readers. */
  synchronized NexmarkEvents events() {
    NexmarkEvents made = events;
    if (made == null) {
      made = new NexmarkEvents(model);
      events = made;
    }
    return made;
  }

  @Override
  public boolean bounded() {
    return total != Long.MAX_VALUE;
  }

  @Override
  public SplitEnumerator enumerator() {
    return new DealtEnumerator(mostSplits, pace, baseMillis, List.of());
  }

  /** What is left of the splits that there were: the number of shards may be another one now. */
  @Override
  public SplitEnumerator enumerator(List<Split> restored) {
    return new DealtEnumerator(mostSplits, pace, baseMillis, restored);
  }

  @Override
  public SourceReader reader(List<Integer> wanted, RowSchema schema, ReaderContext context) {
    return new NexmarkReader(wanted.stream().map(columns::get).toList(), this, context);
  }
}
