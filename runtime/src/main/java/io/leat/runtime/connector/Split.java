package io.leat.runtime.connector;

/**
 * A part of a source that one reader reads in order.
 *
 * @param id stable across restarts
 * @param offset where to go on reading, opaque to everyone but the connector; immutable by
 *     agreement
 */
@SuppressWarnings("ArrayRecordComponent")
public record Split(String id, byte[] offset) {}
