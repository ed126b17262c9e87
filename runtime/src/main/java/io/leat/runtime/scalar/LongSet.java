package io.leat.runtime.scalar;

import java.util.Collection;

/**
 * Numbers, or what is held as numbers, to look values up in. Immutable; open addressing, at most
 * half full.
 */
public final class LongSet {
  private static final long FIBONACCI = 0x9e3779b97f4a7c15L;

  private final long[] slots;
  private final boolean hasZero;
  private final int size;
  private final int shift;

  public LongSet(Collection<Long> values) {
    int bits = Math.max(3, Integer.SIZE - Integer.numberOfLeadingZeros(2 * values.size()));
    slots = new long[1 << bits];
    shift = Long.SIZE - bits;
    boolean zero = false;
    int count = 0;
    for (long value : values) {
      int slot = value == 0 ? -1 : slot(value);
      if (slot < 0) {
        count += zero ? 0 : 1;
        zero = true;
      } else if (slots[slot] == 0) {
        slots[slot] = value;
        count++;
      }
    }
    hasZero = zero;
    size = count;
  }

  /** Where the value is, or the free slot where it would be. */
  private int slot(long value) {
    int slot = (int) ((value * FIBONACCI) >>> shift);
    while (slots[slot] != 0 && slots[slot] != value) {
      slot = (slot + 1) & (slots.length - 1);
    }
    return slot;
  }

  public boolean contains(long value) {
    return value == 0 ? hasZero : slots[slot(value)] != 0;
  }

  /** By its bits, where 0 and -0 are one value and all NaN are one. */
  public boolean contains(double value) {
    return contains(bits(value));
  }

  /** What stands for a floating point number in such a set. */
  public static long bits(double value) {
    return value == 0 ? 0 : Double.doubleToLongBits(value);
  }

  @Override
  public String toString() {
    return size + " values";
  }
}
