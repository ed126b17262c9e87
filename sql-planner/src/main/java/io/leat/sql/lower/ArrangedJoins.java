package io.leat.sql.lower;

import io.leat.runtime.circuit.Arranged;
import io.leat.runtime.circuit.Circuit;
import io.leat.runtime.circuit.JoinKey;
import io.leat.runtime.circuit.JoinType;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.TypeKind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/**
 * Makes the joins of a materialized view find rows of stored relations where these keep them,
 * instead of keeping them once more: where an input is a relation as it is, and whoever plans the
 * view says that the relation has an order by which the join's keys find its rows.
 */
public final class ArrangedJoins {
  private final Circuit circuit;

  private ArrangedJoins(Circuit circuit) {
    this.circuit = circuit;
  }

  /** The inputs of joins whose rows could be found where they are kept, one for each place. */
  public static List<Arranged> possible(Circuit circuit) {
    ArrangedJoins joins = new ArrangedJoins(circuit);
    List<Arranged> possible = new ArrayList<>();
    for (Node node : circuit.nodes()) {
      if (node instanceof Node.Join join && takesArrangements(join)) {
        joins.input(join, join.left(), JoinKey::left).ifPresent(possible::add);
        joins.input(join, join.right(), JoinKey::right).ifPresent(possible::add);
      }
    }
    return possible;
  }

  /**
   * The same circuit, in which joins find rows.
   *
   * @param isFound whether the rows of one of the {@link #possible} inputs are to be found
   */
  public static Circuit of(Circuit circuit, Predicate<Arranged> isFound) {
    ArrangedJoins joins = new ArrangedJoins(circuit);
    List<Node> nodes = new ArrayList<>();
    for (Node node : circuit.nodes()) {
      nodes.add(
          node instanceof Node.Join join && takesArrangements(join)
              ? joins.arranged(join, isFound)
              : node);
    }
    return new Circuit(nodes);
  }

  private static boolean takesArrangements(Node.Join join) {
    return !join.keys().isEmpty() && join.condition().isEmpty() && !join.type().keepsRight();
  }

  private Node arranged(Node.Join join, Predicate<Arranged> isFound) {
    Optional<Arranged> left = input(join, join.left(), JoinKey::left).filter(isFound);
    Optional<Arranged> right = input(join, join.right(), JoinKey::right).filter(isFound);
    if (right.isEmpty() && join.type() != JoinType.INNER) {
      left = Optional.empty();
    }
    return join.arranged(left, right);
  }

  private Optional<Arranged> input(Node.Join join, int input, ToIntFunction<JoinKey> column) {
    int at = input;
    while (circuit.nodes().get(at) instanceof Node.Exchange exchange) {
      at = exchange.input();
    }
    if (!(circuit.nodes().get(at) instanceof Node.Source source)
        || !source.table().isStored()
        || !source.follows()
        || source.range().isPresent()) {
      return Optional.empty();
    }
    Set<Integer> key = new LinkedHashSet<>();
    for (JoinKey pair : join.keys()) {
      if (!sameType(join, pair) || !key.add(source.columns().get(column.applyAsInt(pair)))) {
        return Optional.empty();
      }
    }
    return Optional.of(new Arranged(source.table(), source.columns(), List.copyOf(key)));
  }

  /** Whether equal values of the two columns have equal bytes. */
  private boolean sameType(Node.Join join, JoinKey key) {
    RowSchema left = circuit.nodes().get(join.left()).schema();
    RowSchema right = circuit.nodes().get(join.right()).schema();
    DataType type = left.type(key.left());
    return type.withNullable(true).equals(right.type(key.right()).withNullable(true))
        && !type.kind().isNested()
        && type.kind() != TypeKind.FLOAT
        && type.kind() != TypeKind.DOUBLE;
  }
}
