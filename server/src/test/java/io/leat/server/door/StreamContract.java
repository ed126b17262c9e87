package io.leat.server.door;

import static io.leat.server.door.DriverFixture.count;
import static io.leat.server.door.DriverFixture.failure;
import static io.leat.server.door.DriverFixture.inThread;
import static io.leat.server.door.DriverFixture.state;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.server.fake.FakeEngine;
import io.leat.server.fake.FakeStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * What the driver promises of results, whose rows come as they are made, and of statements that
 * wait.
 */
interface StreamContract extends DriverContract {
  @Test
  default void queryReturnsBeforeTheFirstRowAndRowsArriveOneByOne() throws Exception {
    FakeStream rows = engine().stream("x");
    try (Statement statement = connection().createStatement();
        ResultSet result = statement.executeQuery("stream x")) {
      for (long n = 1; n <= 3; n++) {
        CompletableFuture<Boolean> next = inThread(result::next);
        Eventually.holds("a fetch waits", rows::isAwaited);
        assertFalse(next.isDone());
        rows.row(n, "row");
        assertTrue(next.get(120, TimeUnit.SECONDS));
        assertEquals(n, result.getLong("N"));
        assertEquals("row", result.getString(2));
      }
    }
    assertTrue(rows.isClosed());
  }

  @Test
  default void boundedResultIsReadToItsEnd() throws Exception {
    try (Statement statement = connection().createStatement()) {
      for (int size : List.of(0, 1, 10_001)) {
        try (ResultSet result = statement.executeQuery("numbers " + size)) {
          long read = 0;
          while (result.next()) {
            assertEquals(read++, result.getLong(1));
          }
          assertEquals(size, read);
          assertFalse(result.next());
        }
      }
    }
  }

  @Test
  default void aRowOfSeveralCopiesIsReadAsOften() throws Exception {
    FakeStream rows = engine().stream("x");
    rows.weightedRows(
        List.of(List.of(1L, "once"), List.of(2L, "often"), List.of(3L, "last")),
        new long[] {1, 20_000, 2});
    rows.end(null);
    try (Statement statement = connection().createStatement();
        ResultSet result = statement.executeQuery("stream x")) {
      long[] read = new long[4];
      while (result.next()) {
        read[result.getInt(1)]++;
      }
      assertArrayEquals(new long[] {0, 1, 20_000, 2}, read);
    }
  }

  @Test
  default void aLongRowOfManyCopiesComesInPieces() throws Exception {
    FakeStream rows = engine().stream("x");
    rows.weightedRows(List.of(List.of(1L, "x".repeat(1 << 20))), new long[] {3_000});
    rows.end(null);
    try (Statement statement = connection().createStatement()) {
      statement.setMaxRows(10);
      try (ResultSet result = statement.executeQuery("stream x")) {
        int read = 0;
        while (result.next()) {
          assertEquals(1 << 20, result.getString(2).length());
          read++;
        }
        assertEquals(10, read);
      }
    }
  }

  @Test
  default void streamsOfChangesAreMarkedAsSuch() throws Exception {
    engine().stream("x").end(null);
    try (Statement statement = connection().createStatement();
        ResultSet result = statement.executeQuery("changes x")) {
      ResultSetMetaData columns = result.getMetaData();
      for (int i = 1; i <= columns.getColumnCount(); i++) {
        assertEquals("leat", columns.getSchemaName(i));
        assertEquals("changes", columns.getTableName(i));
      }
    }
  }

  @Test
  default void cancelEndsAWaitingReader() throws Exception {
    FakeStream rows = engine().stream("x");
    Statement statement = connection().createStatement();
    ResultSet result = statement.executeQuery("stream x");
    CompletableFuture<Boolean> next = inThread(result::next);
    Eventually.holds("a fetch waits", rows::isAwaited);
    statement.cancel();
    assertEquals("57014", state(failure(next)));
    assertTrue(rows.isClosed());
    assertTrue(statement.executeQuery("numbers 1").next());
    assertEquals("57014", state(assertThrows(SQLException.class, () -> cancelled(statement))));
  }

  private void cancelled(Statement statement) throws SQLException {
    ResultSet result = statement.executeQuery("stream later");
    statement.cancel();
    result.next();
  }

  @Test
  default void cancelOfAStatementThatDoesNothingIsForgotten() throws Exception {
    Statement statement = connection().createStatement();
    statement.cancel();
    ResultSet result = statement.executeQuery("numbers 2");
    statement.cancel();
    assertTrue(result.next());
  }

  @Test
  default void closingTheResultTheStatementOrTheConnectionEndsTheQuery() throws Exception {
    Statement first = connection().createStatement();
    ResultSet result = first.executeQuery("stream a");
    CompletableFuture<Boolean> waitingForResult = inThread(result::next);
    Statement second = connection().createStatement();
    CompletableFuture<Boolean> waitingForStatement =
        inThread(second.executeQuery("stream b")::next);
    CompletableFuture<Boolean> waitingForConnection =
        inThread(connection().createStatement().executeQuery("stream c")::next);
    for (String name : List.of("a", "b", "c")) {
      Eventually.holds("a fetch waits on " + name, () -> engine().stream(name).isAwaited());
    }
    result.close();
    assertEquals("57014", state(failure(waitingForResult)));
    assertTrue(engine().stream("a").isClosed());
    second.close();
    assertEquals("57014", state(failure(waitingForStatement)));
    assertTrue(engine().stream("b").isClosed());
    connection().close();
    assertEquals("57014", state(failure(waitingForConnection)));
    assertTrue(engine().stream("c").isClosed());
    assertTrue(engine().sessions().get(0).isClosed());
    assertThrows(SQLException.class, result::next);
    assertThrows(SQLException.class, () -> second.executeQuery("numbers 1"));
    assertThrows(SQLException.class, () -> connection().createStatement());
  }

