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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Counts and sums of whole numbers over all rows of the relations that a circuit reads, from what
 * the nodes of their trees remember.
 */
final class WholeSums {
  /** The place of what is no column of the source. */
  private static final int NO_COLUMN = -1;

  private final Circuit circuit;

  /** By the places of sources, what reads them; none if something does more than add up. */
  private final Map<Integer, List<Sums>> readers = new LinkedHashMap<>();

  private WholeSums(Circuit circuit) {
    this.circuit = circuit;
    for (int i = 0; i < circuit.nodes().size(); i++) {
      if (circuit.nodes().get(i) instanceof Node.Source source) {
        readers.put(i, readers(circuit, i, source));
      }
    }
  }

  /** What a circuit adds up. */
  static WholeSums of(Circuit circuit) {
    return new WholeSums(circuit);
  }

  /**
   * What reads all rows of a source and only adds up.
   *
   * @param node its place in the circuit
   * @param columns for each column that it reads, which one of the source it is
   */
  private record Sums(int node, Node.PreAggregate calls, List<Integer> columns) {
    /** The column of the source that a call, not the first, which counts rows, is made of. */
    int column(int call) {
      Expression argument = calls.parts().get(call).arguments().get(0);
      return columns.get(((Expression.InputRef) argument).index());
    }

    boolean isSum(int call) {
      return calls.parts().get(call).function().equals("SUM");
    }
  }

  private static List<Sums> readers(Circuit circuit, int index, Node.Source source) {
    if (source.range().isPresent() || !source.table().isStored()) {
      return List.of();
    }
    List<Integer> columns = new ArrayList<>(source.columns().size());
    for (int i = 0; i < source.columns().size(); i++) {
      columns.add(i);
    }
    List<Sums> found = new ArrayList<>();
    return addReaders(circuit, index, source, columns, found) ? found : List.of();
  }

  /** Whether nothing else reads a node, which gives these columns of the source. */
  private static boolean addReaders(
      Circuit circuit, int node, Node.Source source, List<Integer> columns, List<Sums> found) {
    boolean any = false;
    for (int i = node + 1; i < circuit.nodes().size(); i++) {
      Node reader = circuit.nodes().get(i);
      if (!reader.inputs().contains(node)) {
        continue;
      }
      any = true;
      if (reader instanceof Node.PreAggregate calls) {
        Sums sums = new Sums(i, calls, columns);
        if (!areKept(sums, source)) {
          return false;
        }
        found.add(sums);
      } else if (!(reader instanceof Node.Calc calc)
          || !keepsRows(calc)
          || !addReaders(circuit, i, source, columns(calc, columns), found)) {
        return false;
      }
    }
    return any;
  }

  /** Whether a node gives each row once, without work on its values. */
  private static boolean keepsRows(Node.Calc calc) {
    if (calc.condition().isPresent()) {
      return false;
    }
    for (Expression each : calc.projections()) {
      if (!(each instanceof Expression.InputRef) && !(each instanceof Expression.Literal)) {
        return false;
      }
    }
    return true;
  }

  private static List<Integer> columns(Node.Calc calc, List<Integer> columns) {
    List<Integer> passed = new ArrayList<>(calc.projections().size());
    for (Expression each : calc.projections()) {
      passed.add(
          each instanceof Expression.InputRef input ? columns.get(input.index()) : NO_COLUMN);
    }
    return passed;
  }

  /** Whether trees remember all that is made of the rows. */
  private static boolean areKept(Sums sums, Node.Source source) {
    Node.PreAggregate node = sums.calls();
    if (!node.keys().isEmpty()
        || node.parts().isEmpty()
        || node.parts().size() != node.schema().size()) {
      return false;
    }
    for (int i = 1; i < node.parts().size(); i++) {
      AggregateCall call = node.parts().get(i);
      boolean adds =
          (call.function().equals("SUM") || call.function().equals("COUNT"))
              && !call.distinct()
              && call.filter().isEmpty()
              && call.arguments().size() == 1
              && call.arguments().get(0) instanceof Expression.InputRef;
      if (!adds
          || sums.column(i) == NO_COLUMN
          || !TreeSums.has(source.schema().type(sums.column(i)).physical())) {
        return false;
      }
    }
    return true;
  }

  /** The places of the circuit's sources. */
  Set<Integer> sources() {
    return readers.keySet();
  }

  /** Whether the circuit reads nothing but such sums. */
  boolean areAll() {
    for (List<Sums> sums : readers.values()) {
      if (sums.isEmpty()) {
        return false;
      }
    }
    return !readers.isEmpty();
  }

  /**
   * The rows of nodes that need nothing but sums of a source, by their places; none if the source
   * must be read.
   */
  Map<Integer, ChangeBatch> rows(int index, RelationVersion version) {
    Map<Integer, ChangeBatch> rows = new HashMap<>();
    for (Sums sums : readers.getOrDefault(index, List.of())) {
      ChangeBatch made = row(sums, source(index), version);
      if (made == null) {
        return Map.of();
      }
      rows.put(sums.node(), made);
    }
    return rows;
  }

  private Node.Source source(int index) {
    return (Node.Source) circuit.nodes().get(index);
  }

  /** One row, or none if there are none. Null if a sum is beyond 64 bits. */
  private static @Nullable ChangeBatch row(Sums sums, Node.Source source, RelationVersion version) {
    Node.PreAggregate node = sums.calls();
    List<Column> columns = new ArrayList<>(node.parts().size());
    node.schema().types().forEach(type -> columns.add(Column.of(type)));
    long rows = version.rows().count();
    if (rows == 0) {
      return new ChangeBatch(columns, 0, null);
    }
    append(columns.get(0), rows);
    for (int i = 1; i < columns.size(); i++) {
      TreeSums.Total total = sums(version, source, sums.column(i)).of(version.rows());
      if (total == null) {
        return null;
      }
      append(columns.get(i), sums.isSum(i) ? total.sum() : total.present());
    }
    return new ChangeBatch(columns, 1, null);
  }

  private static TreeSums sums(RelationVersion version, Node.Source source, int column) {
    return new TreeSums(version.definition().layout(), source.columns().get(column));
  }

  /**
   * How many rows must be looked at for all sums of a source of a circuit in which there is {@link
   * #areAll nothing else}, those of several columns several times; as far as that is below a limit.
   */
  long unknown(int index, RelationVersion version, long limit) {
    Node.Source source = source(index);
    if (!StaleRelation.isCurrent(source, version)) {
      return limit;
    }
    BitSet columns = new BitSet();
    for (Sums sums : readers.getOrDefault(index, List.of())) {
      for (int i = 1; i < sums.calls().parts().size(); i++) {
        columns.set(sums.column(i));
      }
    }
    long rows = 0;
    for (int i = columns.nextSetBit(0); i >= 0 && rows < limit; i = columns.nextSetBit(i + 1)) {
      rows += sums(version, source, i).unknown(version.rows(), limit - rows);
    }
    return rows;
  }

  private static void append(Column column, long value) {
    ((LongColumn) column).append(value);
  }
}
