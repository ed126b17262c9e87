package io.leat.benchmark;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;

/**
 * The time from a row's generation to the return of {@code next()}, over JDBC: {@code JdbcLatency
 * URL [ROWS_PER_SECOND] [SECONDS]}. The first fifth of the run is warm-up. Client and server share
 * one clock.
 */
public final class JdbcLatency {
  private JdbcLatency() {}

  public static void main(String[] arguments) throws SQLException {
    String url = arguments[0];
    int rate = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1000;
    int seconds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 20;
    int rows = rate * seconds;
    long[] micros = new long[rows];
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TEMPORARY TABLE latency_source (id INT, data STRING, made TIMESTAMP_LTZ(6)) WITH ("
              + "'connector' = 'datagen', 'rows-per-second' = '"
              + rate
              + "')");
      try (ResultSet result =
          statement.executeQuery("SELECT id, UPPER(data), made FROM latency_source")) {
        for (int i = 0; i < rows && result.next(); i++) {
          Instant now = Instant.now();
          micros[i] = ChronoUnit.MICROS.between(result.getObject(3, Instant.class), now);
        }
      }
    }
    long[] steady = Arrays.copyOfRange(micros, rows / 5, rows);
    Arrays.sort(steady);
    System.out.printf(
        Locale.ROOT,
        "%d rows/s for %d s: p50 %.2f ms, p99 %.2f ms, p99.9 %.2f ms, max %.2f ms%n",
        rate,
        seconds,
        percentile(steady, 0.5),
        percentile(steady, 0.99),
        percentile(steady, 0.999),
        percentile(steady, 1));
  }

  /** In milliseconds. */
  private static double percentile(long[] sorted, double fraction) {
    int index = (int) Math.ceil(fraction * sorted.length) - 1;
    return sorted[Math.max(0, index)] / 1000.0;
  }
}
