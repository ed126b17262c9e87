package io.leat.runtime.operator;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;

/**
 * When, after rows of processing time, something behind them may come to its end: an epoch is
 * wanted then, even if no rows come. In microseconds.
 */
public final class ClosingTimes {
  private static final long MILLI = 1_000;
  private static final int MOST_TIMES = 1_024;

  private final long step;
  private final long horizon;
  private final List<Long> delays;

  /** When rows came, as far as a delay after them is still to come; ascending. */
  private final ArrayDeque<Long> times = new ArrayDeque<>();

  private long last = Long.MIN_VALUE;

  /**
   * Of what is behind a source.
   *
   * @param step windows end at multiples of it; 0 for no windows
   * @param horizon how long after a row the last of them does
   * @param delays after which, from a row on, something else ends
   */
  public ClosingTimes(long step, long horizon, List<Long> delays) {
    this.step = step;
    this.horizon = horizon;
    this.delays = delays.stream().distinct().sorted().toList();
  }

  /** Of a source behind which nothing waits. */
  public static ClosingTimes none() {
    return new ClosingTimes(0, 0, List.of());
  }

  /** Rows have come at a time, not before those of earlier calls. */
  public void add(long now) {
    long time = now - Math.floorMod(now, MILLI);
    last = time;
    if (!delays.isEmpty() && (times.isEmpty() || times.getLast() < time)) {
      times.add(time);
      if (times.size() > MOST_TIMES) {
        thin();
      }
    }
  }

  /** Forgets the earlier one of any two: what ends then is noticed with the next one. */
  private void thin() {
    boolean odd = false;
    for (Iterator<Long> all = times.iterator(); all.hasNext(); odd = !odd) {
      all.next();
      if (!odd) {
        all.remove();
      }
    }
    if (times.isEmpty() || times.getLast() != last) {
      times.add(last);
    }
  }

  /** The next time after now at which an epoch is wanted; {@link Long#MAX_VALUE} for none. */
  public long next(long now) {
    if (last == Long.MIN_VALUE) {
      return Long.MAX_VALUE;
    }
    long next = Long.MAX_VALUE;
    if (step > 0 && now < last + horizon) {
      next = now - Math.floorMod(now, step) + step;
    }
    if (!delays.isEmpty()) {
      long longest = delays.get(delays.size() - 1);
      while (!times.isEmpty() && times.getFirst() + longest <= now) {
        times.removeFirst();
      }
      for (long delay : delays) {
        next = Math.min(next, firstAfter(now - delay) + delay);
      }
    }
    return next;
  }

  /** The first time later than another; so far in the future that a delay may be added if none. */
  private long firstAfter(long other) {
    for (long time : times) {
      if (time > other) {
        return time;
      }
    }
    return Long.MAX_VALUE / 2;
  }
}
