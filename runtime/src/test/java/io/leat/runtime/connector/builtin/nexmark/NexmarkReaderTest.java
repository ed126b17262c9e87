package io.leat.runtime.connector.builtin.nexmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.runtime.circuit.TableDefinition;
import io.leat.runtime.connector.Connectors;
import io.leat.runtime.connector.ManualClock;
import io.leat.runtime.connector.Source;
import io.leat.runtime.connector.SourceReader;
import io.leat.runtime.connector.Split;
import io.leat.runtime.connector.builtin.nexmark.model.NexmarkEvents;
import io.leat.runtime.connector.builtin.nexmark.model.NexmarkModel;
import io.leat.runtime.data.BoxedValues;
import io.leat.runtime.data.Column;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NexmarkReaderTest {
  private static final RowSchema SCHEMA =
      RowSchema.of(
          new RowSchema.Field("event_type", ScalarType.INTEGER),
          new RowSchema.Field("bid.auction", ScalarType.BIGINT),
          new RowSchema.Field("bid.dateTime", ScalarType.timestamp(3)),
          new RowSchema.Field("auction.itemName", ScalarType.STRING),
          new RowSchema.Field("person.id", ScalarType.BIGINT));

  private final ManualClock clock = new ManualClock(5, 1_700_000_000_123_456L);

  private static Source source(String... options) {
    Map<String, String> map = new HashMap<>(Map.of("connector", "nexmark"));
    for (int i = 0; i < options.length; i += 2) {
      map.put(options[i], options[i + 1]);
    }
    TableDefinition table = new TableDefinition("t", SCHEMA, map, List.of());
    return Connectors.validate(table).source(table);
  }

  private SourceReader reader(Source source, List<Split> splits) {
    SourceReader reader = source.reader(List.of(0, 1, 2, 3, 4), SCHEMA, clock);
    reader.assign(splits);
    return reader;
  }

  private static List<List<Object>> read(SourceReader reader, int most) {
    Column[] columns = SCHEMA.types().stream().map(Column::of).toArray(Column[]::new);
    int count = reader.read(columns, most);
    List<List<Object>> rows = new ArrayList<>();
    for (int row = 0; row < count; row++) {
      List<Object> values = new ArrayList<>();
      for (int i = 0; i < columns.length; i++) {
        assertEquals(count, columns[i].size());
        values.add(String.valueOf(BoxedValues.get(columns[i], row, SCHEMA.type(i))));
      }
      rows.add(values);
    }
    return rows;
  }

  private static List<List<Object>> readAll(SourceReader reader, int most) {
    List<List<Object>> rows = new ArrayList<>();
    while (!reader.finished()) {
      rows.addAll(read(reader, most));
    }
    return rows;
  }

  private static List<List<Object>> expected(NexmarkModel model, int count) {
    NexmarkEvents events = new NexmarkEvents(model);
    List<List<Object>> rows = new ArrayList<>();
    for (int number = 0; number < count; number++) {
      long id = events.id(number);
      int kind = events.kind(id);
      boolean bid = kind == NexmarkEvents.BID;
      long name = events.auctionItemName(id);
      rows.add(
          List.of(
              String.valueOf(kind),
              bid ? String.valueOf(events.bidAuction(id)) : "null",
              bid ? time(events.timeMillis(id)) : "null",
              kind == NexmarkEvents.AUCTION
                  ? new String(
                      events.texts(), (int) (name >>> 32), (int) name, StandardCharsets.UTF_8)
                  : "null",
              kind == NexmarkEvents.PERSON ? String.valueOf(events.personId(id)) : "null"));
    }
    return rows;
  }

  private static String time(long millis) {
    return LocalDateTime.ofInstant(Instant.ofEpochMilli(millis), ZoneOffset.UTC).toString();
  }

  @Test
  void columnsAreWhatTheEventsSay() {
    for (long rate : new long[] {7, 999, 1000, 100_000, 300_001}) {
      for (int disorder : new int[] {1, 20}) {
        NexmarkModel model =
            NexmarkModel.STANDARD
                .withTimes(rate, NexmarkModel.STANDARD.baseMillis())
                .withDisorder(disorder);
        Source source =
            source(
                "events.num", "1000",
                "first-event.rate", Long.toString(rate),
                "out-of-order.group-size", Integer.toString(disorder));
        List<Split> splits = source.enumerator().discover(1);
        assertEquals(expected(model, 1000), readAll(reader(source, splits), 77));
      }
    }
  }

  @Test
  void splitsShareTheEventsAndGoOnFromTheirOffsets() {
    Source source = source("events.num", "20000");
    List<List<Object>> all = new ArrayList<>();
    for (Split split : source.enumerator().discover(3)) {
      SourceReader reader = reader(source, List.of(split));
      all.addAll(read(reader, 1000));
      all.addAll(readAll(reader(source, reader.offsets()), 4096));
    }
    List<List<Object>> expected = expected(NexmarkModel.STANDARD, 20_000);
    assertEquals(sorted(expected), sorted(all));
  }

  @Test
  void aReaderOfSeveralSplitsTakesThemInOrderOfTime() {
    Source source = source("events.num", "20000");
    SourceReader reader = reader(source, source.enumerator().discover(3));
    assertTrue(reader.splitsApart());
    assertEquals(expected(NexmarkModel.STANDARD, 20_000), readAll(reader, 4096));
  }

  @Test
  void limitedEventsComeWithTimeFromNowOn() {
    Source source = source("rate.limited", "true", "first-event.rate", "1000", "base-time", "now");
    SourceReader reader = reader(source, source.enumerator().discover(1));
    assertEquals(1, read(reader, 4096).size());
    clock.advanceTo(5 + 99_000_000L);
    List<List<Object>> rows = read(reader, 4096);
    assertEquals(99, rows.size());
    assertEquals(time(1_700_000_000_222L), rows.get(98).get(2));
    assertEquals(0, read(reader, 4096).size());
  }

  private static List<String> sorted(List<List<Object>> rows) {
    return rows.stream().map(Object::toString).sorted().toList();
  }
}
