package io.leat.runtime.operator;

import java.util.Arrays;
import java.util.List;

/**
 * How long an operator keeps what is not touched, by input. Time goes in ticks, a sixteenth of the
 * lifetime or more: what was touched in tick t is over when that tick and the lifetime after it
 * have gone by. So that depends on the two times alone, not on when anyone looks, and a touch in a
 * tick that has seen one costs nothing.
 */
final class Lifetimes {
  /** For ever. */
  static final Lifetimes ENDLESS = new Lifetimes(List.of());

  private static final int TICKS = 16;

  /** Waking up for less is not worth while. */
  private static final long LEAST_TICK_MICROS = 50_000;

  /** By input; 0 for ever. */
  private final long[] tickMicros;

  /** A lifetime in ticks, rounded up. */
  private final long[] ticks;

  private final long[] now;

  /**
   * @param micros by input; 0, or nothing, for ever
   */
  Lifetimes(List<Long> micros) {
    int inputs = micros.size();
    tickMicros = new long[inputs];
    ticks = new long[inputs];
    now = new long[inputs];
    Arrays.fill(now, Long.MIN_VALUE);
    for (int i = 0; i < inputs; i++) {
      long lifetime = micros.get(i);
      if (lifetime > 0) {
        tickMicros[i] = Math.max(LEAST_TICK_MICROS, (lifetime + TICKS - 1) / TICKS);
        ticks[i] = (lifetime + tickMicros[i] - 1) / tickMicros[i];
      }
    }
  }

  /** Whether what is kept of an input may be over some day. */
  boolean end(int input) {
    return input < tickMicros.length && tickMicros[input] > 0;
  }

  /** How many words an operator needs for when something of an input was touched. */
  int words(int input) {
    return end(input) ? 1 : 0;
  }

  /**
   * Sets the time, which does not go back.
   *
   * @return whether something may be over since
   */
  boolean advance(long timeMicros) {
    boolean advanced = false;
    for (int i = 0; i < now.length; i++) {
      long tick = end(i) ? Math.floorDiv(timeMicros, tickMicros[i]) : now[i];
      advanced |= tick > now[i];
      now[i] = Math.max(now[i], tick);
    }
    return advanced;
  }

  /** When the next tick of any input begins. */
  long nextMicros() {
    long next = Long.MAX_VALUE;
    for (int i = 0; i < now.length; i++) {
      next = end(i) ? Math.min(next, (now[i] + 1) * tickMicros[i]) : next;
    }
    return next;
  }

  /** The tick that is now, which an operator keeps with what is touched. */
  long tick(int input) {
    return now[input];
  }

  /** Whether what was touched in a tick is over. */
  boolean isOver(int input, long touched) {
    return now[input] - touched > ticks[input];
  }
}
