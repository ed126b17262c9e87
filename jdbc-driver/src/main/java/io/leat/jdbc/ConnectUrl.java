package io.leat.jdbc;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * A JDBC URL taken apart: {@code jdbc:leat://host[:port][/catalog[/database]][?option=value&…]} or
 * {@code jdbc:leat:[directory][?option=value&…]}.
 *
 * @param host absent for an engine in this JVM
 * @param directory of an engine in this JVM; empty for in memory
 * @param options what {@link #OPTIONS} lists
 * @param settings of the session: names that have a dot
 */
record ConnectUrl(
    @Nullable String host,
    int port,
    String directory,
    Map<String, String> options,
    Map<String, String> settings) {
  static final String PREFIX = "jdbc:leat:";
  static final int DEFAULT_PORT = 8585;

  /** Options of the driver itself. */
  static final List<String> OPTIONS =
      List.of("user", "password", "catalog", "database", "fetchSize", "connectTimeout");

  /**
   * @param info options given apart from the URL, which wins; unknown ones are left alone, since
   *     tools pass their own
   */
  static ConnectUrl parse(String url, Properties info) throws LeatSQLException {
    Map<String, String> options = new LinkedHashMap<>();
    Map<String, String> settings = new LinkedHashMap<>();
    for (String name : info.stringPropertyNames()) {
      if (OPTIONS.contains(name)) {
        options.put(name, info.getProperty(name));
      } else if (name.indexOf('.') > 0) {
        settings.put(name, info.getProperty(name));
      }
    }
    String rest = url.substring(PREFIX.length());
    int question = rest.indexOf('?');
    if (question >= 0) {
      readOptions(rest.substring(question + 1), options, settings);
      rest = rest.substring(0, question);
    }
    if (!rest.startsWith("//")) {
      return new ConnectUrl(null, 0, decode(rest), options, settings);
    }
    String[] parts = rest.substring(2).split("/", -1);
    if (parts.length > 3) {
      throw bad("the URL has more than host, catalog and database: " + url);
    }
    if (parts.length > 1 && !parts[1].isEmpty()) {
      options.put("catalog", decode(parts[1]));
    }
    if (parts.length > 2 && !parts[2].isEmpty()) {
      options.put("database", decode(parts[2]));
    }
    String host = parts[0];
    int port = DEFAULT_PORT;
    int colon = host.lastIndexOf(':');
    if (colon > host.lastIndexOf(']')) {
      port = number("port", host.substring(colon + 1));
      host = host.substring(0, colon);
    }
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    if (host.isEmpty()) {
      throw bad("the URL names no host; for an engine in this program write jdbc:leat:");
    }
    return new ConnectUrl(host, port, "", options, settings);
  }

  private static void readOptions(
      String text, Map<String, String> options, Map<String, String> settings)
      throws LeatSQLException {
    for (String pair : text.split("&")) {
      if (pair.isEmpty()) {
        continue;
      }
      int equals = pair.indexOf('=');
      if (equals < 1) {
        throw bad("'" + pair + "' in the URL is not option=value");
      }
      String name = decode(pair.substring(0, equals));
      String value = decode(pair.substring(equals + 1));
      if (OPTIONS.contains(name)) {
        options.put(name, value);
      } else if (name.indexOf('.') > 0) {
        settings.put(name, value);
      } else {
        throw bad(
            "the URL has an unknown option '"
                + name
                + "'\nHint: "
                + nearest(name)
                + "options are "
                + String.join(", ", OPTIONS)
                + ", and settings of the session, whose names have a dot");
      }
    }
  }

  private static String nearest(String name) {
    String best = "";
    int least = Math.max(2, name.length() / 2);
    for (String option : OPTIONS) {
      int distance = distance(name.toLowerCase(Locale.ROOT), option.toLowerCase(Locale.ROOT));
      if (distance < least) {
        least = distance;
        best = option;
      }
    }
    return best.isEmpty() ? "" : "did you mean '" + best + "'? The ";
  }

  /** Levenshtein's distance. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }

  /** A whole number among the options, not below zero. */
  int number(String option, int otherwise) throws LeatSQLException {
    String text = options.get(option);
    return text == null ? otherwise : number(option, text);
  }

  private static int number(String what, String text) throws LeatSQLException {
    try {
      int value = Integer.parseInt(text.strip());
      if (value >= 0) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Answered below, as a negative number is.
    }
    throw bad("the " + what + " '" + text + "' is not a number that is zero or more");
  }

  private static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static LeatSQLException bad(String message) {
    return new LeatSQLException(message, "08001");
  }
}