  @Test
  default void cancelInterruptsAStatementThatTheEngineWorksOn() throws Exception {
    Statement statement = connection().createStatement();
    CompletableFuture<Boolean> running = inThread(() -> statement.execute("block"));
    Eventually.holds("it runs", () -> engine().sessions().get(0).isBlocking());
    statement.cancel();
    assertEquals("57014", state(failure(running)));
    Eventually.holds("it has ended", () -> !engine().sessions().get(0).isBlocking());
    assertEquals(3, statement.executeUpdate("update 3"));
  }

  @Test
  default void timeoutEndsTheQuery() throws Exception {
    try (Statement statement = connection().createStatement()) {
      statement.setQueryTimeout(1);
      ResultSet result = statement.executeQuery("stream x");
      SQLException error = assertThrows(SQLException.class, result::next);
      assertEquals("57014", state(error));
      assertTrue(error.getMessage().contains("timeout of 1 s"), error.getMessage());
      assertTrue(engine().stream("x").isClosed());
      assertEquals(
          "57014", state(assertThrows(SQLException.class, () -> statement.execute("block"))));
    }
  }

  @Test
  default void maxRowsEndsAnEndlessQuery() throws Exception {
    try (Statement statement = connection().createStatement();
        PreparedStatement prepared = connection().prepareStatement("flood")) {
      statement.setMaxRows(5000);
      assertEquals(5000, count(statement.executeQuery("flood")));
      assertTrue(engine().stream("flood").isClosed());
      prepared.setMaxRows(10);
      assertEquals(10, count(prepared.executeQuery()));
      assertTrue(engine().stream("flood").isClosed());
      statement.setMaxRows(0);
      assertEquals(20, count(statement.executeQuery("numbers 20")));
    }
  }

  @Test
  default void aReaderThatSleepsHoldsOnlyItsOwnQuery() throws Exception {
    try (Statement statement = connection().createStatement();
        ResultSet result = statement.executeQuery("flood")) {
      assertTrue(result.next());
      int taken = engine().stream("flood").polled();
      try (Statement other = connection().createStatement()) {
        for (int i = 0; i < 20; i++) {
          assertEquals(100, count(other.executeQuery("numbers 100")));
        }
      }
      assertEquals(taken, engine().stream("flood").polled(), "pages taken without being asked for");
      assertTrue(taken <= 2, () -> taken + " pages for one row");
    }
  }

  @Test
  default void twoHundredIdleQueriesNeedFewThreads() throws Exception {
    List<Statement> statements = new ArrayList<>();
    List<CompletableFuture<Boolean>> waiting = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      Statement statement = connection().createStatement();
      statements.add(statement);
      ResultSet result = statement.executeQuery("stream s" + i);
      waiting.add(inThread(result::next));
    }
    for (int i = 0; i < 200; i++) {
      String name = "s" + i;
      Eventually.holds("a fetch waits on " + name, () -> engine().stream(name).isAwaited());
    }
    // Those of the tests before may be on their way out.
    Eventually.holds(
        "no more than 64 threads",
        () ->
            Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().startsWith("leat-"))
                    .count()
                <= 64);
    try (Statement other = connection().createStatement()) {
      assertEquals(10, count(other.executeQuery("numbers 10")));
    }
    for (int i = 0; i < 200; i++) {
      engine().stream("s" + i).row((long) i, "x");
      assertTrue(waiting.get(i).get(120, TimeUnit.SECONDS));
    }
    for (Statement statement : statements) {
      statement.close();
    }
    for (int i = 0; i < 200; i++) {
      assertTrue(engine().stream("s" + i).isClosed());
    }
  }

  @Test
  default void blockedStatementsDoNotHoldUpOthers() throws Exception {
    List<Connection> others = new ArrayList<>();
    List<CompletableFuture<Boolean>> blocked = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Connection other = DriverManager.getConnection(url());
      others.add(other);
      blocked.add(inThread(() -> other.createStatement().execute("block")));
    }
    Eventually.holds(
        "all run",
        () ->
            engine().sessions().stream().filter(FakeEngine.FakeSession::isBlocking).count() == 20);
    assertEquals(10, count(connection().createStatement().executeQuery("numbers 10")));
    for (int i = 0; i < 20; i++) {
      others.get(i).close();
      assertEquals("57014", state(failure(blocked.get(i))));
    }
  }

  @Test
  default void manyStatementsThatWaitHoldUpNobody() throws Exception {
    int many = 100;
    List<Connection> waiting = new ArrayList<>();
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      for (int i = 0; i < many; i++) {
        Connection each = DriverManager.getConnection(url());
        waiting.add(each);
        Statement blocked = each.createStatement();
        threads.execute(() -> assertThrows(SQLException.class, () -> blocked.execute("block")));
      }
      Eventually.holds(
          "all of them wait",
          () ->
              engine().sessions().stream().filter(FakeEngine.FakeSession::isBlocking).count()
                  == many);
      assertEquals(1, connection().createStatement().executeUpdate("update 1"));
    } finally {
      for (Connection each : waiting) {
        each.close();
      }
      threads.shutdown();
      assertTrue(threads.awaitTermination(120, TimeUnit.SECONDS));
    }
  }
}
