package io.leat.runtime.local;

import io.leat.runtime.circuit.Circuit;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.connector.Split;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.relation.EntryTree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a checkpoint holds of a run, as of the end of an epoch; any number of shards goes on from
 * it. All maps are by the id of a node.
 *
 * @param epoch the last one that is in it
 * @param finished whether all input has been worked through: nothing is left but the tokens
 * @param shapes see {@link #shapes}
 * @param operators their state by key group; a group may have come from several shards
 * @param bounds how far event time has come in what nodes read
 * @param offsets where the readers of sources are
 * @param tokens that the sinks may have committed or not
 * @param relations rows of stored relations by name: what the run has made, and what it has read
 * @param givenAgain operators whose readers are new, so that the first epoch gives their whole
 *     result; see {@link StateReuse}
 */
public record RunState(
    long epoch,
    boolean finished,
    Map<String, String> shapes,
    Map<String, List<Group>> operators,
    Map<String, Long> bounds,
    Map<String, List<Split>> offsets,
    Map<String, List<byte[]>> tokens,
    Map<String, EntryTree> relations,
    Set<String> givenAgain) {

  /** The state of an operator in one key group, as bytes. */
  @SuppressWarnings("ArrayRecordComponent")
  public record Group(int group, byte[] bytes) {}

  /**
   * What a circuit's nodes are, in words that change when their state cannot be exchanged: kind,
   * types of columns, and what a source reads. A view's result is what its run writes.
   */
  public static Map<String, String> shapes(Circuit circuit) {
    Map<String, String> shapes = new LinkedHashMap<>();
    for (Node node : circuit.nodes()) {
      Class<? extends Node> kind = node instanceof Node.Result ? Node.Sink.class : node.getClass();
      StringBuilder shape = new StringBuilder(kind.getSimpleName());
      for (int input : node.inputs()) {
        shape.append(' ').append(circuit.nodes().get(input).schema().types());
      }
      shape.append(" -> ").append(node.schema().types());
      if (node instanceof Node.Source source) {
        shape.append(" of ").append(source.table().name());
        if (source.table().isStored()) {
          shape.append(" by key ").append(source.table().primaryKey());
        } else {
          shape.append(" by ").append(source.table().connector());
        }
      }
      shapes.put(node.id(), shape.toString());
    }
    return shapes;
  }

  /** Whether a circuit can go on from this. */
  public boolean fits(Circuit circuit) {
    boolean madeForIt = !givenAgain.isEmpty();
    return finished || madeForIt || shapes(circuit).equals(shapes);
  }

  /**
   * Checks that a circuit can go on from this.
   *
   * @throws LeatException 55000 if its operators are not those that have left the state, naming
   *     what differs
   */
  public void requireFits(Circuit circuit) {
    if (fits(circuit)) {
      return;
    }
    Map<String, String> now = shapes(circuit);
    List<String> differences = new ArrayList<>();
    shapes.forEach(
        (id, shape) -> {
          if (!shape.equals(now.get(id))) {
            differences.add(now.containsKey(id) ? id + " was " + shape : "no " + id + " any more");
          }
        });
    now.keySet().stream()
        .filter(id -> !shapes.containsKey(id))
        .forEach(id -> differences.add(id + " is new"));
    throw new LeatException(
            SqlState.NOT_READY,
            "the state in the checkpoint does not fit the query's plan: "
                + String.join("; ", differences))
        .withHint(
            "the tables or functions that it reads have changed, or the version of Leat; the"
                + " checkpoint has been left as it is");
  }
}
