package io.leat.server.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.runtime.data.BoxedValues;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.function.user.SqlType;
import io.leat.runtime.local.ResultStream;
import io.leat.server.engine.LocalEngine;
import io.leat.server.engine.Session;
import io.leat.server.engine.StatementResult;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Aggregate functions in Java: what may be written and what is refused. */
@Timeout(300)
public final class AggregateFunctionTest {
  private final LocalEngine engine = LocalEngine.start(2);
  private Session session;

  @BeforeEach
  void open() {
    session = engine.openSession("test", false);
  }

  @AfterEach
  void close() {
    session.close();
    engine.close();
  }

  /** The mean of numbers with weights, as in Flink's documentation. */
  public static final class WeightedAverage {
    /** A sum and a count. */
    public static final class Totals {
      private long sum;
      private int count;
    }

    public Totals createAccumulator() {
      return new Totals();
    }

    public void accumulate(Totals totals, Long value, Integer weight) {
      if (value != null && weight != null) {
        totals.sum += value * weight;
        totals.count += weight;
      }
    }

    public void retract(Totals totals, Long value, Integer weight) {
      totals.sum -= value * weight;
      totals.count -= weight;
    }

    public Long getValue(Totals totals) {
      return totals.count == 0 ? null : (Long) (totals.sum / totals.count);
    }
  }

  /** Static methods, overloads, any number of arguments, an annotation. */
  public static final class Largest {
    public static List<BigDecimal> createAccumulator() {
      return new ArrayList<>();
    }

    public static void accumulate(List<BigDecimal> all, int... values) {
      for (int value : values) {
        all.add(BigDecimal.valueOf(value));
      }
    }

    public static void accumulate(
        List<BigDecimal> all, @SqlType("DECIMAL(10, 2)") BigDecimal value) {
      if (value.signum() < 0) {
        throw new IllegalArgumentException("negative");
      }
      all.add(value);
    }

    @SqlType("DECIMAL(10, 2)")
    public static BigDecimal getValue(List<BigDecimal> all) {
      return all.stream().max(BigDecimal::compareTo).orElse(null);
    }
  }

  /** Lacks getValue. */
  public static final class NoValue {
    public Object createAccumulator() {
      return new Object();
    }

    public void accumulate(Object all, int value) {}
  }

  /** Takes another accumulator than it makes. */
  public static final class Mixed {
    public Object createAccumulator() {
      return new Object();
    }

    public void accumulate(String all, int value) {}

    public int getValue(Object all) {
      return 0;
    }
  }

  private void create(String name, Class<?> type) {
    session.execute("CREATE FUNCTION " + name + " AS '" + type.getName() + "'", List.of());
  }

  private List<String> query(String sql) throws InterruptedException {
    StatementResult.Rows result = (StatementResult.Rows) session.execute(sql, List.of());
    List<String> rows = new ArrayList<>();
    try (ResultStream stream = result.stream()) {
      while (!stream.finished()) {
        ResultStream.Page page = stream.poll();
        if (page == null) {
          CountDownLatch available = new CountDownLatch(1);
          stream.onAvailable(available::countDown);
          available.await(120, TimeUnit.SECONDS);
          continue;
        }
        for (int row = 0; row < page.batch().size(); row++) {
          List<String> values = new ArrayList<>();
          for (int i = 0; i < stream.schema().size(); i++) {
            values.add(
                String.valueOf(
                    BoxedValues.get(page.batch().column(i), row, stream.schema().type(i))));
          }
          rows.add(String.join(" | ", values));
        }
      }
      if (stream.failure() instanceof LeatException failure) {
        throw failure;
      }
    }
    return rows;
  }

  private String failure(String sql) {
    LeatException failure = assertThrows(LeatException.class, () -> query(sql));
    return failure.sqlState() + " " + failure.message();
  }

  private static final String ROWS =
      " FROM (VALUES ('a', CAST(10 AS BIGINT), 1), ('a', 20, 3), ('b', 7, 2), ('b', NULL, 1))"
          + " AS t (k, v, w)";

