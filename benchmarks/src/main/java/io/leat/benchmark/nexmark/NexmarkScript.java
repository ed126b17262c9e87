package io.leat.benchmark.nexmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A query of Nexmark as it is in {@code benchmarks/sql/nexmark}: its tables and its INSERT. */
public final class NexmarkScript {
  /** All queries in order. */
  public static final List<String> QUERIES =
      IntStream.rangeClosed(0, 22).mapToObj(number -> "q" + number).toList();

  /** Events a second of event time, as the field takes them. */
  public static final long USUAL_RATE = 100_000;

  private static final int SIDE_ROWS = 10_000;

  private final List<String> statements;

  /**
   * @param folder that of the files
   * @param query {@code q0} to {@code q22}
   * @param rate events a second of event time
   * @param directory where the query may read and write files
   */
  public NexmarkScript(Path folder, String query, long events, long rate, Path directory)
      throws IOException {
    String text =
        Files.readString(folder.resolve("ddl.sql"))
            + Files.readString(folder.resolve(query + ".sql"));
    this.statements =
        Arrays.stream(
                text.replaceAll("(?m)^--.*\n", "")
                    .replace("${EVENTS}", Long.toString(events))
                    .replace("${RATE}", Long.toString(rate))
                    .replace("${LIVE}", "false")
                    .replace("${TIME}", "2015-07-15 00:00:00")
                    .replace("${DIR}", directory.toString())
                    .split(";\\s*\n"))
            .map(String::strip)
            .filter(statement -> !statement.isEmpty())
            .toList();
  }

  /** Writes the files that queries read into their directory. */
  public static void prepare(Path directory) {
    try {
      Files.createDirectories(directory);
      Files.writeString(
          directory.resolve("side_input.txt"),
          IntStream.range(0, SIDE_ROWS)
              .mapToObj(row -> row + "," + row + "\n")
              .collect(Collectors.joining()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The tables, views and functions. */
  public List<String> declarations() {
    return statements.subList(0, statements.size() - 1);
  }

  /** The INSERT statement. */
  public String insert() {
    return statements.get(statements.size() - 1);
  }

  /** The query of the INSERT statement. */
  public String select() {
    return insert().replaceFirst("^INSERT INTO \\w+\\s+", "");
  }
}
