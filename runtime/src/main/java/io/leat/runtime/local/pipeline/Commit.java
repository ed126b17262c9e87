package io.leat.runtime.local.pipeline;

/**
 * A write set that has been applied and is visible.
 *
 * @param epoch the first that has it
 * @param rows how many rows were put, changed or taken away
 */
public record Commit(long epoch, long rows) {}
