package io.leat.runtime.local;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.leat.runtime.circuit.Circuit;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.circuit.TableDefinition;
import io.leat.runtime.data.EventTime;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SourceAlignmentTest {
  private static final RowSchema SCHEMA =
      RowSchema.of(new RowSchema.Field("ts", ScalarType.timestamp(3)));

  /** Sources with watermarks behind them: three of a group, one of another, one of none. */
  private static final Circuit CIRCUIT = circuit(List.of("g", "g", "g", "h", ""));

  private static Circuit circuit(List<String> groups) {
    List<Node> nodes = new ArrayList<>();
    for (String group : groups) {
      int source = nodes.size();
      TableDefinition table =
          new TableDefinition("t" + source, SCHEMA, Map.of("connector", "datagen"), List.of());
      nodes.add(new Node.Source("source" + source, table, List.of(0)));
      nodes.add(
          new Node.Watermark(
              "watermark" + source,
              source,
              1000,
              0,
              false,
              group.isEmpty() ? Optional.empty() : Optional.of(new Node.Alignment(group, 10_000)),
              SCHEMA));
    }
    return new Circuit(nodes);
  }

  /** Which of the five sources wait if event time has come so far in each. */
  private static List<Integer> held(long... bounds) {
    SourceAlignment alignment = new SourceAlignment(CIRCUIT);
    return IntStream.range(0, bounds.length)
        .filter(i -> alignment.holds(2 * i, node -> bounds[node / 2]))
        .boxed()
        .toList();
  }

  @Test
  void whoIsFurtherAheadThanTheDriftWaits() {
    assertEquals(List.of(), held(0, 10_000, 5_000, 99_000, 99_000));
    assertEquals(List.of(1), held(0, 10_001, 5_000, 99_000, 99_000));
    assertEquals(List.of(0, 1), held(99_000, 98_000, 5_000, 0, 0));
  }

  @Test
  void whoHasNoTimeDoesNotCount() {
    assertEquals(List.of(), held(EventTime.NONE, 99_000, EventTime.NONE, 0, 0));
    assertEquals(List.of(), held(EventTime.IDLE, 99_000, EventTime.END, 0, 0));
    assertEquals(List.of(2), held(EventTime.IDLE, 0, 10_001, 0, 0));
  }
}
