package io.leat.runtime.function;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All scalar functions by name. */
public final class Functions {
  /** What a method of type {@code long} gives for NULL where its function may find no value. */
  public static final long NO_VALUE = Long.MIN_VALUE;

  private static final List<ScalarFunction> ALL = new ArrayList<>();
  private static final Map<String, FunctionEntry> BY_NAME = new HashMap<>();

  static {
    register(StringEntries.all());
    register(SplitEntries.all());
    register(PatternEntries.all());
    register(EncodingEntries.all());
    register(HashEntries.all());
    register(NumericEntries.all());
    register(RealEntries.all());
    register(BitEntries.all());
    register(TemporalEntries.all());
    register(TemporalFormatEntries.all());
    register(ConditionalEntries.all());
    register(CollectionEntries.all());
    register(JsonEntries.all());
  }

  private Functions() {}

  private static void register(List<FunctionEntry> entries) {
    for (FunctionEntry entry : entries) {
      if (!entry.isInternal()) {
        ALL.add(entry);
      }
      register(entry.name(), entry);
      entry.aliases().forEach(alias -> register(alias, entry));
    }
  }

  private static void register(String name, FunctionEntry entry) {
    if (BY_NAME.put(name, entry) != null) {
      throw new IllegalStateException("two functions " + name);
    }
  }

  /** By name or alias, without regard to case. */
  public static @Nullable ScalarFunction find(String name) {
    return entry(name);
  }

  /** The same, as the compiler sees it. */
  public static @Nullable FunctionEntry entry(String name) {
    FunctionEntry entry = BY_NAME.get(name);
    return entry != null ? entry : BY_NAME.get(name.toUpperCase(Locale.ROOT));
  }

  /** Every function that people can call once, by family. */
  public static List<ScalarFunction> all() {
    return List.copyOf(ALL);
  }
}