  @Test
  void itIsCalledAsBuiltInOnesAre() throws InterruptedException {
    create("wavg", WeightedAverage.class);
    assertEquals(
        List.of("a | 17", "b | 7"),
        query("SELECT k, wavg(v, w)" + ROWS + " GROUP BY k ORDER BY k"));
    assertEquals(
        List.of("14 | 10 | 20"),
        query(
            "SELECT default_database.wavg(v, w), wavg(v, 1) FILTER (WHERE w = 1),"
                + " wavg(v, w) FILTER (WHERE w > 2)"
                + ROWS));
    assertEquals(
        List.of("null"), query("SELECT wavg(v, w) FROM (SELECT *" + ROWS + ") AS t WHERE w > 9"));
    assertEquals(
        List.of("a | 2"),
        query("SELECT k, COUNT(*)" + ROWS + " GROUP BY k HAVING wavg(v, w) > 10"));
  }

  @Test
  void overloadsAnyNumberOfArgumentsAndErrors() throws InterruptedException {
    create("largest", Largest.class);
    assertEquals(List.of("3.00 | 20.00"), query("SELECT largest(w), largest(w, 20, -1)" + ROWS));
    assertEquals(List.of("2.50"), query("SELECT largest(x) FROM (VALUES (1.25), (2.5)) AS t (x)"));
    assertEquals(
        "38000 function largest failed: IllegalArgumentException: negative",
        failure("SELECT largest(x) FROM (VALUES (-1.25)) AS t (x)"));
    assertEquals(
        "42883 function default_catalog.default_database.largest does not take the arguments"
            + " (CHAR(1))",
        failure("SELECT largest('x')"));
  }

  /** Joins texts in the order in which they come; counts how often it has been opened. */
  public static final class Joined {
    private String separator = "not opened";

    public void open() {
      separator = separator.equals("not opened") ? "-" : "opened twice";
    }

    public StringBuilder createAccumulator() {
      return new StringBuilder();
    }

    public void accumulate(StringBuilder all, String text) {
      if (text != null) {
        all.append(all.length() == 0 ? "" : separator).append(text);
      }
    }

    public String getValue(StringBuilder all) {
      return all.toString();
    }
  }

  @Test
  void framesAreTakenInTheirOrder() throws InterruptedException {
    create("joined", Joined.class);
    create("wavg", WeightedAverage.class);
    String rows =
        " FROM (VALUES (1, 'a', 'x'), (2, 'a', 'c'), (3, 'a', 'b'), (4, 'b', NULL), (5, 'b', 'b'),"
            + " (6, 'b', 'b')) AS t (i, k, s) ORDER BY i";
    assertEquals(
        List.of("x", "x-c", "x-c-b", "", "b", "b-b"),
        query("SELECT joined(s) OVER (PARTITION BY k ORDER BY i)" + rows));
    assertEquals(
        List.of("x-c-b", "c-b", "b", "b-b", "b-b", "b"),
        query(
            "SELECT joined(s) OVER (PARTITION BY k ORDER BY i ROWS BETWEEN CURRENT ROW AND"
                + " UNBOUNDED FOLLOWING)"
                + rows));
    assertEquals(
        List.of("x", "x-c", "c-b", "b", "b", "b-b"),
        query("SELECT joined(s) OVER (ORDER BY i ROWS 1 PRECEDING)" + rows));
    assertEquals(
        List.of("b-c-x", "b-c-x", "b-c-x", "b-b", "b-b", "b-b"),
        query(
            "SELECT joined(s) OVER (PARTITION BY k ORDER BY s NULLS LAST RANGE BETWEEN UNBOUNDED"
                + " PRECEDING AND UNBOUNDED FOLLOWING)"
                + rows));
    assertEquals(
        List.of("x", "x", "x-b", "x-b", "x-b-b", "x-b-b-b"),
        query("SELECT joined(s) FILTER (WHERE s <> 'c') OVER (ORDER BY i)" + rows));
    assertEquals(
        List.of("b-c-x", "b-c-x", "b-c-x", "b", "b", "b"),
        query("SELECT joined(DISTINCT s) OVER (PARTITION BY k)" + rows));
    assertEquals(
        List.of("17", "17", "7", "7"),
        query("SELECT wavg(v, w) OVER (PARTITION BY k)" + ROWS + " ORDER BY k, w"));
  }

