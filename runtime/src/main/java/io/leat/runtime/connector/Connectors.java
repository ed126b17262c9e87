package io.leat.runtime.connector;

import io.leat.runtime.circuit.TableDefinition;
import io.leat.runtime.connector.builtin.BlackholeConnector;
import io.leat.runtime.connector.builtin.PrintConnector;
import io.leat.runtime.connector.builtin.datagen.DatagenConnector;
import io.leat.runtime.connector.builtin.file.FilesystemConnector;
import io.leat.runtime.connector.builtin.jdbc.JdbcConnector;
import io.leat.runtime.connector.builtin.nexmark.NexmarkConnector;
import io.leat.runtime.connector.builtin.socket.SocketConnector;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.NearestName;
import io.leat.runtime.error.SqlState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The connectors that tables can name. The built-in ones are known at once; the class path is
 * searched for others only when a name is asked for that is not built in.
 */
public final class Connectors {
  private static final int MOST_OPTIONS_IN_A_HINT = 24;
  private static final Option<String> CONNECTOR =
      Option.required("connector", OptionParser.text(), "The kind of table.");
  private static final List<Connector> BUILT_IN =
      List.of(
          new BlackholeConnector(),
          new DatagenConnector(),
          new FilesystemConnector(),
          new JdbcConnector(),
          new NexmarkConnector(),
          new PrintConnector(),
          new SocketConnector());

  private Connectors() {}

  /** The connector of that name, matched without regard to case. */
  public static @Nullable Connector find(String name) {
    String wanted = name.toLowerCase(Locale.ROOT);
    for (Connector connector : BUILT_IN) {
      if (connector.name().equals(wanted)) {
        return connector;
      }
    }
    for (Connector connector : Discovered.CONNECTORS) {
      if (connector.name().equals(wanted)) {
        return connector;
      }
    }
    return null;
  }

  /** All names in alphabetical order. */
  public static List<String> names() {
    TreeSet<String> names = new TreeSet<>();
    BUILT_IN.forEach(connector -> names.add(connector.name()));
    Discovered.CONNECTORS.forEach(connector -> names.add(connector.name()));
    return List.copyOf(names);
  }

  /**
   * The table's connector, after checking that it exists, knows every option of the table and
   * misses none. The options' values are for {@link Connector#source} and {@link Connector#sink} to
   * check.
   */
  public static Connector validate(TableDefinition table) {
    TableOptions options = new TableOptions(table);
    if (!options.has("connector")) {
      throw TableOptions.wrong("missing option 'connector'", listOfConnectors());
    }
    String name = options.get(CONNECTOR);
    Connector connector = find(name);
    if (connector == null) {
      throw unknown("unknown connector '" + name + "'", NearestName.of(name, names()))
          .withHint(listOfConnectors());
    }
    List<ConnectorOption> declared = connector.options(table);
    List<String> keys = declared.stream().map(ConnectorOption::key).toList();
    TreeSet<String> known = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    known.addAll(keys);
    for (String key : new TreeSet<>(table.options().keySet())) {
      if (!key.equalsIgnoreCase(CONNECTOR.key()) && !known.contains(key)) {
        throw unknown(
                "connector '" + connector.name() + "' has no option '" + key + "'",
                nearestKey(key, keys))
            .withHint(listOfOptions(keys));
      }
    }
    for (ConnectorOption option : declared) {
      if (option.required() && !options.has(option.key())) {
        throw TableOptions.missing(option.key());
      }
    }
    return connector;
  }

  private static LeatException unknown(String what, Optional<String> nearest) {
    return new LeatException(
        SqlState.UNDEFINED_OBJECT,
        what + nearest.map(name -> "; did you mean '" + name + "'?").orElse(""));
  }

  private static String listOfConnectors() {
    return "Connectors: " + String.join(", ", names()) + ".";
  }

  private static String listOfOptions(List<String> keys) {
    return keys.isEmpty()
        ? "It has no options."
        : keys.stream()
                .limit(MOST_OPTIONS_IN_A_HINT)
                .collect(Collectors.joining(", ", "Options: ", ""))
            + (keys.size() > MOST_OPTIONS_IN_A_HINT ? ", …" : ".");
  }

  /** The key that differs in one dotted part only, and little in that. */
  private static Optional<String> nearestKey(String key, List<String> keys) {
    String[] parts = key.split("\\.", -1);
    for (int i = 0; i < parts.length; i++) {
      List<String> inPlace = new ArrayList<>();
      for (String candidate : keys) {
        String[] others = candidate.split("\\.", -1);
        if (others.length == parts.length && differOnlyAt(i, parts, others)) {
          inPlace.add(others[i]);
        }
      }
      Optional<String> nearest = NearestName.of(parts[i], inPlace);
      if (nearest.isPresent()) {
        parts[i] = nearest.get();
        return Optional.of(String.join(".", parts));
      }
    }
    return Optional.empty();
  }

  private static boolean differOnlyAt(int place, String[] parts, String[] others) {
    for (int i = 0; i < parts.length; i++) {
      if (i != place && !parts[i].equalsIgnoreCase(others[i])) {
        return false;
      }
    }
    return true;
  }

  /** Loaded on first use: the search reads the class path. */
  private static final class Discovered {
    static final List<Connector> CONNECTORS =
        ServiceLoader.load(Connector.class, Connector.class.getClassLoader()).stream()
            .map(ServiceLoader.Provider::get)
            .toList();
  }
}
