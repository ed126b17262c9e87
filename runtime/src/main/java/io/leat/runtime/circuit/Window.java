package io.leat.runtime.circuit;

/**
 * How rows are put into windows of a time attribute, in microseconds. A window holds the times from
 * its start to before its end. Windows of a {@code TIMESTAMP_LTZ} are aligned in the session's time
 * zone, others as if in UTC; offsets shift them.
 */
public sealed interface Window {

  /** Each time is in one window of {@code size}. */
  record Tumble(long size, long offset) implements Window {}

  /** A window of {@code size} starts every {@code slide}; a time may be in several, or in none. */
  record Hop(long slide, long size, long offset) implements Window {}

  /** Windows that start every {@code size} and end after each {@code step} of it. */
  record Cumulate(long step, long size, long offset) implements Window {}
}
