package io.leat.shell.run;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where a result is left.
 *
 * @param rows after that many; {@link Long#MAX_VALUE} for no limit
 * @param time after that time, measured from the statement's start; null for no limit
 */
public record Limits(long rows, @Nullable Duration time) {
  public static final Limits NONE = new Limits(Long.MAX_VALUE, null);

  /** The deadline in terms of {@link System#nanoTime} of what starts now; 100 years if none. */
  long deadline(long startNanos) {
    return startNanos + (time == null ? Duration.ofDays(36_500) : time).toNanos();
  }
}
