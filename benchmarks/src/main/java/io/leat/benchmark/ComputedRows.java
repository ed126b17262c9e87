package io.leat.benchmark;

import io.leat.runtime.connector.ReaderContext;
import io.leat.runtime.connector.Source;
import io.leat.runtime.connector.SourceReader;
import io.leat.runtime.connector.Split;
import io.leat.runtime.data.Column;
import io.leat.runtime.types.RowSchema;
import java.util.List;

/**
 * A bounded source whose rows follow from their numbers; one reader reads them all.
 *
 * @param rows how many there are
 */
public record ComputedRows(long rows, Maker maker) implements Source {

  /** Prepares for the columns that a query wants. */
  public interface Maker {
    Filler filler(List<Integer> columns, RowSchema schema);
  }

  /** Makes rows. */
  public interface Filler {
    /**
     * Appends some rows.
     *
     * @param from the number of the first
     * @param most how many to append at most
     * @return how many it has appended, at least one
     */
    int fill(Column[] columns, long from, int most);
  }

  @Override
  public boolean bounded() {
    return true;
  }

  @Override
  public SplitEnumerator enumerator() {
    return new OneSplit();
  }

  @Override
  public SourceReader reader(List<Integer> columns, RowSchema schema, ReaderContext context) {
    return new Reader(rows, maker.filler(columns, schema));
  }

  private static final class OneSplit implements SplitEnumerator {
    private boolean found;

    @Override
    public List<Split> discover(int shards) {
      boolean first = !found;
      found = true;
      return first ? List.of(new Split("all", new byte[0])) : List.of();
    }

    @Override
    public boolean exhausted() {
      return found;
    }

    @Override
    public void close() {}
  }

  private static final class Reader implements SourceReader {
    private final long rows;
    private final Filler filler;
    private long given;
    private boolean assigned;

    Reader(long rows, Filler filler) {
      this.rows = rows;
      this.filler = filler;
    }

    @Override
    public void assign(List<Split> splits) {
      assigned |= !splits.isEmpty();
    }

    @Override
    public int read(Column[] columns, int maxRows) {
      if (finished()) {
        return 0;
      }
      int count = filler.fill(columns, given, (int) Math.min(maxRows, rows - given));
      given += count;
      return count;
    }

    @Override
    public long nextReadNanos() {
      return finished() ? Long.MAX_VALUE : 0;
    }

    @Override
    public boolean finished() {
      return !assigned || given >= rows;
    }

    @Override
    public List<Split> offsets() {
      return List.of();
    }

    @Override
    public void close() {}
  }
}
