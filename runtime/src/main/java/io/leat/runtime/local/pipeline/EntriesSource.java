package io.leat.runtime.local.pipeline;

import io.leat.runtime.connector.ReaderContext;
import io.leat.runtime.connector.Source;
import io.leat.runtime.connector.SourceReader;
import io.leat.runtime.connector.Split;
import io.leat.runtime.data.Column;
import io.leat.runtime.data.Room;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.relation.Entries;
import io.leat.runtime.relation.EntryTree;
import io.leat.runtime.relation.RowDecoder;
import io.leat.runtime.relation.RowLayout;
import io.leat.runtime.types.RowSchema;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Gives rows of a stored relation: pieces of trees and of changes, which the readers of all shards
 * share out among themselves.
 */
final class EntriesSource implements Source {
  private static final int PIECE_ENTRIES = 1 << 14;

  private final RelationDefinition definition;
  private final List<Integer> order;
  private final boolean bounded;
  private final Queue<Piece> pieces = new ConcurrentLinkedQueue<>();
  private final AtomicLong rowsRead = new AtomicLong();

  /**
   * @param order the columns that the entries begin with: the key, or an index's columns
   * @param bounded whether all there is to read is added before the first reader opens; then each
   *     row is given as often as it counts
   */
  EntriesSource(RelationDefinition definition, List<Integer> order, boolean bounded) {
    this.definition = definition;
    this.order = order;
    this.bounded = bounded;
  }

  /** Adds a range of a tree. */
  void add(EntryTree tree, byte @Nullable [] from, byte @Nullable [] to) {
    int parts = (int) Math.max(1, Math.min(256, tree.entries() / PIECE_ENTRIES));
    byte[] start = from;
    boolean small = parts == 1 || (from != null && to != null && tree.isWithinLeaf(from, to));
    if (!small) {
      for (byte[] split : tree.splits(parts, from, to)) {
        pieces.add(new Piece(tree.cursor(start, split), order));
        start = split;
      }
    }
    pieces.add(new Piece(tree.cursor(start, to), order));
  }

  /** Adds changes, to be read in the next epoch. */
  void add(Changes added) {
    if (!added.definition().schema().types().equals(definition.schema().types())) {
      throw new LeatException(
          SqlState.NOT_READY, definition.name() + " has got other columns meanwhile");
    }
    List<Entries> parts = added.delta().parts();
    for (int i = 0; i < parts.size(); i++) {
      Entries part = parts.get(i);
      for (int at = 0; at < part.size(); at += PIECE_ENTRIES) {
        int end = Math.min(part.size(), at + PIECE_ENTRIES);
        pieces.add(new Piece(new Slice(part, at, end), added.definition().key()));
      }
    }
  }

  /** How many rows have been read. */
  long rowsRead() {
    return rowsRead.get();
  }

  @Override
  public boolean bounded() {
    return bounded;
  }

  @Override
  public boolean appendOnly() {
    return bounded;
  }

  @Override
  public SplitEnumerator enumerator() {
    return new SplitEnumerator() {
      @Override
      public List<Split> discover(int shards) {
        return List.of();
      }

      @Override
      public boolean exhausted() {
        return true;
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public SourceReader reader(List<Integer> columns, RowSchema schema, ReaderContext context) {
    int[] wanted = new int[columns.size()];
    for (int i = 0; i < wanted.length; i++) {
      wanted[i] = columns.get(i);
    }
    return new Reader(wanted);
  }

  /** What one reader reads, and the columns that its entries begin with. */
  private record Piece(EntryTree.Cursor cursor, List<Integer> order) {}

  /** A part of changes. */
  private static final class Slice implements EntryTree.Cursor {
    private final Entries entries;
    private final int from;
    private final int to;
    private boolean given;

    Slice(Entries entries, int from, int to) {
      this.entries = entries;
      this.from = from;
      this.to = to;
    }

    @Override
    public boolean next() {
      boolean first = !given;
      given = true;
      return first;
    }

    @Override
    public Entries leaf() {
      return entries;
    }

    @Override
    public int from() {
      return from;
    }

    @Override
    public int to() {
      return to;
    }
  }

  private final class Reader implements SourceReader {
    private final int[] wanted;
    private List<Integer> layout = order;
    private RowDecoder decoder;
    private long[] weights = {};
    private EntryTree.@Nullable Cursor piece;
    private int at;
    private int end;
    private long repeats;
    private boolean weighted;

    Reader(int[] wanted) {
      this.wanted = wanted;
      this.decoder = decoder(order);
    }

    private RowDecoder decoder(List<Integer> key) {
      RowLayout entries =
          key.equals(definition.key())
              ? definition.layout()
              : new RowLayout(definition.schema().types(), key);
      return new RowDecoder(entries, wanted);
    }

    @Override
    public void assign(List<Split> splits) {
      throw new IllegalStateException("stored relations have no splits");
    }

    @Override
    public int read(Column[] columns, int maxRows) {
      int rows = 0;
      weighted = false;
      while (rows < maxRows && ahead()) {
        rows += bounded ? repeat(columns, maxRows - rows) : weigh(columns, rows, maxRows - rows);
      }
      rowsRead.addAndGet(rows);
      return rows;
    }

    /** Whether the current piece has another entry, or there is another piece that has. */
    private boolean ahead() {
      while (at >= end) {
        EntryTree.Cursor current = piece;
        if (current != null && current.next()) {
          at = current.from();
          end = current.to();
        } else {
          Piece next = pieces.poll();
          if (next == null) {
            piece = null;
            return false;
          }
          piece = next.cursor();
          if (!layout.equals(next.order())) {
            layout = next.order();
            decoder = decoder(layout);
          }
        }
      }
      return true;
    }

    private int weigh(Column[] columns, int first, int most) {
      Entries leaf = leaf();
      int count = Math.min(most, end - at);
      if (first + count > weights.length) {
        weights = Arrays.copyOf(weights, Room.size(first + count));
      }
      decoder.decode(leaf, at, at + count, columns);
      for (int i = 0; i < count; i++) {
        weights[first + i] = leaf.count(at + i);
        weighted |= weights[first + i] != 1;
      }
      at += count;
      return count;
    }

    /** Rows that count once in one go, others as often as they count. */
    private int repeat(Column[] columns, int most) {
      Entries leaf = leaf();
      int count = leaf.singles(at, Math.min(end, at + most));
      if (count > 0) {
        decoder.decode(leaf, at, at + count, columns);
        at += count;
        return count;
      }
      decoder.decode(leaf, at, at + 1, columns);
      if (++repeats == leaf.count(at)) {
        at++;
        repeats = 0;
      }
      return 1;
    }

    private Entries leaf() {
      EntryTree.Cursor current = piece;
      if (current == null) {
        throw new IllegalStateException("no piece");
      }
      return current.leaf();
    }

    @Override
    public long @Nullable [] weights() {
      return weighted ? weights : null;
    }

    @Override
    public long nextReadNanos() {
      return at < end || piece != null || !pieces.isEmpty() ? 0 : Long.MAX_VALUE;
    }

    @Override
    public boolean finished() {
      return bounded && at >= end && piece == null && pieces.isEmpty();
    }

    @Override
    public List<Split> offsets() {
      return List.of();
    }

    @Override
    public void close() {}
  }
}
