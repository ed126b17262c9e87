package io.leat.server.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import io.leat.server.engine.LocalEngine;
import io.leat.server.engine.Session;
import io.leat.server.engine.StatementResult;
import io.leat.server.slt.RowText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Materialized views of random queries, on tables and on each other: after every write, and after
 * views have been altered while others read them, each holds what its query gives, and its
 * followers have been told of exactly that.
 */
@Timeout(600)
final class RandomViewsTest {
  private static final long SEED = Long.getLong("views.seed", 20_261_127L);
  private static final int ALTERATIONS = Integer.getInteger("views.alterations", 50);
  private static final int VIEWS = 7;
  private static final int TRIES = 40;

  private long compared;
  private long altered;
  private long writes;
  private long changes;
  private long failing;
  private long fresh;

  /** A view, its query, and the table that it is to other queries. */
  private record View(String query, OracleTable asTable) {}

  @Test
  void everyViewIsItsQuery() {
    long seed = SEED;
    for (; altered < ALTERATIONS; seed++) {
      new Round(seed).run();
    }
    System.out.printf(
        "random views: -Dviews.seed=%d, %d rounds, %d writes, %d alterations, %d views compared,"
            + " %d with views made anew, %d changes followed, %d queries that fail on a row, 0 mismatches%n",
        SEED, seed - SEED, writes, altered, compared, fresh, changes, failing);
    assertTrue(compared > 5 * failing);
  }

  private final class Round {
    private final long seed;
    private final Random random;
    private final List<OracleTable> tables;
    private final List<View> views = new ArrayList<>();
    private final Map<String, Follower> followers = new HashMap<>();

    Round(long seed) {
      this.seed = seed;
      this.random = new Random(seed);
      this.tables = RandomTables.of(random);
    }

    void run() {
      try (LocalEngine engine = LocalEngine.start(1 + random.nextInt(4));
          Session session = engine.openSession("random", false);
          Session following = engine.openSession("follows", false)) {
        tables.forEach(table -> execute(session, declaration(table)));
        for (int i = 0; i < 10; i++) {
          write(session);
        }
        index(session);
        for (int i = 0; i < VIEWS; i++) {
          create(session, following, i);
        }
        // Views whose joins find rows by it go on without it.
        tryExecute(session, "DROP INDEX ix0");
        for (int step = 0; step < 10; step++) {
          for (int i = random.nextInt(4); i >= 0; i--) {
            write(session);
          }
          alter(session);
          if (compare(session)) {
            compareWithFresh(session);
          }
        }
        for (View view : views) {
          Follower follower = followers.get(view.asTable().name());
          if (follower != null) {
            follower.await(counted(session, "SELECT * FROM " + view.asTable().name()));
            changes += follower.changes;
          }
        }
      }
    }

    private String declaration(OracleTable table) {
      return table.columns().stream()
          .map(column -> "`" + column.name() + "` " + column.type())
          .collect(
              Collectors.joining(
                  ", ",
                  "CREATE TABLE " + table.name() + " (",
                  table.key() == null ? ")" : ", PRIMARY KEY (" + table.key() + "))"));
    }

    /** Indexes by which joins of views may find rows, of columns that an index can have. */
    private void index(Session session) {
      for (int i = 0; i < tables.size(); i++) {
        OracleTable table = tables.get(i);
        int column = random.nextInt(table.columns().size());
        String name = table.columns().get(column).name();
        tryExecute(session, "CREATE INDEX ix" + i + " ON " + table.name() + " (`" + name + "`)");
      }
    }

    private List<OracleTable> readable(int views) {
      List<OracleTable> all = new ArrayList<>(tables);
      this.views.stream().limit(views).map(View::asTable).forEach(all::add);
      return all;
    }

    private void create(Session session, Session following, int number) {
      String name = "mv" + number;
      for (int i = 0; i < TRIES; i++) {
        String query = new RandomQueries(random, readable(views.size())).next().toString();
        if (!tryExecute(session, "CREATE MATERIALIZED VIEW " + name + " AS " + query)) {
          continue;
        }
        views.add(new View(query, asTable(name, columns(session, query))));
        if (random.nextInt(3) == 0) {
          followers.put(
              name,
              new Follower(
                  following.execute("SELECT * FROM " + name + " EMIT CHANGES", List.of())));
        }
        return;
      }
      throw new AssertionError("no view can be made, seed " + seed);
    }

    private OracleTable asTable(String name, RowSchema schema) {
      List<OracleTable.Column> columns =
          schema.fields().stream()
              .map(field -> new OracleTable.Column(field.name(), field.type(), List.of()))
              .toList();
      return new OracleTable(name, columns, null, false, false);
    }

    private RowSchema columns(Session session, String query) {
      return session.describe(query).schema().orElseThrow();
    }

    /** Gives some view another query with the same columns. */
    private void alter(Session session) {
      int at = random.nextInt(views.size());
      View view = views.get(at);
      RowSchema columns = columns(session, view.query());
      String casts =
          columns.fields().stream()
              .map(
                  field ->
                      "CAST(%s AS %s) AS %s"
                          .formatted(field.name(), bare(field.type()), field.name()))
              .collect(Collectors.joining(", "));
      for (int i = 0; i < TRIES; i++) {
        String other = new RandomQueries(random, readable(at)).next(view.asTable()).toString();
        String query = "SELECT " + casts + " FROM (" + other + ") AS o";
        if (hasTypes(session, query, columns)
            && tryExecute(
                session,
                "CREATE OR ALTER MATERIALIZED VIEW " + view.asTable().name() + " AS " + query)) {
          views.set(at, new View(query, view.asTable()));
          altered++;
          return;
        }
      }
    }

