package io.leat.runtime.state;

import org.jspecify.annotations.Nullable;

/** State as of one epoch, written by another thread while the stream goes on. */
public interface FrozenState extends AutoCloseable {

  /** The state of an operator that keeps none. */
  FrozenState EMPTY = (keyGroup, writer) -> {};

  /** Writes one key group; nothing if it is empty. */
  void write(int keyGroup, StateWriter writer);

  /** The tables that are all there is to it; null if it is more than that. */
  default @Nullable FrozenTables asTables() {
    return null;
  }

  @Override
  default void close() {}
}
