package io.leat.sql;

/**
 * What of a session's settings is about time, in microseconds; 0 where it is off.
 *
 * @param idleMicros after which a split of a source without rows holds no watermark back, unless
 *     its table says it
 * @param earlyMicros how often windows give the result so far
 * @param latenessMicros how long windows are kept and corrected after their end
 * @param stateMicros after which a query that does not end forgets state that is not touched
 */
public record TimeSettings(
    long idleMicros, long earlyMicros, long latenessMicros, long stateMicros) {
  /** All off. */
  public static final TimeSettings NONE = new TimeSettings(0, 0, 0, 0);
}