    private boolean hasTypes(Session session, String query, RowSchema wanted) {
      try {
        return columns(session, query).types().equals(wanted.types());
      } catch (LeatException refused) {
        return false;
      }
    }

    private static String bare(DataType type) {
      return type.withNullable(true).toString();
    }

    /** All views with their queries; whether no query fails on a row. */
    private boolean compare(Session session) {
      long failed = failing;
      execute(session, "BEGIN");
      for (View view : views) {
        TreeMap<String, Integer> expected;
        try {
          expected = counted(session, view.query());
        } catch (LeatException failsOnARow) {
          failing++;
          continue;
        }
        assertEquals(
            expected,
            counted(session, "SELECT * FROM " + view.asTable().name()),
            () -> "seed " + seed + ", " + view.asTable().name() + " AS " + view.query());
        compared++;
      }
      execute(session, "COMMIT");
      return failing == failed;
    }

    /** All views with views of the same queries, on each other, that are made now. */
    private void compareWithFresh(Session session) {
      List<String> made = new ArrayList<>();
      for (View view : views) {
        String query = view.query().replaceAll("\\bmv(\\d)\\b", "fresh$1");
        String name = view.asTable().name().replace("mv", "fresh");
        execute(session, "CREATE MATERIALIZED VIEW " + name + " AS " + query);
        made.add(0, name);
        assertEquals(
            counted(session, "SELECT * FROM " + name),
            counted(session, "SELECT * FROM " + view.asTable().name()),
            () -> "seed " + seed + ", " + view.asTable().name() + " AS " + view.query());
        fresh++;
      }
      made.forEach(name -> execute(session, "DROP MATERIALIZED VIEW " + name));
    }

    /** One statement, or some in a transaction. */
    private void write(Session session) {
      writes++;
      if (random.nextInt(4) > 0) {
        execute(session, statement());
        return;
      }
      execute(session, "BEGIN");
      for (int i = 0; i < 3; i++) {
        execute(session, statement());
      }
      execute(session, random.nextInt(4) == 0 ? "ROLLBACK" : "COMMIT");
    }

    private String statement() {
      OracleTable table = tables.get(random.nextInt(tables.size()));
      OracleTable.Column column = table.columns().get(random.nextInt(table.columns().size()));
      String where = " WHERE `" + column.name() + "` = " + value(column);
      return switch (random.nextInt(10)) {
        case 0 -> "DELETE FROM " + table.name() + where;
        case 1 -> "DELETE FROM " + table.name() + " WHERE `" + column.name() + "` IS NULL";
        case 2, 3 -> update(table) + where;
        case 4 -> "INSERT INTO " + table.name() + " SELECT * FROM " + table.name() + where;
        case 5 -> random.nextInt(6) == 0 ? "TRUNCATE TABLE " + table.name() : update(table) + where;
        default -> insert(table);
      };
    }

    private String insert(OracleTable table) {
      List<String> rows = new ArrayList<>();
      for (int i = random.nextInt(4); i >= 0; i--) {
        rows.add(
            table.columns().stream().map(this::value).collect(Collectors.joining(", ", "(", ")")));
      }
      return "INSERT INTO " + table.name() + " VALUES " + String.join(", ", rows);
    }

    private String update(OracleTable table) {
      List<OracleTable.Column> columns =
          table.columns().stream().filter(column -> !column.name().equals(table.key())).toList();
      OracleTable.Column column = columns.get(random.nextInt(columns.size()));
      return "UPDATE " + table.name() + " SET `" + column.name() + "` = " + value(column);
    }

    private String value(OracleTable.Column column) {
      return "CAST("
          + DuckText.literal(column.random(random), column.type())
          + " AS "
          + bare(column.type())
          + ")";
    }

    private void execute(Session session, String sql) {
      try {
        RowText.of(session.execute(sql, List.of()));
      } catch (LeatException e) {
        throw new AssertionError("seed " + seed + ", " + sql + ": " + e.message(), e);
      }
    }

    /** False if the engine refuses the statement. */
    private boolean tryExecute(Session session, String sql) {
      try {
        session.execute(sql, List.of());
        return true;
      } catch (LeatException e) {
        if (e.sqlState().startsWith("XX")) {
          throw new AssertionError("seed " + seed + ", " + sql, e);
        }
        return false;
      }
    }
  }

  private static TreeMap<String, Integer> counted(Session session, String sql) {
    TreeMap<String, Integer> rows = new TreeMap<>();
    RowText.of(session.execute(sql, List.of())).forEach(row -> rows.merge(row, 1, Integer::sum));
    return rows;
  }

  /** Adds up the changes of a relation. */
  private static final class Follower {
    private final StatementResult.Rows rows;
    private final TreeMap<String, Integer> content = new TreeMap<>();
    private long changes;

    Follower(StatementResult result) {
      this.rows = (StatementResult.Rows) result;
    }

    /** Reads until it has been told of this content. */
    void await(TreeMap<String, Integer> expected) {
      long deadline = System.nanoTime() + 120_000_000_000L;
      while (!content.equals(expected)) {
        assertTrue(System.nanoTime() < deadline, () -> "told of " + content + ", is " + expected);
        RowText.next(rows.stream(), 100).forEach(this::take);
      }
      rows.stream().close();
    }

    private void take(String row) {
      String[] parts = row.split("\t", 3);
      int weight = parts[0].startsWith("+") ? 1 : -1;
      content.merge(parts[2], weight, (a, b) -> a + b == 0 ? null : a + b);
      changes++;
    }
  }
}
