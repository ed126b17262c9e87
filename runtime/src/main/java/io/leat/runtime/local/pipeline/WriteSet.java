package io.leat.runtime.local.pipeline;

import java.util.List;

/**
 * Writes that apply together or not at all.
 *
 * @param base what the changes among them were computed from: its tables must be the same ones
 *     still, and rows that they touch must not have been changed since
 */
public record WriteSet(List<TableWrite> writes, Snapshot base) {
  public WriteSet {
    writes = List.copyOf(writes);
  }
}
