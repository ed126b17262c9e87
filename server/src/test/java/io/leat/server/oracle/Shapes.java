package io.leat.server.oracle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The written queries below {@code src/test/resources/oracle}, one file for each feature. Records
 * are separated by blank lines: {@code -- name}, the query, and where needed {@code -- duckdb}, the
 * query in DuckDB's words, or {@code -- refused: words}, part of the error with which Leat refuses
 * it over tables that do not end.
 */
final class Shapes {
  private static final Path ROOT = Path.of("src/test/resources/oracle");
  private static final String DUCKDB = "-- duckdb";
  private static final String REFUSED = "-- refused: ";

  private Shapes() {}

  static List<OracleQuery> all() {
    List<OracleQuery> queries = new ArrayList<>();
    try (Stream<Path> files = Files.list(ROOT)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".sql")).sorted().toList()) {
        String feature = file.getFileName().toString().replace(".sql", "");
        for (String record : Files.readString(file).split("\n\\s*\n")) {
          if (!record.isBlank()) {
            queries.add(parse(feature, record.strip()));
          }
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    Set<String> names = new HashSet<>();
    Set<String> texts = new HashSet<>();
    for (OracleQuery query : queries) {
      if (!names.add(query.name()) || !texts.add(query.sql().replaceAll("\\s+", " "))) {
        throw new IllegalStateException(query.name() + " is there twice");
      }
    }
    return queries;
  }

  private static OracleQuery parse(String feature, String record) {
    List<String> lines = record.lines().toList();
    if (!lines.get(0).startsWith("-- ")) {
      throw new IllegalStateException(feature + ": no name: " + record);
    }
    StringBuilder leat = new StringBuilder();
    StringBuilder duck = new StringBuilder();
    String refused = "";
    StringBuilder text = leat;
    for (String line : lines.subList(1, lines.size())) {
      if (line.equals(DUCKDB)) {
        text = duck;
      } else if (line.startsWith(REFUSED)) {
        refused = line.substring(REFUSED.length());
      } else {
        text.append(text.isEmpty() ? "" : "\n").append(line);
      }
    }
    String name = feature + ": " + lines.get(0).substring(3);
    String sql = leat.toString();
    return new OracleQuery(
        name, sql, duck.isEmpty() ? DuckText.query(sql) : duck.toString(), refused);
  }
}
