package io.leat.runtime.circuit;

import java.util.List;

/** Which shard gets a row. */
public sealed interface Distribution {

  /** All rows to the shard that owns the pinned key group 0. */
  record Singleton() implements Distribution {}

  /** By the hash of these columns, modulo the number of key groups. */
  record Hash(List<Integer> keys) implements Distribution {
    public Hash {
      keys = List.copyOf(keys);
    }
  }
}
