package io.leat.sql.lower;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.runtime.circuit.JoinType;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.circuit.TableDefinition;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nodes that are read twice on each of many levels are looked at once, not once on each path. */
@Timeout(60)
class SharedNodesTest {
  private static final RowSchema SCHEMA = RowSchema.of(new RowSchema.Field("a", ScalarType.BIGINT));
  private static final int LEVELS = 60;

  private final CircuitNodes nodes = new CircuitNodes(false);

  private int stream(String name, Map<String, String> options) {
    TableDefinition table = new TableDefinition(name, SCHEMA, options, List.of());
    return nodes.add(new Node.Source(name, table, List.of(0)));
  }

  private int stored(boolean follows) {
    TableDefinition table = new TableDefinition("stored", SCHEMA, Map.of(), List.of());
    return nodes.add(new Node.Source("stored", table, List.of(0), Optional.empty(), follows));
  }

  private int union(int left, int right) {
    return nodes.add(new Node.Union("union" + nodes.size(), List.of(left, right), SCHEMA));
  }

  private int doubled(int input) {
    int top = input;
    for (int i = 0; i < LEVELS; i++) {
      top = union(top, top);
    }
    return top;
  }

  private int join(int left, int right, JoinType type) {
    return nodes.add(
        new Node.Join(
            "join" + nodes.size(),
            left,
            right,
            type,
            List.of(),
            Optional.empty(),
            false,
            false,
            SCHEMA));
  }

  private boolean isRevised(int index) {
    return new Revision(nodes).isRevised(index);
  }

  @Test
  void rowsThatAreRevised() {
    int stream = stream("stream", Map.of("connector", "datagen"));
    int stored = stored(true);
    assertFalse(isRevised(doubled(union(stream, stored))));
    assertFalse(isRevised(doubled(join(stream, stored, JoinType.LEFT))));
    assertFalse(isRevised(doubled(join(stored, stream, JoinType.RIGHT))));
    assertFalse(isRevised(doubled(join(stream, stored, JoinType.ANTI))));
    assertFalse(isRevised(doubled(join(stored, stream, JoinType.SEMI))));
    assertTrue(isRevised(doubled(join(stored, stream, JoinType.LEFT))));
    assertTrue(isRevised(doubled(join(stored, stream, JoinType.ANTI))));
    assertTrue(isRevised(doubled(join(stored, stream, JoinType.FULL))));
    assertTrue(isRevised(doubled(join(stream, stored, JoinType.FULL))));
    assertTrue(isRevised(doubled(join(stream, stored, JoinType.RIGHT))));
  }

  @Test
  void circuitsThatEnd() {
    int ended = doubled(stream("five", Map.of("connector", "datagen", "number-of-rows", "5")));
    nodes.add(new Node.Result("result", ended, SCHEMA));
    assertTrue(Boundedness.ends(nodes.circuit()));
    nodes.add(new Node.Result("other", doubled(stored(true)), SCHEMA));
    assertFalse(Boundedness.ends(nodes.circuit()));
    assertEquals(2 * LEVELS + 4, nodes.size());
  }
}
