package io.leat.benchmark.nexmark.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a query left in files in place of a result: the lines of those that are visible, whatever
 * their names.
 */
final class FileAnswer {
  private static final Pattern FOLDER = Pattern.compile("'path'\\s*=\\s*'([^']*/q10)'");

  private FileAnswer() {}

  /**
   * Adds the lines of the folder that a query writes, each with how many there are of it and its
   * partition.
   */
  static void add(Query query, List<String> lines) throws IOException {
    for (String statement : query.statements()) {
      Matcher matcher = FOLDER.matcher(statement);
      if (matcher.find()) {
        add(Path.of(matcher.group(1)), lines);
      }
    }
  }

  /**
   * Without quotes, and without the zeros at the end of a second's fraction that engines write or
   * leave out.
   */
  private static String plain(String line) {
    return line.replace("\"", "").replaceAll("(:\\d\\d)(?:\\.0+|(\\.\\d*?[1-9])0+)(?=,|$)", "$1$2");
  }

  private static void add(Path folder, List<String> lines) throws IOException {
    Map<String, Integer> counts = new HashMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = file.getFileName().toString();
        if (!name.startsWith(".") && !name.startsWith("_")) {
          Path partition = folder.relativize(file).getParent();
          for (String line : Files.readAllLines(file)) {
            counts.merge(partition + " " + plain(line), 1, Integer::sum);
          }
        }
      }
    }
    counts.forEach((line, count) -> lines.add(count + " " + line));
  }
}
