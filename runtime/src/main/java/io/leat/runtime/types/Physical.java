package io.leat.runtime.types;

/** How the values of a type lie in memory: which column class holds them. */
public enum Physical {
  BOOLEAN,
  /**
   * 32 bits: TINYINT, SMALLINT, INTEGER, DATE (days since 1970-01-01), year-month intervals
   * (months).
   */
  INT,
  /**
   * 64 bits: BIGINT, DECIMAL to 18 digits (unscaled), TIME (nanoseconds of the day), TIMESTAMP and
   * TIMESTAMP_LTZ to 6 digits (microseconds since the epoch), day-time intervals (microseconds).
   */
  LONG,
  FLOAT,
  DOUBLE,
  /**
   * A pair of 64 bits: DECIMAL of 19 to 38 digits (unscaled 128-bit two's complement, high and low
   * half), TIMESTAMP and TIMESTAMP_LTZ of 7 to 9 digits (high: microseconds since the epoch; low:
   * nanoseconds 0..999 within it).
   */
  WIDE,
  /** UTF-8 text (VARIANT: as JSON) or bytes. */
  BYTES,
  ARRAY,
  /** MAP, and MULTISET as a map from element to INTEGER count. */
  MAP,
  ROW
}
