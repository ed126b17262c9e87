package io.leat.runtime.connector.lookup;

import io.leat.runtime.error.RowException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** The rows of some keys, which come in any order. Safe for use by several threads. */
public final class LookupAnswer {
  private final AtomicReferenceArray<@Nullable Part> parts;
  private final AtomicInteger missing;
  private final Runnable ready;

  /** What is known of a key. */
  private record Part(List<List<@Nullable Object>> rows, @Nullable RowException failure) {}

  /**
   * @param ready is called with the last key's rows
   */
  public LookupAnswer(int keys, Runnable ready) {
    parts = new AtomicReferenceArray<>(keys);
    missing = new AtomicInteger(keys);
    this.ready = ready;
  }

  /** Whether all keys have been answered. */
  public boolean isComplete() {
    return missing.get() == 0;
  }

  /** The rows of a key that has been answered; none if the lookup failed. */
  public List<List<@Nullable Object>> rows(int key) {
    Part part = parts.get(key);
    return part == null ? List.of() : part.rows();
  }

  /** Why there are no rows, if the lookup failed. */
  public @Nullable RowException failure(int key) {
    Part part = parts.get(key);
    return part == null ? null : part.failure();
  }

  /** Gives the rows of a key. */
  public void give(int key, List<List<@Nullable Object>> rows) {
    set(key, new Part(rows, null));
  }

  /** The lookup of a key has failed for good. */
  public void fail(int key, RowException why) {
    set(key, new Part(List.of(), why));
  }

  private void set(int key, Part part) {
    if (parts.compareAndSet(key, null, part) && missing.decrementAndGet() == 0) {
      ready.run();
    }
  }
}
