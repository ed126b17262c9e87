package io.leat.server.function;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The names that Leat promises, {@code functions/names.lst}: {@code family | name}, and for
 * operators and forms of a syntax of their own {@code family | name | query}.
 */
final class FunctionNames {
  private static final Path FILE = Path.of("src/test/resources/functions/names.lst");
  private static final Map<String, Name> ALL = all();

  /**
   * A promised name.
   *
   * @param query one that uses it; empty for functions, whose example does
   */
  record Name(String family, String name, String query, Pattern use) {}

  private FunctionNames() {}

  private static Map<String, Name> all() {
    Map<String, Name> all = new LinkedHashMap<>();
    try {
      for (String line : Files.readAllLines(FILE)) {
        if (!line.isEmpty() && !line.startsWith("# ")) {
          List<String> parts = List.of(line.split(" \\| ", 3));
          String name = parts.get(1).strip();
          String query = parts.size() > 2 ? parts.get(2).strip() : "";
          all.put(
              parts.get(0).strip() + " " + name,
              new Name(parts.get(0).strip(), name, query, use(name, query)));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Collections.unmodifiableMap(all);
  }

  /** A function's name before its arguments; a form's words, with anything between them. */
  private static Pattern use(String name, String query) {
    if (query.isEmpty()) {
      return Pattern.compile("\\b" + name + "\\s*\\(", Pattern.CASE_INSENSITIVE);
    }
    List<String> words = new ArrayList<>();
    for (String word : name.split(" ")) {
      words.add(
          Character.isLetter(word.charAt(0))
              ? "\\b" + word + "\\b"
              : "(?<![-+*/%<>=!|&~#])" + Pattern.quote(word) + "(?![-+*/%<>=!|&#])");
    }
    return Pattern.compile(
        Stream.of(String.join("[^,]*?\\s*", words)).collect(Collectors.joining()),
        Pattern.CASE_INSENSITIVE);
  }

  static List<Name> list() {
    return List.copyOf(ALL.values());
  }

  /** The promised names that an expression uses. */
  static TreeSet<String> in(String expression) {
    TreeSet<String> found = new TreeSet<>();
    for (Name name : ALL.values()) {
      if (name.use().matcher(expression).find()) {
        found.add(name.name());
      }
    }
    return found;
  }
}
