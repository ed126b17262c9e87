package io.leat.runtime.local.pipeline;

import io.leat.runtime.circuit.AggregateCall;
import io.leat.runtime.circuit.Circuit;
import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.data.LongColumn;
import io.leat.runtime.relation.TreeSums;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Counts and sums of whole numbers over all rows of a relation, from what the nodes of its tree
 * remember.
 */
final class WholeSums {
  private WholeSums() {}

  /** Whether trees remember all that a node makes of the rows of a source. */
  static boolean areKept(Node.Source source, Node.PreAggregate node) {
    if (source.range().isPresent()
        || !node.keys().isEmpty()
        || node.parts().isEmpty()
        || node.parts().size() != node.schema().size()) {
      return false;
    }
    for (int i = 1; i < node.parts().size(); i++) {
      AggregateCall call = node.parts().get(i);
      boolean known =
          (call.function().equals("SUM") || call.function().equals("COUNT"))
              && !call.distinct()
              && call.filter().isEmpty()
              && call.arguments().size() == 1
              && call.arguments().get(0) instanceof Expression.InputRef input
              && TreeSums.has(source.schema().type(input.index()).physical());
      if (!known) {
        return false;
      }
    }
    return true;
  }

  /** Whether a circuit reads nothing but such sums. */
  static boolean areAll(Circuit circuit) {
    boolean any = false;
    for (int i = 0; i < circuit.nodes().size(); i++) {
      if (circuit.nodes().get(i) instanceof Node.Source source) {
        Node.PreAggregate reader = reader(circuit, i);
        if (reader == null || !areKept(source, reader)) {
          return false;
        }
        any = true;
      }
    }
    return any;
  }

  /** The only node that reads a source, if it is of this kind. */
  private static Node.@Nullable PreAggregate reader(Circuit circuit, int source) {
    Node reader = null;
    for (Node node : circuit.nodes()) {
      if (node.inputs().contains(source)) {
        if (reader != null) {
          return null;
        }
        reader = node;
      }
    }
    return reader instanceof Node.PreAggregate parts ? parts : null;
  }

  /**
   * What the node makes of all rows: one row, or none if there are none. Null if a sum is beyond 64
   * bits.
   */
  static @Nullable ChangeBatch of(
      RelationVersion version, Node.Source source, Node.PreAggregate node) {
    List<Column> columns = new ArrayList<>(node.parts().size());
    node.schema().types().forEach(type -> columns.add(Column.of(type)));
    long rows = version.rows().count();
    if (rows == 0) {
      return new ChangeBatch(columns, 0, null);
    }
    append(columns.get(0), rows);
    for (int i = 1; i < columns.size(); i++) {
      TreeSums.Total total = sums(version, source, node, i).of(version.rows());
      if (total == null) {
        return null;
      }
      boolean sum = node.parts().get(i).function().equals("SUM");
      append(columns.get(i), sum ? total.sum() : total.present());
    }
    return new ChangeBatch(columns, 1, null);
  }

  /** The sums that a call of the node, not the first, which counts rows, is made of. */
  private static TreeSums sums(
      RelationVersion version, Node.Source source, Node.PreAggregate node, int call) {
    return new TreeSums(version.definition().layout(), source.columns().get(argument(node, call)));
  }

  private static int argument(Node.PreAggregate node, int call) {
    return ((Expression.InputRef) node.parts().get(call).arguments().get(0)).index();
  }

  /**
   * How many rows must be looked at for all sums of a source of a circuit in which there is {@link
   * #areAll nothing else}, those of several columns several times; as far as that is below a limit.
   */
  static long unknown(RelationVersion version, Circuit circuit, int index, long limit) {
    Node.Source source = (Node.Source) circuit.nodes().get(index);
    Node.PreAggregate node = reader(circuit, index);
    if (node == null || !StaleRelation.isCurrent(source, version)) {
      return limit;
    }
    long rows = 0;
    BitSet columns = new BitSet();
    for (int i = 1; i < node.parts().size() && rows < limit; i++) {
      int column = argument(node, i);
      if (!columns.get(column)) {
        columns.set(column);
        rows += sums(version, source, node, i).unknown(version.rows(), limit - rows);
      }
    }
    return rows;
  }

  /** Whether all sums of such a circuit are within 64 bits; trees remember them then. */
  static boolean areFound(Circuit circuit, Snapshot snapshot) {
    for (int i = 0; i < circuit.nodes().size(); i++) {
      if (circuit.nodes().get(i) instanceof Node.Source source) {
        Node.PreAggregate node = reader(circuit, i);
        RelationVersion version = snapshot.get(source.table().name());
        if (node == null || of(version, source, node) == null) {
          return false;
        }
      }
    }
    return true;
  }

  private static void append(Column column, long value) {
    ((LongColumn) column).append(value);
  }
}
