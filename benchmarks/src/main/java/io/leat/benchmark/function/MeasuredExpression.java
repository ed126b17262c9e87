package io.leat.benchmark.function;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * An expression that is measured.
 *
 * @param type the type of its result
 * @param sql as Leat and Flink write it
 * @param duckDb as DuckDB writes it
 */
record MeasuredExpression(String name, String type, String sql, String duckDb) {

  /** Those of a file, a line each: name, type, expression, and DuckDB's where it differs. */
  static List<MeasuredExpression> read(Path file) throws IOException {
    return Files.readAllLines(file).stream()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(line -> line.split(" \\| "))
        .map(p -> new MeasuredExpression(p[0], p[1], p[2], p[p.length - 1]))
        .toList();
  }
}
