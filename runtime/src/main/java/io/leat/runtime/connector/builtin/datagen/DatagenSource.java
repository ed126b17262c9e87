package io.leat.runtime.connector.builtin.datagen;

import io.leat.runtime.connector.ReaderContext;
import io.leat.runtime.connector.Source;
import io.leat.runtime.connector.SourceReader;
import io.leat.runtime.connector.Split;
import io.leat.runtime.types.RowSchema;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A table that is made up.
 *
 * @param columns what makes the values of each of the table's columns
 * @param totalRows {@link Long#MAX_VALUE} if the table is unbounded
 * @param mostSplits how many readers may share the table
 */
record DatagenSource(
    List<GeneratorFactory> columns, Pace pace, long totalRows, int mostSplits, long seed)
    implements Source {

  @Override
  public boolean bounded() {
    return totalRows != Long.MAX_VALUE;
  }

  @Override
  public SplitEnumerator enumerator() {
    return new Enumerator(mostSplits, seed, List.of());
  }

  /** What is left of the splits that there were: the number of shards may be another one now. */
  @Override
  public SplitEnumerator enumerator(List<Split> restored) {
    return new Enumerator(mostSplits, seed, restored);
  }

  @Override
  public SourceReader reader(List<Integer> wanted, RowSchema schema, ReaderContext context) {
    return new DatagenReader(wanted.stream().map(columns::get).toList(), pace, totalRows, context);
  }

  private static final class Enumerator implements SplitEnumerator {
    private final int mostSplits;
    private final long seed;
    private final List<Split> restored;
    private boolean exhausted;

    Enumerator(int mostSplits, long seed, List<Split> restored) {
      this.mostSplits = mostSplits;
      this.seed = seed;
      this.restored = restored;
    }

    @Override
    public List<Split> discover(int shards) {
      if (exhausted) {
        return List.of();
      }
      exhausted = true;
      if (restored.isEmpty()) {
        int count = Math.min(shards, mostSplits);
        return IntStream.range(0, count)
            .mapToObj(index -> BlockCursor.split(index, count, seed))
            .toList();
      }
      return BlockCursor.others(restored);
    }

    @Override
    public boolean exhausted() {
      return exhausted;
    }

    @Override
    public void close() {}
  }
}
