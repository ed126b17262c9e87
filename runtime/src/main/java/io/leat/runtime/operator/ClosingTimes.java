package io.leat.runtime.operator;

import io.leat.runtime.types.DataType;
import io.leat.runtime.types.ScalarType;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.TreeSet;

/**
 * When, after rows of processing time, something behind them may come to its end: an epoch is
 * wanted then, even if no rows come. In microseconds.
 */
public final class ClosingTimes {
  private static final long MILLI = 1_000;
  private static final int MOST_TIMES = 1_024;

  private static final DataType PROCESSING_TIME = ScalarType.timestampLtz(3);

  private final long step;
  private final long horizon;
  private final List<Long> delays;
  private final LocalTimes clock;

  /** When rows came, as far as a delay after them is still to come; ascending. */
  private final ArrayDeque<Long> times = new ArrayDeque<>();

  /** What ends later than its delay after a row, since the zone's clock is put back meanwhile. */
  private final TreeSet<Long> putOff = new TreeSet<>();

  private long last = Long.MIN_VALUE;

  /** When the last window of the rows that have come ends, at the latest. */
  private long lastEnd = Long.MIN_VALUE;

  /**
   * Of what is behind a source.
   *
   * @param step windows end at multiples of it; 0 for no windows
   * @param horizon how long after a row the last of them does
   * @param delays after which, from a row on, something else ends
   * @param zone whose clock windows go by
   */
  public ClosingTimes(long step, long horizon, List<Long> delays, ZoneId zone) {
    this.step = step;
    this.horizon = horizon;
    this.delays = delays.stream().distinct().sorted().toList();
    this.clock = LocalTimes.of(PROCESSING_TIME, zone);
  }

  /** Of a source behind which nothing waits. */
  public static ClosingTimes none() {
    return new ClosingTimes(0, 0, List.of(), ZoneOffset.UTC);
  }

  /** Rows have come at a time, not before those of earlier calls. */
  public void add(long now) {
    long time = now - Math.floorMod(now, MILLI);
    last = time;
    lastEnd = Math.max(lastEnd, Math.max(time + horizon, after(time, horizon)));
    if (!delays.isEmpty() && (times.isEmpty() || times.getLast() < time)) {
      times.add(time);
      if (times.size() > MOST_TIMES) {
        thin(times);
        if (times.isEmpty() || times.getLast() != last) {
          times.add(last);
        }
      }
      putOff(time);
    }
  }

  /** When the clock has come so much further than it shows at a time. */
  private long after(long time, long delay) {
    return clock.border(clock.local(time) + delay);
  }

  private void putOff(long time) {
    if (clock.isNeverChanged()) {
      return;
    }
    for (long delay : delays) {
      long end = after(time, delay);
      if (end > time + delay) {
        putOff.add(end);
      }
    }
    if (putOff.size() > MOST_TIMES) {
      long end = putOff.last();
      thin(putOff);
      putOff.add(end);
    }
  }

  /** Forgets the earlier one of any two: what ends then is noticed with the next one. */
  private static void thin(Collection<Long> times) {
    boolean odd = false;
    for (Iterator<Long> all = times.iterator(); all.hasNext(); odd = !odd) {
      all.next();
      if (!odd) {
        all.remove();
      }
    }
  }

  /** The next time after now at which an epoch is wanted; {@link Long#MAX_VALUE} for none. */
  public long next(long now) {
    if (last == Long.MIN_VALUE) {
      return Long.MAX_VALUE;
    }
    long next = Long.MAX_VALUE;
    if (step > 0 && now < lastEnd) {
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
      putOff.headSet(now, true).clear();
      next = putOff.isEmpty() ? next : Math.min(next, putOff.first());
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
