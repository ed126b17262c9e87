package io.leat.server.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.leat.runtime.circuit.Node;
import io.leat.runtime.data.EventTime;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.testing.Batches.Change;
import io.leat.runtime.testing.Seeds;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.ScalarType;
import io.leat.sql.PlannedStatement;
import io.leat.sql.Planner;
import io.leat.sql.PlannerSession;
import io.leat.sql.catalog.Catalog;
import io.leat.sql.catalog.TemporaryObjects;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
  private static final int ROUNDS = Integer.getInteger("oracle.rounds", 2);
  private static final int EPOCHS = 14;
  private static final int DELAY_SECONDS = 4;
  private static final List<TimeScene> SCENES =
      List.of(
          TimeScene.PLAIN,
          TimeScene.SPRING,
          TimeScene.SPLITS,
          TimeScene.CORRECTED,
          TimeScene.IDLE,
          TimeScene.EARLY,
          TimeScene.AUTUMN);

  private long compared;
  private long lateRows;
  private long rows;

  @Test
  void windowsGiveWhatTheRowsThatWereNotLateGive() {
    long seed = MINUTES > 0 ? Seeds.freshOr("oracle.seed") : Seeds.of("oracle.seed");
    System.out.println("oracle of time: seed " + seed);
    List<String> mismatches = new ArrayList<>();
    Map<String, String> refused = new TreeMap<>();
    long deadline = System.nanoTime() + MINUTES * 60_000_000_000L;
    long next = seed;
    int rounds = 0;
    try (Duck duck = new Duck()) {
      do {
        for (int i = 0; i < ROUNDS; i++) {
          TimeScene scene = SCENES.get((int) (next % SCENES.size()));
          new Round(duck, scene, next++, rounds++ % 2 == 0).play(mismatches, refused);
        }
      } while (System.nanoTime() < deadline);
    }
    Map<String, String> first = new TreeMap<>();
    mismatches.forEach(text -> first.putIfAbsent(text.substring(0, text.indexOf(", epoch")), text));
    first.values().stream().limit(12).forEach(System.out::println);
    System.out.println(
        "oracle of time: "
            + TimeShapes.all(TimeScene.PLAIN, true).size()
            + " queries, "
            + rounds
            + " rounds, "
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
    assertEquals(0, mismatches.size(), () -> "mismatches, seed " + seed + "\n" + mismatches.get(0));
  }

  private static OracleTable.Column column(String name, DataType type, Object... values) {
    return new OracleTable.Column(name, type, List.of(values));
  }

  /** A query at work: what it has given so far. */
  private static final class Running {
    private final TimeShapes.Shape shape;
    private final ShardedCircuit circuit;
    private final boolean changes;
    private final Map<List<@Nullable Object>, Long> given = new LinkedHashMap<>();
    private int lateSeen;

    Running(
        Planner planner,
        PlannerSession session,
        TimeScene scene,
        TimeShapes.Shape shape,
        int shards,
        long seed) {
      this.shape = shape;
      PlannedStatement.Query query =
          (PlannedStatement.Query) planner.plan(scene.text(shape.sql()), session, List.of());
      List<Node> nodes = query.circuit().nodes();
      Node result = nodes.stream().filter(Node.Result.class::isInstance).findAny().orElseThrow();
      changes = nodes.get(result.inputs().get(0)) instanceof Node.Changes;
      circuit = new ShardedCircuit(query.circuit(), shards, seed, scene.zone(), scene.splits());
      circuit.feedInTurn();
    }

    Answer run(List<History.Batch> epoch, long number) {
      for (Change change : circuit.run(epoch, number)) {
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
              all.add(row);
            }
          });
      return new Answer(all);
    }

    boolean isNegative() {
      return given.values().stream().anyMatch(weight -> weight < 0);
    }

    /**
     * The time and weight of each row that was reported late since the last call, in order; of rows
     * beside their windows, the window's end.
     */
    List<String> late() {
      List<String> late = new ArrayList<>();
      List<Change> all = circuit.lateRows();
      for (; lateSeen < all.size(); lateSeen++) {
        Map<?, ?> values = (Map<?, ?>) all.get(lateSeen).row().get(0);
        Object time = values.get(values.containsKey("window_end") ? "window_end" : "ts");
        late.add(time + " × " + all.get(lateSeen).weight());
      }
      late.sort(null);
      return late;
    }
  }

  /** A history in a scene, and all queries over it. */
  private final class Round {
    private final Duck duck;
    private final TimeScene scene;
    private final long seed;
    private final boolean appendOnly;
    private final Random random;
    private final OracleTable bid;
    private final OracleTable auction;
    private final OracleTable rate;
    private final OracleTable quote;
    private final OracleTable tick;
    private final Map<Integer, List<@Nullable Object>> quotes = new TreeMap<>();
    private final ProcessingTimeModel processing;
    private final Map<String, TimeModel> models = new LinkedHashMap<>();

    /** By name of the table that holds the rows for the other engine. */
    private final Map<String, TimeModel.Rows> rowsOf = new LinkedHashMap<>();

    private final Map<String, OracleTable> tables = new LinkedHashMap<>();
    private final Map<String, List<List<@Nullable Object>>> live = new LinkedHashMap<>();
    private final List<Running> running = new ArrayList<>();
    private int shards;
    private long number;

    /** How far time has come where bids meet auctions, and rates. */
    private long both = EventTime.NONE;

    private long asOf = EventTime.NONE;
    private long quoted = EventTime.NONE;

    /** How far it has come where sessions of bids meet those of auctions. */
    private long bothSessions = EventTime.NONE;

    private List<@Nullable Object> boundsBefore = List.of();

    Round(Duck duck, TimeScene scene, long seed, boolean appendOnly) {
      this.duck = duck;
      this.scene = scene;
      this.seed = seed;
      this.appendOnly = appendOnly;
      random = new Random(seed);
      shards = 1 + random.nextInt(4);
      bid =
          table(
              "bid",
              appendOnly,
              column("v", ScalarType.INTEGER, 0, 1, 2, 3, 5, 8, 9),
              column("s", ScalarType.STRING, "x", "y", "z"));
      auction = table("auction", appendOnly, column("w", ScalarType.INTEGER, 1, 2, 3));
      rate = table("rate", true, column("rate", ScalarType.INTEGER, 10, 20, 30));
      quote = quoteTable();
      tick =
          new OracleTable(
              "tick",
              List.of(
                  column("k", ScalarType.INTEGER, 1, 2, 3, 4, 5),
                  column("v", ScalarType.INTEGER, 5, 15, 25, 35)),
              null,
              false,
              true);
      processing = new ProcessingTimeModel(scene);
      live.put("tick", new ArrayList<>());
      for (OracleTable table : List.of(bid, auction, rate, quote)) {
        TimeModel model =
            new TimeModel(scene, table.columns().size() - 1, 0, scene.seconds(DELAY_SECONDS));
        models.put(table.name(), model);
        live.put(table.name(), new ArrayList<>());
      }
      rows();
    }

    private OracleTable quoteTable() {
      return new OracleTable(
          "quote",
          List.of(
              column("k", ScalarType.INTEGER.withNullable(false), 1, 2, 3, 4),
              column("rate", ScalarType.INTEGER, 10, 20, 30),
              column("ts", scene.type())),
          null,
          false,
          false);
    }

    private OracleTable table(String name, boolean only, OracleTable.Column... more) {
      List<OracleTable.Column> columns = new ArrayList<>();
      columns.add(new OracleTable.Column("k", ScalarType.INTEGER, List.of(1, 2, 3, 4)));
      columns.addAll(List.of(more));
      columns.add(new OracleTable.Column("ts", scene.type(), List.of()));
      return new OracleTable(name, columns, null, false, only);
    }

    private void rows() {
      Map<String, TimeModel.Assigner> assigners = new LinkedHashMap<>();
      assigners.put("tumble", TimeModel.tumble(scene.seconds(10)));
      assigners.put("hop", TimeModel.hop(scene.seconds(4), scene.seconds(12)));
      assigners.put("odd_hop", TimeModel.hop(scene.seconds(4), scene.seconds(10)));
      assigners.put("cumulate", TimeModel.cumulate(scene.seconds(5), scene.seconds(20)));
      for (OracleTable table : List.of(bid, auction)) {
        assigners.forEach(
            (kind, assigner) -> {
              for (String prefix : List.of("", "both_")) {
                add(prefix + table.name() + "_" + kind, table, true, assigner);
              }
            });
        add("near_" + table.name(), table, false, null);
      }
      for (OracleTable table : List.of(bid, auction)) {
        for (String prefix : List.of("", "by_window_", "both_")) {
          String name = prefix + table.name() + "_session";
          boolean byWindow = !prefix.isEmpty() || !givesOnce();
          rowsOf.put(name, model(table.name()).sessions(scene.seconds(3), byWindow));
          tables.put(name, stored(table, name, true));
        }
      }
      rowsOf.put("bid_all", model("bid").all());
      tables.put("bid_all", stored(bid, "bid_all", false));
      add("bid_on_time", bid, false, null);
      add("asof_bid", bid, false, null);
      add("asof_rate", rate, false, null);
      ScalarType time = scene.type();
      if (appendOnly) {
        rowsOf.put("bid_seen", model("bid").seen());
      }
      tables.put("bid_seen", wider(bid, "bid_seen", column("seen", time.withNullable(true))));
      add("quoted_bid", bid, false, null);
      rowsOf.put("quoted_quote", new VersionModel(model("quote"), scene, 2));
      tables.put("quoted_quote", wider(quote, "quoted_quote", column("gone", ScalarType.INTEGER)));
      tables.put("tick_tumble", stored(tick, "tick_tumble", true));
      tables.put("tick_hop", stored(tick, "tick_hop", true));
      tables.put(
          "priced",
          wider(
              tick,
              "priced",
              column("rate", ScalarType.INTEGER),
              column("found", ScalarType.INTEGER)));
      tables.put(
          "bound",
          new OracleTable(
              "bound",
              List.of(
                  column("b", time),
                  column("j", time),
                  column("t", time),
                  column("q", time),
                  column("h", time)),
              null,
              false,
              false));
    }

    private void add(
        String name, OracleTable table, boolean windowed, TimeModel.@Nullable Assigner assigner) {
      TimeModel model = model(table.name());
      rowsOf.put(name, assigner == null ? model.onTime() : model.windows(assigner));
      tables.put(name, stored(table, name, windowed));
    }

    private static OracleTable wider(OracleTable table, String name, OracleTable.Column... more) {
      List<OracleTable.Column> columns = new ArrayList<>(table.columns());
      columns.addAll(List.of(more));
      return new OracleTable(name, columns, null, false, false);
    }

    private TimeModel model(String table) {
      return Objects.requireNonNull(models.get(table));
    }

    /** The table of some of a table's rows, for the other engine. */
    private OracleTable stored(OracleTable table, String name, boolean windowed) {
      List<OracleTable.Column> columns = new ArrayList<>(table.columns());
      if (windowed) {
        ScalarType time = ScalarType.timestamp(3).withNullable(false);
        columns.add(new OracleTable.Column("window_start", time, List.of()));
        columns.add(new OracleTable.Column("window_end", time, List.of()));
      }
      return new OracleTable(name, columns, null, false, false);
    }

    private PlannerSession session() {
      return new PlannerSession(
          Catalog.DEFAULT_CATALOG,
          Catalog.DEFAULT_DATABASE,
          scene.zone(),
          scene.settings(),
          new TemporaryObjects(),
          false);
    }

    private Planner planner() {
      Catalog catalog = new Catalog();
      Planner planner = new Planner(catalog);
      for (OracleTable table : List.of(bid, auction, rate, quote, tick)) {
        PlannedStatement.CreateTable created =
            (PlannedStatement.CreateTable) planner.plan(declaration(table), session(), List.of());
        catalog.create(created.table(), false);
      }
      return planner;
    }

    private String declaration(OracleTable table) {
      String plain = table.leatDeclaration(false);
      int end = plain.indexOf(") WITH");
      return plain.substring(0, end)
          + (table == tick
              ? ", seen AS PROCTIME()"
              : scene.text(", WATERMARK FOR ts AS ts - INTERVAL '" + DELAY_SECONDS + "' SECOND"))
          + plain.substring(end);
    }

    void play(List<String> mismatches, Map<String, String> refused) {
      duck.reset(List.copyOf(tables.values()));
      Planner planner = planner();
      for (TimeShapes.Shape shape : TimeShapes.all(scene, appendOnly)) {
        if (shape.name().contains(ONLY)) {
          try {
            running.add(new Running(planner, session(), scene, shape, shards, seed));
          } catch (LeatException e) {
            refused.put(shape.name(), e.render(shape.sql()));
          } catch (RuntimeException e) {
            refused.put(shape.name(), e.toString());
          }
        }
      }
      for (int epoch = 0; epoch < EPOCHS; epoch++) {
        epoch(epoch, epoch == EPOCHS - 1, mismatches);
      }
      running.forEach(query -> query.circuit.close());
    }

    private void epoch(int epoch, boolean end, List<String> mismatches) {
      number += 1 + random.nextInt(3);
      long now = number * TimeScene.SECOND;
      boolean restart = epoch > 0 && random.nextInt(5) == 0;
      if (restart) {
        shards = 1 + random.nextInt(4);
        running.forEach(query -> query.circuit.restart(shards));
      }
      if (restart || epoch == 0) {
        models.values().forEach(model -> model.restart(shards * scene.splits(), now));
      }
      List<History.Batch> batches = batches(epoch);
      for (int i = 0; i < batches.size(); i++) {
        TimeModel model = models.get(batches.get(i).table());
        int split = i % shards * scene.splits() + i / shards % scene.splits();
        for (Change change : batches.get(i).changes()) {
          if (model == null) {
            processing.take(change);
          } else {
            model.take(split, now, change);
          }
          rows++;
        }
      }
      models.values().forEach(model -> model.endEpoch(now, end));
      Map<String, List<String>> late = accept(processing.endEpoch(now, end));
      for (Running query : List.copyOf(running)) {
        if (end) {
          query.circuit.endInput();
        }
        String wrong = compare(query, batches, late, end);
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
                  + ", "
                  + scene.name()
                  + (appendOnly ? ", append-only" : ", updating")
                  + "\n  "
                  + scene.text(query.shape.sql())
                  + "\n  "
                  + wrong);
        }
      }
    }

    /** Takes the epoch into the other engine; gives the rows that are late, by kind. */
    private Map<String, List<String>> accept(List<History.Batch> byProcessingTime) {
      long bothBefore = both;
      long asOfBefore = asOf;
      both = TimeModel.together(both, model("bid"), model("auction"));
      asOf = TimeModel.together(asOf, model("bid"), model("rate"));
      long quotedBefore = quoted;
      quoted = TimeModel.together(quoted, model("bid"), model("quote"));
      rowsOf.values().forEach(TimeModel.Rows::endEpoch);
      bothSessions =
          TimeModel.together(
              bothSessions, model("bid"), held("bid"), model("auction"), held("auction"));
      Map<String, List<String>> late = new LinkedHashMap<>();
      List<History.Batch> closed = new ArrayList<>(byProcessingTime);
      rowsOf.forEach(
          (name, kind) -> {
            TimeModel model =
                model(
                    List.of("bid", "auction", "rate", "quote").stream()
                        .filter(table -> ("_" + name + "_").contains("_" + table + "_"))
                        .findFirst()
                        .orElseThrow());
            long judging = model.boundBefore();
            long passed = EventTime.NONE;
            long closing = model.bound();
            if (name.startsWith("both") && name.endsWith("session")) {
              closing = bothSessions;
            } else if (name.startsWith("by_window") || (name.endsWith("session") && !givesOnce())) {
              closing = held(name.contains("bid") ? "bid" : "auction");
            } else if (name.startsWith("both")) {
              passed = bothBefore;
              closing = both;
            } else if (name.startsWith("near")) {
              judging = bothBefore;
            } else if (name.startsWith("asof")) {
              judging = asOfBefore;
            } else if (name.startsWith("quoted")) {
              judging = quotedBefore;
            }
            closed.add(new History.Batch(name, kind.close(judging, passed, closing)));
            late.put(
                name,
                kind.late().stream()
                    .map(
                        change ->
                            change.row().get(change.row().size() - 1) + " × " + change.weight())
                    .toList());
          });
      models.values().forEach(TimeModel::clear);
      List<@Nullable Object> bounds =
          List.of(
              shown(model("bid").bound()),
              shown(both),
              shown(asOf),
              shown(quoted),
              shown(held("bid")));
      List<Change> boundChange = new ArrayList<>();
      if (!boundsBefore.isEmpty()) {
        boundChange.add(new Change(boundsBefore, -1));
      }
      boundChange.add(new Change(bounds, 1));
      boundsBefore = bounds;
      closed.add(new History.Batch("bound", boundChange));
      duck.apply(closed);
      return late;
    }

    /** Whether windows give one result: then one key's sessions wait for no others. */
    private boolean givesOnce() {
      return !scene.isEarly() && !scene.isCorrected();
    }

    /** How far time has come in the rows of a table's sessions. */
    private long held(String table) {
      TimeModel.Rows sessions = rowsOf.get(table + "_session");
      return ((TimeModel.SessionWindows) Objects.requireNonNull(sessions)).held(appendOnly);
    }

    private Object shown(long bound) {
      LocalDateTime time =
          bound == EventTime.END
              ? LocalDateTime.of(9999, 1, 1, 0, 0)
              : bound == EventTime.NONE
                  ? LocalDateTime.of(1, 1, 1, 0, 0)
                  : TimeScene.dateTime(bound);
      return scene.valueOf(TimeScene.micros(time));
    }

    /**
     * Weights by time: rows that differ only in columns that a query does not read are one to it,
     * so that one that comes and one that goes are nothing.
     */
    private static Map<String, Integer> net(List<String> late) {
      Map<String, Integer> weights = new TreeMap<>();
      for (String row : late) {
        int sign = row.indexOf(" × ");
        weights.merge(
            row.substring(0, sign),
            Integer.valueOf(row.substring(sign + 3)),
            (a, b) -> a + b == 0 ? null : Integer.valueOf(a + b));
      }
      return weights;
    }

    private String compare(
        Running query, List<History.Batch> batches, Map<String, List<String>> late, boolean end) {
      try {
        Answer got = query.run(batches, number);
        if (!query.circuit.rowErrors().isEmpty()) {
          return "row errors: " + query.circuit.rowErrors();
        }
        if (query.isNegative()) {
          return "taken back without being there: " + got.rows();
        }
        // Early results come when the clock says so, of what is there then; windows of windows
        // later
        // by the time for which the inner ones are corrected.
        boolean delayed = scene.isCorrected() && query.shape.twice();
        if (end || !(scene.isEarly() || delayed)) {
          Answer expected = duck.answer(scene.text(query.shape.duckSql()));
          compared++;
          if (!got.sameRows(expected)) {
            return "missing: " + expected.without(got) + "\n  beyond: " + got.without(expected);
          }
        }
        List<String> lateExpected = new ArrayList<>();
        query
            .shape
            .lateOf()
            .forEach(kind -> lateExpected.addAll(Objects.requireNonNull(late.get(kind))));
        lateExpected.sort(null);
        List<String> lateGot = query.late();
        lateRows += lateGot.size();
        return net(lateGot).equals(net(lateExpected))
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

    private List<History.Batch> batches(int epoch) {
      List<History.Batch> batches = new ArrayList<>();
      for (OracleTable table : List.of(bid, auction, rate, tick)) {
        batches(table, Objects.requireNonNull(live.get(table.name())), epoch, batches);
      }
      quotes(epoch, batches);
      return batches;
    }

    /** Some keys' rows are replaced, not always by later ones, or go. */
    private void quotes(int epoch, List<History.Batch> batches) {
      for (int i = random.nextInt(4); i > 0; i--) {
        List<Change> changes = new ArrayList<>();
        for (int j = random.nextInt(3); j >= 0; j--) {
          int key = 1 + random.nextInt(4);
          List<@Nullable Object> before = quotes.remove(key);
          if (before != null) {
            changes.add(new Change(before, -1));
          }
          if (before == null || random.nextInt(4) > 0) {
            Object time = before != null && random.nextInt(8) == 0 ? before.get(2) : time(epoch);
            List<@Nullable Object> row =
                Arrays.asList(key, quote.columns().get(1).random(random), time);
            changes.add(new Change(row, 1));
            quotes.put(key, row);
          }
        }
        changes.forEach(processing::takeRight);
        batches.add(new History.Batch("quote", changes));
      }
    }

    /** Rows around the epoch's time, some of them far behind; of updating tables, some go again. */
    private void batches(
        OracleTable table,
        List<List<@Nullable Object>> present,
        int epoch,
        List<History.Batch> batches) {
      int count = random.nextInt(4) == 0 ? 0 : 1 + random.nextInt(5);
      for (int i = 0; i < count; i++) {
        List<Change> changes = new ArrayList<>();
        int size = 1 + random.nextInt(6);
        for (int j = 0; j < size; j++) {
          if (!table.appendOnly() && !present.isEmpty() && random.nextInt(4) == 0) {
            changes.add(new Change(present.remove(random.nextInt(present.size())), -1));
          } else {
            List<@Nullable Object> row = new ArrayList<>();
            for (OracleTable.Column column : table.columns()) {
              row.add(column.name().equals("ts") ? time(epoch) : column.random(random));
            }
            changes.add(new Change(row, 1));
            present.add(row);
          }
        }
        batches.add(new History.Batch(table.name(), changes));
      }
    }

    /** Half of the times are whole seconds, so that they meet borders, gaps and each other. */
    private Object time(int epoch) {
      long spread = random.nextInt(6) == 0 ? 40_000 : 7_000;
      long millis = epoch * 4_000L + 3_000 - random.nextInt((int) spread);
      if (random.nextBoolean()) {
        millis = Math.floorDiv(millis, 1_000) * 1_000;
      }
      long scaled = millis * (scene.second() / 1_000);
      return scene.valueOf(TimeScene.micros(scene.start()) + scaled);
    }
  }
}