  /** Counts its objects. */
  public static class Counted {
    static final Semaphore OPENED = new Semaphore(0);
    static final Semaphore CLOSED = new Semaphore(0);

    public void open() {
      OPENED.release();
    }

    public void close() {
      CLOSED.release();
    }

    /** Whether as many objects have been closed as opened since the last call: so many at least. */
    static boolean allClosed(int least) throws InterruptedException {
      int opened = OPENED.drainPermits();
      return opened >= least && CLOSED.tryAcquire(opened, 120, TimeUnit.SECONDS);
    }
  }

  /** Of one value. */
  public static final class CountedNext extends Counted {
    public int eval(int x) {
      return x + 1;
    }
  }

  /** Of many values. */
  public static final class CountedSum extends Counted {
    public long[] createAccumulator() {
      return new long[1];
    }

    public void accumulate(long[] sum, int x) {
      sum[0] += x;
    }

    public long getValue(long[] sum) {
      return sum[0];
    }
  }

  @Test
  void everyObjectIsClosedWhenItsQueryHasEnded() throws InterruptedException {
    create("counted", CountedNext.class);
    String rows = " FROM (VALUES (1, 1), (2, 2)) AS t (i, k) ";
    assertEquals(List.of("5"), query("SELECT counted(4)"));
    assertEquals(List.of("1", "2"), query("SELECT i" + rows + "WHERE counted(i) > 0 ORDER BY i"));
    assertTrue(Counted.allClosed(2));
    create("added", CountedSum.class);
    assertEquals(List.of("3"), query("SELECT added(DISTINCT i) FILTER (WHERE k > 0)" + rows));
    assertTrue(Counted.allClosed(1));
    assertEquals(List.of("1", "3"), query("SELECT added(i) OVER (ORDER BY k)" + rows));
    assertTrue(Counted.allClosed(1));
  }

  /** Takes and gives JSON. */
  public static final class Tagged {
    @SqlType("VARIANT")
    public String eval(@SqlType("VARIANT") String json, String tag) {
      return tag == null ? "no JSON" : "{\"tag\": \"" + tag + "\", \"of\":" + json + "}";
    }
  }

  @Test
  void variantsAreTextOfJson() throws InterruptedException {
    create("tagged", Tagged.class);
    assertEquals(
        List.of("{\"of\":[1,2.5],\"tag\":\"a\"}"),
        query("SELECT tagged(PARSE_JSON('[1, 2.50]'), 'a')"));
    assertEquals(
        List.of("2", "null"),
        query(
            "SELECT tagged(v, 'b')['of'] FROM (VALUES (PARSE_JSON('2')), (PARSE_JSON('null'))) AS"
                + " t (v)"));
    assertEquals(
        "22032 function tagged gave as VARIANT what is not JSON",
        failure("SELECT tagged(PARSE_JSON('1'), NULL)"));
  }

  /** Cannot be opened. */
  public static final class Closed {
    public void open() {
      throw new IllegalStateException("no key");
    }

    public int eval(int x) {
      return x;
    }
  }

  @Test
  void whatCannotBeOpenedIsAnErrorOfTheStatement() {
    create("closed", Closed.class);
    assertEquals(
        "38000 open() of '"
            + Closed.class.getName()
            + "' failed: java.lang.IllegalStateException: no key",
        failure("SELECT closed(x) FROM (VALUES (1)) AS t (x)"));
  }

  @Test
  void whatCannotRunIsRefused() {
    create("wavg", WeightedAverage.class);
    assertEquals(
        "42883 class '"
            + NoValue.class.getName()
            + "' has no public method getValue with 1"
            + " parameters",
        failure("CREATE FUNCTION f AS '" + NoValue.class.getName() + "'"));
    assertEquals(
        "42883 accumulate and getValue of '"
            + Mixed.class.getName()
            + "' must take what"
            + " createAccumulator gives, java.lang.Object",
        failure("CREATE FUNCTION f AS '" + Mixed.class.getName() + "'"));
    assertEquals(
        "0A000 an aggregate function in the declaration of a table or function is not supported",
        failure("CREATE FUNCTION g(x BIGINT) RETURNS BIGINT RETURN wavg(x, 1)"));
  }
}
