package io.leat.runtime.data;

import io.leat.runtime.types.DataType;
import io.leat.runtime.types.ScalarType;

/**
 * How far event time has come at some place of a circuit, as a bound in microseconds, on the scale
 * of the time attribute: no row whose time attribute is less than the bound is expected there any
 * more. A watermark w of a column with steps of u microseconds is the bound w + u.
 */
public final class EventTime {
  /** Nothing is known: any time may come. */
  public static final long NONE = Long.MIN_VALUE;

  /** No row is expected any more. */
  public static final long END = Long.MAX_VALUE;

  /** In place of a bound: there are no rows for now, and nobody should wait for them. */
  public static final long IDLE = Long.MAX_VALUE - 1;

  private EventTime() {}

  /** The bound of a stream whose rows may come so much later. */
  public static long behind(long bound, long micros) {
    return bound == NONE || bound == END || bound == IDLE ? bound : bound - micros;
  }

  /**
   * The least step between two times of a time attribute: a millisecond for up to 3 digits, else a
   * microsecond.
   */
  public static long unitMicros(DataType type) {
    return type instanceof ScalarType scalar && scalar.precision() <= 3 ? 1000 : 1;
  }

  /** The bound of two streams together; idle if both are. */
  public static long least(long a, long b) {
    if (a == IDLE) {
      return b;
    }
    return b == IDLE ? a : Math.min(a, b);
  }
}
