package io.leat.server.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.leat.runtime.circuit.Node;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.testing.Batches.Change;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.ScalarType;
import io.leat.sql.PlannedStatement;
import io.leat.sql.Planner;
import io.leat.sql.PlannerSession;
import io.leat.sql.catalog.Catalog;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Windows give, once their time has come, what the query gives over the rows that were not late,
 * and what was late is reported, all of it and nothing else: on one to four shards, over random
 * rows out of order, in random epochs, with state moved between shards; compared with DuckDB after
 * every epoch.
 *
 * <ul>
 *   <li>{@code -Doracle.seed=…} repeats a run;
 *   <li>{@code -Doracle.minutes=…} goes on with new seeds for so long;
 *   <li>{@code -Doracle.only=…} runs the queries whose names contain it.
 * </ul>
 */
class TimeOracleTest {
  private static final String ONLY = System.getProperty("oracle.only", "");
  private static final int MINUTES = Integer.getInteger("oracle.minutes", 0);
  private static final int ROUNDS = Integer.getInteger("oracle.rounds", 4);
  private static final int EPOCHS = 14;
  private static final long DELAY = 4 * TimeModel.SECOND;
  private static final LocalDateTime START = LocalDateTime.of(2026, 3, 28, 23, 58, 0);
  private static final ScalarType TIME = ScalarType.timestamp(3).withNullable(false);

  private long compared;
  private long lateRows;
  private long rows;

  @Test
  void windowsGiveWhatTheRowsThatWereNotLateGive() {
    long seed = Long.getLong("oracle.seed", new Random().nextLong() >>> 16);
    System.out.println("oracle of time: seed " + seed);
    List<String> mismatches = new ArrayList<>();
    Map<String, String> refused = new TreeMap<>();
    long deadline = System.nanoTime() + MINUTES * 60_000_000_000L;
    long next = seed;
    try (Duck duck = new Duck()) {
      do {
        for (int i = 0; i < ROUNDS; i++) {
          round(duck, next++, i % 2 == 0, mismatches, refused);
        }
      } while (System.nanoTime() < deadline);
    }
    Map<String, String> first = new TreeMap<>();
    mismatches.forEach(text -> first.putIfAbsent(text.substring(0, text.indexOf(", epoch")), text));
    first.values().stream().limit(12).forEach(System.out::println);
    System.out.println(
        "oracle of time: "
            + TimeShapes.all().size()
            + " queries, "
            + compared
            + " epochs compared, "
            + rows
            + " rows, "
            + lateRows
            + " late ones reported, mismatches "
            + mismatches.size()
            + ", seed "
            + seed);
    assertEquals(Map.of(), refused);
    assertEquals(0, mismatches.size(), "mismatches");
  }

  private static OracleTable table(String name, boolean appendOnly, OracleTable.Column... more) {
    List<OracleTable.Column> columns = new ArrayList<>();
    columns.add(new OracleTable.Column("k", ScalarType.INTEGER, List.of(1, 2, 3, 4)));
    columns.addAll(List.of(more));
    columns.add(new OracleTable.Column("ts", TIME, List.of()));
    return new OracleTable(name, columns, null, false, appendOnly);
  }

  private static OracleTable.Column column(String name, DataType type, Object... values) {
    return new OracleTable.Column(name, type, List.of(values));
  }

  /** The same with window_start and window_end, for the other engine. */
  private static OracleTable windowed(OracleTable table, String name) {
    List<OracleTable.Column> columns = new ArrayList<>(table.columns());
    columns.add(new OracleTable.Column("window_start", TIME, List.of()));
    columns.add(new OracleTable.Column("window_end", TIME, List.of()));
    return new OracleTable(name, columns, null, false, false);
  }

  private static String declaration(OracleTable table) {
    String plain = table.leatDeclaration(false);
    int end = plain.indexOf(") WITH");
    return plain.substring(0, end)
        + ", WATERMARK FOR ts AS ts - INTERVAL '4' SECOND"
        + plain.substring(end);
  }

  private static Planner planner(List<OracleTable> tables) {
    Catalog catalog = new Catalog();
    Planner planner = new Planner(catalog);
    for (OracleTable table : tables) {
      PlannedStatement.CreateTable created =
          (PlannedStatement.CreateTable) planner.plan(declaration(table), session(), List.of());
      catalog.create(created.table(), false);
    }
    return planner;
  }

  private static PlannerSession session() {
    return new PlannerSession(Catalog.DEFAULT_CATALOG, Catalog.DEFAULT_DATABASE, ZoneOffset.UTC);
  }

  /** A query at work: what it has given so far. */
  private static final class Running {
    private final TimeShapes.Shape shape;
    private final ShardedCircuit circuit;
    private final boolean changes;
    private final Map<List<@Nullable Object>, Long> given = new LinkedHashMap<>();
    private int lateSeen;

