package io.leat.runtime.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.runtime.circuit.Node;
import io.leat.runtime.circuit.TableDefinition;
import io.leat.runtime.connector.Source;
import io.leat.runtime.connector.Split;
import io.leat.runtime.testing.ScriptedConnector;
import io.leat.runtime.testing.VirtualClock;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import java.nio.ByteBuffer;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SourceFeedTest {
  private static final TableDefinition TABLE =
      new TableDefinition(
          "t",
          RowSchema.of(new RowSchema.Field("n", ScalarType.BIGINT)),
          Map.of("connector", "scripted"),
          List.of());

  private static Split split(String id, long place) {
    return new Split(id, ByteBuffer.allocate(Long.BYTES).putLong(place).array());
  }

  private static Map<String, Long> places(SourceFeed feed) {
    Map<String, Long> places = new TreeMap<>();
    for (Split split : feed.offsets()) {
      places.put(split.id(), ByteBuffer.wrap(split.offset()).getLong());
    }
    return places;
  }

  @Test
  void aCheckpointSoonAfterARestartKnowsThePlacesInSplitsThatNobodyHasTakenYet() {
    Source source = new ScriptedConnector(1_000, 2, 0).source(TABLE);
    SplitAssignment splits =
        new SplitAssignment(source.enumerator(), 1, List.of(split("0", 400), split("1", 701)));
    try (SourceFeed feed =
        new SourceFeed(
            new Node.Source("source", TABLE, List.of(0)),
            source,
            splits,
            0,
            new VirtualClock(),
            ZoneId.of("UTC"),
            () -> {},
            null)) {
      assertEquals(Map.of("0", 400L, "1", 701L), places(feed));
      assertTrue(feed.read().size() > 0);
      assertEquals(List.of("0", "1"), List.copyOf(places(feed).keySet()));
    }
  }
}
