package io.leat.runtime.function;

import io.leat.runtime.data.Slice;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The date format of one call site ({@code yyyy-MM-dd HH:mm:ss}), read anew only on change. */
public final class FormatMemo {
  private final Slice last = new Slice();
  private @Nullable DateTimePattern pattern;

  /** With the letters of java.time. */
  DateTimePattern java(Slice text) {
    return pattern(text, DateTimePattern::ofJava);
  }

  /** With PostgreSQL's words. */
  DateTimePattern postgres(Slice text) {
    return pattern(text, DateTimePattern::ofPostgres);
  }

  private DateTimePattern pattern(Slice text, Function<String, DateTimePattern> read) {
    DateTimePattern known = pattern;
    if (known == null || !last.sameBytes(text)) {
      known = read.apply(text.toString());
      byte[] bytes = text.toBytes();
      last.set(bytes, 0, bytes.length);
      pattern = known;
    }
    return known;
  }
}
