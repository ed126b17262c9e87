package io.leat.runtime.data;

/**
 * The unit of time and of atomicity.
 *
 * @param number ascends, may skip
 * @param timeMicros the wall clock when the epoch was opened, in microseconds since 1970-01-01 UTC:
 *     what NOW() and PROCTIME() give to every row of the epoch
 */
public record Epoch(long number, long timeMicros) {}
