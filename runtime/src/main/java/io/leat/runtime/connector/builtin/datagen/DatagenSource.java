package io.leat.runtime.connector.builtin.datagen;

import io.leat.runtime.connector.ReaderContext;
import io.leat.runtime.connector.Source;
import io.leat.runtime.connector.SourceReader;
import io.leat.runtime.connector.Split;
import io.leat.runtime.connector.builtin.DealtEnumerator;
import io.leat.runtime.connector.builtin.Pace;
import io.leat.runtime.types.RowSchema;
import java.util.List;

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
    return new DealtEnumerator(mostSplits, pace, seed, List.of());
  }

  /** What is left of the splits that there were: the number of shards may be another one now. */
  @Override
  public SplitEnumerator enumerator(List<Split> restored) {
    return new DealtEnumerator(mostSplits, pace, seed, restored);
  }

  @Override
  public SourceReader reader(List<Integer> wanted, RowSchema schema, ReaderContext context) {
    return new DatagenReader(wanted.stream().map(columns::get).toList(), pace, totalRows, context);
  }
}