    Running(Planner planner, TimeShapes.Shape shape, int shards, long seed) {
      this.shape = shape;
      PlannedStatement.Query query =
          (PlannedStatement.Query) planner.plan(shape.sql(), session(), List.of());
      List<Node> nodes = query.circuit().nodes();
      Node result = nodes.stream().filter(Node.Result.class::isInstance).findAny().orElseThrow();
      changes = nodes.get(result.inputs().get(0)) instanceof Node.Changes;
      circuit = new ShardedCircuit(query.circuit(), shards, seed);
      circuit.feedInTurn();
    }

    Answer run(List<History.Batch> epoch) {
      for (Change change : circuit.run(epoch)) {
        List<@Nullable Object> row = change.row();
        long weight = change.weight();
        if (changes) {
          weight *= String.valueOf(row.get(0)).startsWith("+") ? 1 : -1;
          row = row.subList(2, row.size());
        }
        given.merge(Canonical.row(row), weight, (a, b) -> a + b == 0 ? null : Long.valueOf(a + b));
      }
      List<List<@Nullable Object>> all = new ArrayList<>();
      given.forEach(
          (row, weight) -> {
            for (long i = 0; i < Math.abs(weight); i++) {
              all.add(weight > 0 ? row : List.of("taken back without being there", row));
            }
          });
      return new Answer(all);
    }

    /** The time and weight of each row that was reported late since the last call, in order. */
    List<String> late() {
      List<String> late = new ArrayList<>();
      List<Change> all = circuit.lateRows();
      for (; lateSeen < all.size(); lateSeen++) {
        Map<?, ?> values = (Map<?, ?>) all.get(lateSeen).row().get(0);
        late.add(values.get("ts") + " × " + all.get(lateSeen).weight());
      }
      late.sort(null);
      return late;
    }
  }

