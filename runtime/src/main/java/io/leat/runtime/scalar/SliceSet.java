package io.leat.runtime.scalar;

import io.leat.runtime.data.Slice;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Texts or bytes to look values up in. Immutable; open addressing, at most half full. */
public final class SliceSet {
  private final @Nullable Slice[] slots;
  private final int size;

  /**
   * @param values that never move
   */
  public SliceSet(Collection<Slice> values) {
    int bits = Math.max(3, Integer.SIZE - Integer.numberOfLeadingZeros(2 * values.size()));
    slots = new Slice[1 << bits];
    int count = 0;
    for (Slice value : values) {
      int slot = slot(value);
      if (slots[slot] == null) {
        slots[slot] = value;
        count++;
      }
    }
    size = count;
  }

  /** Where the value is, or the free slot where it would be. */
  private int slot(Slice value) {
    int slot = hash(value) & (slots.length - 1);
    for (Slice there = slots[slot]; there != null && !there.sameBytes(value); ) {
      slot = (slot + 1) & (slots.length - 1);
      there = slots[slot];
    }
    return slot;
  }

  private static int hash(Slice value) {
    int hash = 1;
    for (int i = value.start; i < value.start + value.length; i++) {
      hash = 31 * hash + value.bytes[i];
    }
    return hash ^ hash >>> 16;
  }

  public boolean contains(Slice value) {
    return slots[slot(value)] != null;
  }

  @Override
  public String toString() {
    return size + " values";
  }
}
