package io.leat.server.function;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A line of {@code functions/*.txt}: {@code leat expression | other engine's expression} or, with
 * options, {@code … | … | options}. Columns are those of {@link SampleColumns}. The separator is a
 * bar between spaces outside of quotes; an expression may hold it if the other one does as often.
 *
 * <p>Options, with spaces between: {@code ~1e-9} for the tolerance of floating numbers, relative,
 * and absolute below 1; {@code jdk} where the second part is a call of {@link JdkFunctions}; {@code
 * aggregate} where both are aggregates, compared by group; {@code errors-differ} where the engines
 * do not refuse the same rows: those that one refuses are left out; {@code unordered} for arrays
 * that hold the same in any order.
 */
record FunctionLine(String place, String leat, String other, Set<String> options) {
  private static final Path FOLDER = Path.of("src/test/resources/functions");
  private static final double TOLERANCE = 1e-12;
  private static final Set<String> WORDS = Set.of("jdk", "aggregate", "errors-differ", "unordered");
  private static final Pattern SPACES = Pattern.compile(" +");

  static List<FunctionLine> all() throws IOException {
    List<FunctionLine> lines = new ArrayList<>();
    try (Stream<Path> files = Files.list(FOLDER)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".txt")).sorted().toList()) {
        List<String> texts = Files.readAllLines(file);
        for (int i = 0; i < texts.size(); i++) {
          String text = texts.get(i).strip();
          if (!text.isEmpty() && !text.startsWith("#")) {
            lines.add(parse(file.getFileName() + ":" + (i + 1), text));
          }
        }
      }
    }
    return lines;
  }

  static FunctionLine parse(String place, String text) {
    List<String> parts = parts(text);
    Set<String> options = Set.of();
    if (parts.size() % 2 == 1 && parts.size() > 1) {
      options = Set.copyOf(Arrays.asList(SPACES.split(parts.remove(parts.size() - 1))));
    }
    if (parts.size() % 2 == 1) {
      throw new IllegalArgumentException(place + ": no second expression");
    }
    for (String option : options) {
      if (!option.startsWith("~") && !WORDS.contains(option)) {
        throw new IllegalArgumentException(place + ": unknown option " + option);
      }
    }
    int half = parts.size() / 2;
    return new FunctionLine(
        place,
        String.join(" | ", parts.subList(0, half)),
        String.join(" | ", parts.subList(half, parts.size())),
        options);
  }

  private static List<String> parts(String text) {
    List<String> parts = new ArrayList<>();
    boolean quoted = false;
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      quoted ^= text.charAt(i) == '\'';
      if (!quoted && text.startsWith(" | ", i)) {
        parts.add(text.substring(start, i).strip());
        start = i + 3;
        i += 2;
      }
    }
    parts.add(text.substring(start).strip());
    return parts;
  }

  boolean is(String option) {
    return options.contains(option);
  }

  /** Whether the tolerance counts as absolute below 1. */
  boolean hasTolerance() {
    return options.stream().anyMatch(option -> option.startsWith("~"));
  }

  double tolerance() {
    return options.stream()
        .filter(option -> option.startsWith("~"))
        .mapToDouble(option -> Double.parseDouble(option.substring(1)))
        .findAny()
        .orElse(TOLERANCE);
  }
}
