package io.leat.sql.validate;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The window table functions and the names of the intervals that they take, in order. */
public enum WindowKind {
  TUMBLE(1, "SIZE", "OFFSET"),
  HOP(2, "SLIDE", "SIZE", "OFFSET"),
  CUMULATE(2, "STEP", "SIZE", "OFFSET"),
  SESSION(1, "GAP");

  private final int required;

  /** Immutable, which the type does not say. */
  @SuppressWarnings("ImmutableEnumChecker")
  private final List<String> intervals;

  WindowKind(int required, String... intervals) {
    this.required = required;
    this.intervals = List.of(intervals);
  }

  /** How many of the intervals must be given. */
  int required() {
    return required;
  }

  /** The names of the intervals. */
  public List<String> intervals() {
    return intervals;
  }

  /** The function of that name; null if it is none of these. */
  static @Nullable WindowKind of(String name) {
    return switch (name.toUpperCase(Locale.ROOT)) {
      case "TUMBLE" -> TUMBLE;
      case "HOP" -> HOP;
      case "CUMULATE" -> CUMULATE;
      case "SESSION" -> SESSION;
      default -> null;
    };
  }

  /** How a call is written, for hints. */
  String signature() {
    StringBuilder text =
        new StringBuilder(name())
            .append("(TABLE t")
            .append(this == SESSION ? " [PARTITION BY key]" : "")
            .append(", DESCRIPTOR(ts)");
    for (int i = 0; i < intervals.size(); i++) {
      String name = intervals.get(i).toLowerCase(Locale.ROOT);
      text.append(i < required ? ", " + name : " [, " + name + "]");
    }
    return text.append(')').toString();
  }
}
