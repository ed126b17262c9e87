package io.leat.runtime.relation;

import io.leat.runtime.data.Column;
import io.leat.runtime.data.IntColumn;
import io.leat.runtime.data.LongColumn;
import io.leat.runtime.types.Physical;
import org.jspecify.annotations.Nullable;

/**
 * Sums of a column over whole trees. Every node remembers what it comes to, and a version shares
 * nearly all nodes with the version before: so a sum that was asked for before is worked out from
 * the few nodes that are new. For one thread; any number of them may do the same at a time.
 */
public final class TreeSums {
  private final RowLayout layout;
  private final int column;
  private final RowDecoder decoder;
  private final Column values;

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
    this.decoder = new RowDecoder(layout, new int[] {column});
    this.values = Column.of(layout.types().get(column));
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

  private ColumnSum of(TreeNode node) {
    ColumnSum first = node.sums();
    ColumnSum known = ColumnSum.find(first, layout, column);
    if (known != null) {
      return known;
    }
    ColumnSum others = first != null && first.layout() == layout ? first : null;
    ColumnSum made =
        node instanceof Branch branch ? ofBranch(branch, others) : ofLeaf((Entries) node, others);
    if (node.entries() > 0) {
      node.keep(made);
    }
    return made;
  }

  private ColumnSum ofBranch(Branch branch, @Nullable ColumnSum others) {
    long sum = 0;
    long present = 0;
    for (int i = 0; i < branch.size(); i++) {
      ColumnSum part = of(branch.child(i));
      sum = Math.addExact(sum, part.sum());
      present += part.present();
    }
    return new ColumnSum(layout, column, sum, present, others);
  }

  private ColumnSum ofLeaf(Entries leaf, @Nullable ColumnSum others) {
    values.clear();
    decoder.decode(leaf, 0, leaf.size(), new Column[] {values});
    long sum = 0;
    long present = 0;
    for (int i = 0; i < leaf.size(); i++) {
      if (!values.isNull(i)) {
        sum = Math.addExact(sum, Math.multiplyExact(value(i), leaf.count(i)));
        present += leaf.count(i);
      }
    }
    return new ColumnSum(layout, column, sum, present, others);
  }

  private long value(int i) {
    return values instanceof IntColumn ints ? ints.get(i) : ((LongColumn) values).get(i);
  }
}
