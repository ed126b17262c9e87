package io.leat.runtime.relation;

import io.leat.runtime.data.Column;
import io.leat.runtime.data.IntColumn;
import io.leat.runtime.data.LongColumn;
import io.leat.runtime.types.Physical;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Sums of a column over whole trees. Every node remembers what it comes to, and a version shares
 * nearly all nodes with the version before: so a sum that was asked for before is worked out from
 * the few leaves that are new. For one thread; any number of them may do the same at a time.
 */
public final class TreeSums {
  private final RowLayout layout;
  private final int column;
  private @Nullable Reader reader;

  /** Reads the column of leaves, if there are any to read. */
  private record Reader(RowDecoder decoder, Column values) {}

  /**
   * The sum of a column.
   *
   * @param present how many values it has, those of entries that count several times as often
   */
  public record Total(long sum, long present) {}

  /**
   * @param column of a type that {@link #has sums}
   */
  public TreeSums(RowLayout layout, int column) {
    if (!has(layout.types().get(column).physical())) {
      throw new IllegalArgumentException("no sums of " + layout.types().get(column));
    }
    this.layout = layout;
    this.column = column;
  }

  /** Whether columns of values that are kept in this way have sums: unscaled ones of decimals. */
  public static boolean has(Physical physical) {
    return physical == Physical.INT || physical == Physical.LONG;
  }

  /** The sum of all entries; null if it, or a part of it, is beyond 64 bits. */
  public @Nullable Total of(EntryTree tree) {
    try {
      ColumnSum sum = of(tree.root());
      return new Total(sum.sum(), sum.present());
    } catch (ArithmeticException beyond) {
      return null;
    }
  }

  /**
   * How many entries must be looked at for the sum, as far as the count is below a limit. Looks at
   * all nodes of which nothing is known.
   */
  public long unknown(EntryTree tree, long limit) {
    return unknown(tree.root(), limit);
  }

  private long unknown(TreeNode node, long limit) {
    ColumnSum known = ColumnSum.find(node.sums(), layout, column);
    BitSet missing = known == null ? null : known.missing();
    if (known != null && missing == null) {
      return 0;
    }
    if (!(node instanceof Branch branch)) {
      return node.entries();
    }
    long entries = 0;
    for (int i = 0; i < branch.size() && entries < limit; i++) {
      if (missing == null || missing.get(i)) {
        entries += unknown(branch.child(i), limit - entries);
      }
    }
    return entries;
  }

  private ColumnSum of(TreeNode node) {
    ColumnSum known = ColumnSum.find(node.sums(), layout, column);
    if (known != null && known.missing() == null) {
      return known;
    }
    ColumnSum made =
        node instanceof Branch branch ? ofBranch(branch, known) : ofLeaf((Entries) node);
    if (node.entries() > 0) {
      made = made.before(ColumnSum.others(node.sums(), layout, column));
      node.keep(made);
    }
    return made;
  }

  /**
   * @param rest what is known but for some children
   */
  private ColumnSum ofBranch(Branch branch, @Nullable ColumnSum rest) {
    long sum = rest == null ? 0 : rest.sum();
    long present = rest == null ? 0 : rest.present();
    BitSet missing = rest == null ? null : rest.missing();
    for (int i = 0; i < branch.size(); i++) {
      if (missing == null || missing.get(i)) {
        ColumnSum part = of(branch.child(i));
        sum = Math.addExact(sum, part.sum());
        present += part.present();
      }
    }
    return new ColumnSum(layout, column, sum, present, null, null);
  }

  private ColumnSum ofLeaf(Entries leaf) {
    Column values = values(leaf);
    long sum = 0;
    long present = 0;
    for (int i = 0; i < leaf.size(); i++) {
      if (!values.isNull(i)) {
        sum = Math.addExact(sum, Math.multiplyExact(value(values, i), leaf.count(i)));
        present += leaf.count(i);
      }
    }
    return new ColumnSum(layout, column, sum, present, null, null);
  }

  private Column values(Entries leaf) {
    if (reader == null) {
      reader =
          new Reader(
              new RowDecoder(layout, new int[] {column}), Column.of(layout.types().get(column)));
    }
    reader.values.clear();
    reader.decoder.decode(leaf, 0, leaf.size(), new Column[] {reader.values});
    return reader.values;
  }

  private static long value(Column values, int i) {
    return values instanceof IntColumn ints ? ints.get(i) : ((LongColumn) values).get(i);
  }
}
