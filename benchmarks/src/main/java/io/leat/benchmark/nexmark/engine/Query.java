package io.leat.benchmark.nexmark.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The statements of one query with the tables that it reads.
 *
 * @param name such as {@code q5}
 */
public record Query(String name, List<String> statements) {

  /**
   * Reads {@code ddl.sql} and the query's file, each from the first of the folders that has it.
   *
   * @param folders where to look, the most special first
   * @param values what stands for <code>${name}</code> in the text
   */
  public static Query read(String name, List<Path> folders, Map<String, String> values)
      throws IOException {
    List<String> statements = new ArrayList<>();
    for (String file : List.of("ddl.sql", name + ".sql")) {
      statements.addAll(statements(Files.readString(first(folders, file)), values));
    }
    return new Query(name, List.copyOf(statements));
  }

  private static Path first(List<Path> folders, String file) throws IOException {
    for (Path folder : folders) {
      if (Files.exists(folder.resolve(file))) {
        return folder.resolve(file);
      }
    }
    throw new IOException("there is no " + file + " in " + folders);
  }

  /** Statements end with a semicolon at the end of a line; rows go to the counting sink. */
  private static List<String> statements(String text, Map<String, String> values) {
    String sql =
        text.lines()
            .filter(line -> !line.strip().startsWith("--"))
            .collect(Collectors.joining("\n"));
    for (Map.Entry<String, String> value : values.entrySet()) {
      sql = sql.replace("${" + value.getKey() + "}", value.getValue());
    }
    sql = sql.replaceAll("'connector'\\s*=\\s*'blackhole'", "'connector' = 'tally'");
    List<String> statements = new ArrayList<>();
    for (String statement : sql.split(";[ \t]*(\n|$)")) {
      if (!statement.isBlank()) {
        statements.add(statement.strip());
      }
    }
    return statements;
  }

  /** Whether a statement writes the query's result, which is what takes the time. */
  public static boolean writes(String statement) {
    return statement.regionMatches(true, 0, "INSERT", 0, 6);
  }
}