  private void round(
      Duck duck,
      long seed,
      boolean appendOnly,
      List<String> mismatches,
      Map<String, String> refused) {
    Random random = new Random(seed);
    OracleTable bid =
        table(
            "bid",
            appendOnly,
            column("v", ScalarType.INTEGER, 0, 1, 2, 3, 5, 8, 9),
            column("s", ScalarType.STRING, "x", "y", "z"));
    OracleTable auction = table("auction", appendOnly, column("w", ScalarType.INTEGER, 1, 2, 3));
    int shards = 1 + random.nextInt(4);
    TimeModel bids = new TimeModel(3, 0, DELAY, shards);
    TimeModel auctions = new TimeModel(2, 0, DELAY, shards);
    Map<String, TimeModel.Windows> windows = new LinkedHashMap<>();
    windows.put("bid_tumble", bids.windows(TimeModel.tumble(10 * TimeModel.SECOND)));
    windows.put(
        "bid_hop", bids.windows(TimeModel.hop(4 * TimeModel.SECOND, 12 * TimeModel.SECOND)));
    windows.put(
        "bid_odd_hop", bids.windows(TimeModel.hop(4 * TimeModel.SECOND, 10 * TimeModel.SECOND)));
    windows.put(
        "bid_cumulate",
        bids.windows(TimeModel.cumulate(5 * TimeModel.SECOND, 20 * TimeModel.SECOND)));
    windows.put("bid_session", bids.sessions(3 * TimeModel.SECOND));
    windows.put("auction_tumble", auctions.windows(TimeModel.tumble(10 * TimeModel.SECOND)));
    windows.put("both_bid_tumble", bids.windows(TimeModel.tumble(10 * TimeModel.SECOND)));
    windows.put("both_auction_tumble", auctions.windows(TimeModel.tumble(10 * TimeModel.SECOND)));
    List<OracleTable> duckTables = new ArrayList<>();
    windows
        .keySet()
        .forEach(name -> duckTables.add(windowed(name.contains("auction") ? auction : bid, name)));
    OracleTable boundTable =
        new OracleTable(
            "bound", List.of(new OracleTable.Column("b", TIME, List.of())), null, false, false);
    duckTables.add(boundTable);
    duck.reset(duckTables);
    Planner planner = planner(List.of(bid, auction));
    List<Running> running = new ArrayList<>();
    for (TimeShapes.Shape shape : TimeShapes.all()) {
      if (shape.name().contains(ONLY)) {
        try {
          running.add(new Running(planner, shape, shards, seed));
        } catch (LeatException e) {
          refused.put(shape.name(), e.render(shape.sql()));
        } catch (RuntimeException e) {
          refused.put(shape.name(), e.toString());
        }
      }
    }
    List<List<@Nullable Object>> liveBids = new ArrayList<>();
    List<List<@Nullable Object>> liveAuctions = new ArrayList<>();
    @Nullable LocalDateTime boundBefore = null;
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
      boolean end = epoch == EPOCHS - 1;
      if (epoch > 0 && random.nextInt(5) == 0) {
        shards = 1 + random.nextInt(4);
        bids.restart(shards);
        auctions.restart(shards);
        int count = shards;
        running.forEach(query -> query.circuit.restart(count));
      }
      List<History.Batch> batches = new ArrayList<>();
      batches(bid, liveBids, epoch, random, batches);
      batches(auction, liveAuctions, epoch, random, batches);
      for (int i = 0; i < batches.size(); i++) {
        TimeModel model = batches.get(i).table().equals("bid") ? bids : auctions;
        for (Change change : batches.get(i).changes()) {
          model.take(i % shards, change);
          rows++;
        }
      }
      bids.endEpoch(end);
      auctions.endEpoch(end);
      Map<String, List<String>> late = new LinkedHashMap<>();
      List<History.Batch> closed = new ArrayList<>();
      long both = Math.min(bids.bound(), auctions.bound());
      windows.forEach(
          (name, kind) -> {
            long closing =
                name.startsWith("both")
                    ? both
                    : name.startsWith("bid") ? bids.bound() : auctions.bound();
            closed.add(new History.Batch(name, kind.close(closing)));
            late.put(
                name,
                kind.late().stream()
                    .map(
                        change ->
                            change.row().get(change.row().size() - 1) + " × " + change.weight())
                    .toList());
          });
      bids.clear();
      auctions.clear();
      LocalDateTime bound =
          bids.bound() == Long.MAX_VALUE
              ? LocalDateTime.of(9999, 1, 1, 0, 0)
              : bids.bound() == Long.MIN_VALUE
                  ? LocalDateTime.of(1, 1, 1, 0, 0)
                  : TimeModel.dateTime(bids.bound());
      List<Change> boundChange = new ArrayList<>();
      if (boundBefore != null) {
        boundChange.add(new Change(List.of(boundBefore), -1));
      }
      boundChange.add(new Change(List.of(bound), 1));
      boundBefore = bound;
      closed.add(new History.Batch("bound", boundChange));
      duck.apply(closed);
      for (Running query : List.copyOf(running)) {
        if (end) {
          query.circuit.endInput();
        }
        String wrong = compare(duck, query, batches, late);
        if (!wrong.isEmpty()) {
          running.remove(query);
          mismatches.add(
              query.shape.name()
                  + ", epoch "
                  + epoch
                  + ", "
                  + shards
                  + " shards, seed "
                  + seed
                  + (appendOnly ? ", append-only" : ", updating")
                  + "\n  "
                  + query.shape.sql()
                  + "\n  "
                  + wrong);
        }
      }
    }
    running.forEach(query -> query.circuit.close());
  }

  private String compare(
      Duck duck, Running query, List<History.Batch> batches, Map<String, List<String>> late) {
    try {
      Answer expected = duck.answer(query.shape.duckSql());
      Answer got = query.run(batches);
      compared++;
      if (!query.circuit.rowErrors().isEmpty()) {
        return "row errors: " + query.circuit.rowErrors();
      }
      if (!got.sameRows(expected)) {
        return "missing: " + expected.without(got) + "\n  beyond: " + got.without(expected);
      }
      List<String> lateExpected = new ArrayList<>();
      query.shape.lateOf().forEach(kind -> lateExpected.addAll(late.getOrDefault(kind, List.of())));
      lateExpected.sort(null);
      List<String> lateGot = query.late();
      lateRows += lateGot.size();
      return lateGot.equals(lateExpected)
          ? ""
          : "late: " + lateGot + "\n  expected to be late: " + lateExpected;
    } catch (Duck.RefusedException e) {
      return "DuckDB: " + e.getMessage();
    } catch (RuntimeException | AssertionError e) {
      StringBuilder text = new StringBuilder(e.toString());
      for (int i = 0; i < Math.min(8, e.getStackTrace().length); i++) {
        text.append("\n    ").append(e.getStackTrace()[i]);
      }
      return text.toString();
    }
  }

  /** Rows around the epoch's time, some of them far behind; of updating tables, some go again. */
  private static void batches(
      OracleTable table,
      List<List<@Nullable Object>> live,
      int epoch,
      Random random,
      List<History.Batch> batches) {
    int count = random.nextInt(4) == 0 ? 0 : 1 + random.nextInt(5);
    for (int i = 0; i < count; i++) {
      List<Change> changes = new ArrayList<>();
      int size = 1 + random.nextInt(6);
      for (int j = 0; j < size; j++) {
        if (!table.appendOnly() && !live.isEmpty() && random.nextInt(4) == 0) {
          changes.add(new Change(live.remove(random.nextInt(live.size())), -1));
        } else {
          List<@Nullable Object> row = new ArrayList<>();
          for (OracleTable.Column column : table.columns()) {
            row.add(column.name().equals("ts") ? time(epoch, random) : column.random(random));
          }
          changes.add(new Change(row, 1));
          live.add(row);
        }
      }
      batches.add(new History.Batch(table.name(), changes));
    }
  }

  private static LocalDateTime time(int epoch, Random random) {
    long spread = random.nextInt(6) == 0 ? 40_000 : 7_000;
    long millis = epoch * 4_000L + 3_000 - random.nextInt((int) spread);
    return START.plusNanos(millis * 1_000_000);
  }
}
