package io.leat.runtime.connector;

import io.leat.runtime.circuit.TableDefinition;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The WITH options of a table, read by their declarations. Keys match without regard to case. */
public final class TableOptions {
  private final Map<String, String> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  /**
   * @throws LeatException if a key occurs twice in different case
   */
  public TableOptions(TableDefinition table) {
    for (Map.Entry<String, String> entry : new TreeMap<>(table.options()).entrySet()) {
      if (values.put(entry.getKey(), entry.getValue()) != null) {
        throw new LeatException(
            SqlState.INVALID_PARAMETER_VALUE, "'" + entry.getKey() + "' is given twice");
      }
    }
  }

  public boolean has(String key) {
    return values.containsKey(key);
  }

  /** The option's value or its default. */
  public <T> T get(Option<T> option) {
    return find(option).or(option::fallback).orElseThrow(() -> missing(option.key()));
  }

  /** The option's value if the table gives it. */
  public <T> Optional<T> find(Option<T> option) {
    String text = values.get(option.key());
    if (text == null) {
      return Optional.empty();
    }
    Optional<T> value = option.parser().parse().apply(text);
    if (value.isEmpty()) {
      throw wrong(
          "'" + option.key() + "' must be " + option.parser().expected() + ", not '" + text + "'",
          option.description());
    }
    return value;
  }

  static LeatException missing(String key) {
    return new LeatException(
        SqlState.INVALID_PARAMETER_VALUE,
        "missing option '" + key + "'",
        null,
        "Add '" + key + "' = '…' to the table's WITH options.",
        null);
  }

  /** An option whose value is wrong, alone or beside another one. */
  public static LeatException wrong(String message, String hint) {
    return new LeatException(SqlState.INVALID_PARAMETER_VALUE, message, null, hint, null);
  }
}
