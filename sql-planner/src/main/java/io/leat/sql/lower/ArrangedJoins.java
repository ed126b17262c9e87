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
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;

/**
 * Makes the joins of a materialized view find rows of stored relations where these keep them,
 * instead of keeping them once more: where an input is a relation as it is and the join's keys are
 * first columns of the relation's key.
 */
public final class ArrangedJoins {
  private final Circuit circuit;

  private ArrangedJoins(Circuit circuit) {
    this.circuit = circuit;
  }

  public static Circuit of(Circuit circuit) {
    ArrangedJoins joins = new ArrangedJoins(circuit);
    List<Node> nodes = new ArrayList<>();
    for (Node node : circuit.nodes()) {
      nodes.add(node instanceof Node.Join join ? joins.arranged(join) : node);
    }
    return new Circuit(nodes);
  }

  private Node arranged(Node.Join join) {
    boolean rightAlone = join.type().keepsRight();
    if (join.keys().isEmpty() || join.condition().isPresent() || rightAlone) {
      return join;
    }
    Optional<Arranged> left = input(join, join.left(), JoinKey::left);
    Optional<Arranged> right = input(join, join.right(), JoinKey::right);
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
    List<Integer> key = new ArrayList<>();
    for (JoinKey pair : join.keys()) {
      if (!sameType(join, pair)) {
        return Optional.empty();
      }
      key.add(source.columns().get(column.applyAsInt(pair)));
    }
    List<Integer> primary = source.table().primaryKey();
    boolean found =
        new HashSet<>(key).size() == key.size()
            && primary.size() >= key.size()
            && key.containsAll(primary.subList(0, key.size()));
    return found
        ? Optional.of(new Arranged(source.table(), source.columns(), key))
        : Optional.empty();
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
