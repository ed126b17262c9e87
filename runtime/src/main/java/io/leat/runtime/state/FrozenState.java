package io.leat.runtime.state;

/** State as of one epoch, written by another thread while the stream goes on. */
public interface FrozenState extends AutoCloseable {

  /** The state of an operator that keeps none. */
  FrozenState EMPTY = (keyGroup, writer) -> {};

  /** Writes one key group; nothing if it is empty. */
  void write(int keyGroup, StateWriter writer);

  @Override
  default void close() {}
}
