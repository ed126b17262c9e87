package io.leat.runtime.function;

import io.leat.runtime.data.RepeatedText;
import io.leat.runtime.data.Slice;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The date format of one call site ({@code yyyy-MM-dd HH:mm:ss}), read anew only on change; and the
 * text that it gave last, since times that follow each other often have the same minute or day.
 */
public final class FormatMemo {
  private final Slice last = new Slice();
  private @Nullable Slice constant;
  private @Nullable DateTimePattern pattern;
  private final RepeatedText text = new RepeatedText();

  /** The times that have the last text, to the end without it. */
  private long from;

  private long to;

  /** With the letters of java.time. */
  DateTimePattern java(Slice format) {
    return pattern(format, DateTimePattern::ofJava);
  }

  /** With PostgreSQL's words. */
  DateTimePattern postgres(Slice format) {
    return pattern(format, DateTimePattern::ofPostgres);
  }

  private DateTimePattern pattern(Slice format, Function<String, DateTimePattern> read) {
    DateTimePattern known = pattern;
    if (known != null && format == constant) {
      return known;
    }
    if (known == null || !last.sameBytes(format)) {
      known = read.apply(format.toString());
      byte[] bytes = format.toBytes();
      last.set(bytes, 0, bytes.length);
      pattern = known;
      from = 0;
      to = 0;
    }
    constant = format.isConstant() ? format : null;
    return known;
  }

  /** Writes a wall clock of so many microseconds since 1970-01-01 in the format asked for last. */
  void write(DateTimePattern format, long micros, int nanos, Slice out) {
    if (micros >= from && micros < to) {
      text.give(out);
      return;
    }
    format.write(micros, nanos, out);
    long step = format.stepMicros();
    if (step > 0) {
      from = micros - Math.floorMod(micros, step);
      to = from + step;
      text.keep(out);
    }
  }
}
