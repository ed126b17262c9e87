package io.leat.server.function;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an expression gave: a value, maybe null, by row number or group. Rows that are absent were
 * refused.
 */
record Outcome(Map<@Nullable Object, @Nullable Object> values) {
  Outcome() {
    this(new LinkedHashMap<>());
  }

  void put(@Nullable Object key, @Nullable Object value) {
    if (values.containsKey(key)) {
      throw new AssertionError("two values for row " + key);
    }
    values.put(key, value);
  }

  boolean isError(@Nullable Object key) {
    return !values.containsKey(key);
  }

  Set<@Nullable Object> keys() {
    return values.keySet();
  }
}
