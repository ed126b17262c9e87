package io.leat.server.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The past can be read and followed, whatever is written or altered meanwhile. */
@Timeout(600)
final class HistoryTest {
  private static final int KILLS = 20;
  private static final int ALTERATIONS = Integer.getInteger("store.alterations", 50);

  /** Queries with the same columns as v_sums. */
  private static final List<String> DEFINITIONS =
      List.of(
          "SELECT grp, SUM(balance) AS total, COUNT(*) AS c FROM accounts GROUP BY grp",
          "SELECT grp, MAX(balance) AS total, COUNT(*) AS c FROM accounts GROUP BY grp",
          "SELECT grp, SUM(balance) AS total, COUNT(*) AS c FROM accounts WHERE id > 7 GROUP BY grp",
          "SELECT grp, SUM(balance) AS total, COUNT(*) AS c FROM accounts GROUP BY grp"
              + " HAVING SUM(balance) > 800",
          "SELECT grp + 1 AS grp, MIN(balance) AS total, COUNT(*) AS c FROM accounts"
              + " GROUP BY grp + 1",
          "SELECT a.grp, SUM(a.balance) AS total, COUNT(*) AS c"
              + " FROM accounts a JOIN items i ON a.grp = i.grp GROUP BY a.grp",
          "SELECT grp, SUM(balance) AS total, COUNT(*) AS c FROM accounts GROUP BY grp, id",
          "SELECT grp, SUM(balance) AS total, COUNT(DISTINCT balance) AS c FROM accounts"
              + " GROUP BY grp",
          "SELECT grp, SUM(balance) AS total, COUNT(*) AS c FROM accounts WHERE id < 0 GROUP BY grp");

  private final AtomicBoolean over = new AtomicBoolean();

  private interface Body {
    void run(Server server, Connection connection, Random random, Future<Long> writer)
        throws Exception;
  }

  /** Runs something beside a thread that writes at random. */
  private long besideAWriter(String what, Body body) throws Exception {
    long seed = Seed.first();
    System.out.println(what + ": -Dstore.seed=" + seed);
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try (Server server = new Server();
        Connection connection = server.connect()) {
      Store.create(connection, 1);
      // However fast the machine is, none of the past that is asked for is forgotten.
      Store.run(connection, "SET 'history.size' = '512 MB'");
      Store.run(connection, "SET 'history.epochs' = '10000000'");
      Callable<Long> writer = () -> write(server, new Random(seed));
      Future<Long> written = thread.submit(writer);
      try {
        body.run(server, connection, new Random(~seed), written);
      } finally {
        over.set(true);
      }
      return written.get(120, TimeUnit.SECONDS);
    } finally {
      thread.shutdownNow();
    }
  }

  private long write(Server server, Random random) throws SQLException {
    long statements = 0;
    try (Connection connection = server.connect()) {
      while (!over.get()) {
        List<String> all =
            random.nextBoolean()
                ? List.of(Store.statement(random))
                : Store.transfer(random, Store.ACCOUNTS);
        for (String sql : all) {
          Store.run(connection, sql);
          statements++;
        }
      }
    }
    return statements;
  }

  private static long newestEpoch(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT * FROM progress EMIT CHANGES")) {
      assertTrue(rows.next());
      long epoch = rows.getLong(2);
      statement.cancel();
      return epoch;
    }
  }

  @Test
  void aViewOfThePastIsItsQueryOverThePast() throws Exception {
    long[] compared = {0};
    long written =
        besideAWriter(
            "as of",
            (server, connection, random, writer) -> {
              long first = newestEpoch(connection);
              long deadline = Seed.deadline();
              do {
                long newest = newestEpoch(connection);
                String asOf =
                    " AS OF EPOCH " + (first + random.nextInt((int) (newest - first) + 1));
                Store.View view = Store.VIEWS.get(random.nextInt(Store.VIEWS.size()));
                assertEquals(
                    Store.read(connection, view.query() + asOf),
                    Store.read(connection, "SELECT * FROM " + view.name() + asOf),
                    view.name() + asOf);
                compared[0]++;
              } while (System.nanoTime() < deadline);
            });
    System.out.printf("as of: %d statements, %d reads compared%n", written, compared[0]);
  }

  /** Writes a last row, when the other writer has come to its end. */
  private void finish(Connection connection, Future<Long> writer) throws Exception {
    over.set(true);
    writer.get(120, TimeUnit.SECONDS);
    Store.run(connection, "INSERT INTO notes VALUES (99, 'the end', 99)");
  }

  @Test
  void aSubscriberThatIsKilledGoesOnWhereItWas() throws Exception {
    Subscriber subscriber = new Subscriber("v_notes");
    String last = "[99, the end, 99]";
    long written =
        besideAWriter(
            "since",
            (server, connection, random, writer) -> {
              for (int i = 0; i < KILLS; i++) {
                try (Connection own = server.connect()) {
                  subscriber.follow(own, 1 + random.nextInt(25), last);
                }
              }
              finish(connection, writer);
              subscriber.follow(connection, Long.MAX_VALUE, last);
              Store.run(connection, "DELETE FROM notes WHERE grp = 98");
              assertEquals(
                  Store.read(
                      connection, "SELECT * FROM v_notes AS OF EPOCH " + newestEpoch(connection)),
                  subscriber.content());
            });
    System.out.printf(
        "since: %d statements, killed %d times, %d changes%n",
        written, KILLS, subscriber.changes());
  }

  @Test
  void anAlteredViewAndItsDependantsAreAsIfMadeAnew() throws Exception {
    Subscriber subscriber = new Subscriber("v_full");
    long[] compared = {0};
    ExecutorService thread = Executors.newSingleThreadExecutor();
    String last = "[null, null, the end]";
    long written =
        besideAWriter(
            "or alter",
            (server, connection, random, writer) -> {
              Callable<Void> follow =
                  () -> {
                    try (Connection own = server.connect()) {
                      subscriber.follow(own, Long.MAX_VALUE, last);
                    }
                    return null;
                  };
              Future<Void> following = thread.submit(follow);
              int at = 0;
              for (int i = 0; i < ALTERATIONS; i++) {
                at = (at + 1 + random.nextInt(DEFINITIONS.size() - 1)) % DEFINITIONS.size();
                String query = DEFINITIONS.get(at);
                Store.run(connection, "CREATE OR ALTER MATERIALIZED VIEW v_sums AS " + query);
                compared[0] += compare(connection, query);
              }
              finish(connection, writer);
              following.get(120, TimeUnit.SECONDS);
              assertEquals(Store.read(connection, "SELECT * FROM v_full"), subscriber.content());
            });
    thread.shutdownNow();
    System.out.printf(
        "or alter: %d statements, %d alterations, %d views compared, %d changes followed%n",
        written, ALTERATIONS, compared[0], subscriber.changes());
  }

  private static int compare(Connection connection, String altered) throws SQLException {
    connection.setAutoCommit(false);
    try {
      int compared = 0;
      for (Store.View view : Store.VIEWS) {
        String query = view.name().equals("v_sums") ? altered : view.query();
        TreeMap<String, Integer> rows = Store.read(connection, "SELECT * FROM " + view.name());
        assertEquals(Store.read(connection, query), rows, view.name() + " after " + altered);
        compared++;
      }
      return compared;
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }
}
