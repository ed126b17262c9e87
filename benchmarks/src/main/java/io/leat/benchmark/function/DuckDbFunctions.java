package io.leat.benchmark.function;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;

/**
 * What expressions cost on DuckDB, one thread, over a table in memory: {@code DuckDbFunctions
 * SAMPLE EXPRESSIONS ROWS ROUNDS}. Each result is counted and hashed, which is DuckDB's blackhole.
 */
public final class DuckDbFunctions {
  private DuckDbFunctions() {}

  public static void main(String[] arguments) throws IOException, SQLException {
    List<MeasuredExpression> expressions = MeasuredExpression.read(Path.of(arguments[1]));
    long rows = Long.parseLong(arguments[2]);
    int rounds = Integer.parseInt(arguments[3]);
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("SET threads = 1");
      statement.execute("CREATE TABLE once (" + SampleRows.COLUMNS.replace("(3)", "") + ")");
      statement.execute(
          "COPY once FROM '" + arguments[0] + "' (DELIMITER '\t', HEADER false, QUOTE '')");
      statement.execute(
          "CREATE TABLE sample AS SELECT once.* FROM once, range("
              + (rows + 4095) / 4096
              + ") LIMIT "
              + rows);
      for (int round = 0; round < rounds; round++) {
        for (MeasuredExpression expression : expressions) {
          long start = system.getProcessCpuTime();
          try (ResultSet result =
              statement.executeQuery(
                  "SELECT bit_xor(hash(" + expression.duckDb() + ")) FROM sample")) {
            result.next();
          }
          double cpu = (system.getProcessCpuTime() - start) / 1e9;
          System.out.printf(
              Locale.ROOT, "RESULT duckdb|%s|%.5f%n", expression.name(), cpu * 1e6 / rows);
        }
      }
    }
  }
}
