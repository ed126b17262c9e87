package io.leat.server.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.runtime.data.BoxedValues;
import io.leat.runtime.local.CircuitRun;
import io.leat.runtime.local.LocalRuntime;
import io.leat.runtime.local.LocalRuntimes;
import io.leat.runtime.local.ResultStream;
import io.leat.runtime.local.RunOptions;
import io.leat.runtime.local.SystemClock;
import io.leat.runtime.testing.Batches.Change;
import io.leat.runtime.testing.Seeds;
import io.leat.sql.PlannedStatement;
import io.leat.sql.Planner;
import io.leat.sql.PlannerSession;
import io.leat.sql.catalog.Catalog;
import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A bank on the workers' threads: money moves between accounts of balance 0, each transfer whole in
 * one batch, so that every total is 0 in every epoch, whatever the way to it. In the queries {@code
 * zero…} are such totals; the other columns change all the time, so that rows are emitted.
 */
class BankTest {
  private static final int BRANCHES = 4;
  private static final int ACCOUNTS = 40;
  private static final int TRANSFERS = 3000;
  private static final int SHARDS = 4;
  private static final int DEADLINE_SECONDS = 120;
  private static final int ENOUGH_EPOCHS = 20;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT SUM(balance) AS zero, SUM(balance * balance) AS moving FROM accounts",
        "SELECT SUM(balance) AS zero, MAX(balance) AS moving FROM sides",
        "SELECT SUM(x.balance) AS zero1, SUM(y.balance) AS zero2, SUM(x.balance * y.balance) AS"
            + " moving FROM accounts AS x JOIN accounts AS y ON x.id = y.id",
        "SELECT SUM(x.balance - y.balance) AS zero, MAX(x.balance * y.balance) AS moving"
            + " FROM sides AS x JOIN sides AS y ON x.branch = y.branch",
        "SELECT SUM(t) AS zero1, SUM(t) - SUM(u) AS zero2, MAX(t) AS moving FROM (SELECT MOD(id, 7)"
            + " AS k, SUM(balance) AS t FROM accounts GROUP BY MOD(id, 7)) AS x JOIN (SELECT MOD(id,"
            + " 7) AS j, SUM(balance) AS u FROM accounts GROUP BY MOD(id, 7)) AS y ON x.k = y.j",
        "SELECT branch, SUM(balance) AS zero, MIN(balance) AS moving FROM accounts GROUP BY branch",
      })
  void totalsAreZeroInEveryEpoch(String query) {
    long seed = Seeds.of("oracle.seed");
    Set<Long> epochs = new HashSet<>();
    run(
        query,
        seed,
        (epoch, names, row) -> {
          epochs.add(epoch);
          for (int i = 0; i < names.size(); i++) {
            if (names.get(i).startsWith("zero")) {
              Object total = row.get(i);
              assertTrue(
                  total != null && new BigDecimal(total.toString()).signum() == 0,
                  names + " " + row + " in epoch " + epoch + ", seed " + seed);
            }
          }
        });
    assertTrue(epochs.size() > ENOUGH_EPOCHS, epochs.size() + " epochs");
  }

  @Test
  void twoWaysToOneTotalNeverDiffer() {
    run(
        "SELECT x.t, y.t FROM (SELECT SUM(balance * balance) AS t FROM accounts) AS x JOIN"
            + " (SELECT SUM(t) AS t FROM (SELECT id, SUM(balance * balance) AS t FROM accounts"
            + " GROUP BY id) AS z) AS y ON x.t <> y.t",
        Seeds.of("oracle.seed"),
        (epoch, names, row) -> {
          throw new AssertionError("epoch " + epoch + " shows " + row);
        });
  }

  private interface RowCheck {
    void check(long epoch, List<String> names, List<Object> row);
  }

  private static void run(String query, long seed, RowCheck check) {
    String feed = "bank " + seed;
    ChangesConnector.register(feed, transfers(new Random(seed)));
    PlannedStatement.Query planned = plan(query, feed);
    List<String> names = planned.schema().fields().stream().map(field -> field.name()).toList();
    try (LocalRuntime runtime = LocalRuntimes.start(SHARDS, new SystemClock())) {
      CircuitRun run =
          runtime.start(planned.circuit(), new RunOptions("bank", true, ZoneOffset.UTC));
      try (ResultStream results = Objects.requireNonNull(run.results())) {
        while (!results.finished()) {
          ResultStream.Page page = results.poll();
          if (page == null) {
            await(results);
            continue;
          }
          for (int row = 0; row < page.batch().size(); row++) {
            List<Object> values = new ArrayList<>();
            for (int i = 0; i < results.schema().size(); i++) {
              values.add(BoxedValues.get(page.batch().column(i), row, results.schema().type(i)));
            }
            check.check(page.epoch(), names, values);
          }
        }
        assertNull(results.failure());
        assertEquals(List.of(), run.rowErrors());
      }
    }
  }

  private static void await(ResultStream results) {
    CountDownLatch available = new CountDownLatch(1);
    results.onAvailable(available::countDown);
    try {
      assertTrue(available.await(DEADLINE_SECONDS, TimeUnit.SECONDS), "no result in time");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static PlannedStatement.Query plan(String query, String feed) {
    Catalog catalog = new Catalog();
    Planner planner = new Planner(catalog);
    PlannerSession session =
        new PlannerSession(Catalog.DEFAULT_CATALOG, Catalog.DEFAULT_DATABASE, ZoneOffset.UTC);
    PlannedStatement.CreateTable table =
        (PlannedStatement.CreateTable)
            planner.plan(
                "CREATE TABLE accounts (id INT, branch INT, balance BIGINT)"
                    + " WITH ('connector' = 'changes', 'feed' = '"
                    + feed
                    + "')",
                session,
                List.of());
    catalog.create(table.table(), false);
    PlannedStatement.CreateView view =
        (PlannedStatement.CreateView)
            planner.plan(
                "CREATE VIEW sides AS SELECT id, branch, balance FROM accounts UNION ALL"
                    + " SELECT id, branch, -3 * balance FROM accounts",
                session,
                List.of());
    catalog.create(view.view(), false);
    return (PlannedStatement.Query) planner.plan(query, session, List.of());
  }

  /**
   * Each branch is a split: its accounts, then transfers between them, some to the same account.
   */
  static ChangesConnector.Feed transfers(Random random) {
    List<List<List<Change>>> splits = new ArrayList<>();
    for (int branch = 0; branch < BRANCHES; branch++) {
      long[] balances = new long[ACCOUNTS];
      List<List<Change>> batches = new ArrayList<>();
      List<Change> opening = new ArrayList<>();
      for (int account = 0; account < ACCOUNTS; account++) {
        opening.add(Change.insert(branch * ACCOUNTS + account, branch, 0L));
      }
      batches.add(opening);
      for (int i = 0; i < TRANSFERS / BRANCHES; i++) {
        List<Change> batch = new ArrayList<>();
        for (int j = 0; j <= random.nextInt(3); j++) {
          long amount = random.nextInt(100);
          move(branch, random.nextInt(ACCOUNTS), -amount, balances, batch);
          move(branch, random.nextInt(ACCOUNTS), amount, balances, batch);
        }
        batches.add(batch);
      }
      splits.add(batches);
    }
    return new ChangesConnector.Feed(splits);
  }

  private static void move(
      int branch, int account, long amount, long[] balances, List<Change> batch) {
    int id = branch * ACCOUNTS + account;
    batch.add(Change.delete(id, branch, balances[account]));
    balances[account] += amount;
    batch.add(Change.insert(id, branch, balances[account]));
  }
}
