package io.leat.sql;

/**
 * What of a session's settings is about event time, in microseconds; 0 where it is off.
 *
 * @param idleMicros after which a split of a source without rows holds no watermark back, unless
 *     its table says it
 * @param earlyMicros how often windows give the result so far
 * @param latenessMicros how long windows are kept and corrected after their end
 */
public record TimeSettings(long idleMicros, long earlyMicros, long latenessMicros) {
  /** All off. */
  public static final TimeSettings NONE = new TimeSettings(0, 0, 0);
}
