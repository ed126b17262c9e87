package io.leat.runtime.connector.builtin.datagen;

import io.leat.runtime.data.Column;
import io.leat.runtime.data.WideColumn;
import java.math.BigInteger;

/** 128-bit integers from a minimum to a maximum, both included. */
final class UniformWides implements Generator {
  private final long seed;
  private final long minHigh;
  private final long minLow;
  private final long boundHigh;
  private final long boundLow;

  /**
   * @param min at least −2^126
   * @param max at most 2^126
   */
  UniformWides(long seed, BigInteger min, BigInteger max) {
    this.seed = seed;
    this.minHigh = min.shiftRight(64).longValue();
    this.minLow = min.longValue();
    BigInteger bound = max.subtract(min).add(BigInteger.ONE);
    this.boundHigh = bound.shiftRight(64).longValue();
    this.boundLow = bound.longValue();
  }

  @Override
  public void append(Column column, long first, int count, long nowMicros) {
    WideColumn wide = (WideColumn) column;
    for (int i = 0; i < count; i++) {
      long high = Words.word(seed, 2 * (first + i));
      long low = Words.word(seed, 2 * (first + i) + 1);
      // The upper 128 bits of the 256-bit product of word and bound.
      long a = high * boundLow;
      long b = low * boundHigh;
      long c = Words.multiplyHigh(low, boundLow);
      long d = Words.multiplyHigh(high, boundLow);
      long e = Words.multiplyHigh(low, boundHigh);
      long carries = carry(a, b) + carry(a + b, c);
      long f = high * boundHigh;
      long productLow = d + e + f + carries;
      long productHigh =
          Words.multiplyHigh(high, boundHigh)
              + carry(d, e)
              + carry(d + e, f)
              + carry(d + e + f, carries);
      wide.append(minHigh + productHigh + carry(minLow, productLow), minLow + productLow);
    }
  }

  @Override
  public long valueBytes() {
    return 2 * Long.BYTES;
  }

  /** The carry of an unsigned sum. */
  private static long carry(long a, long b) {
    return Long.compareUnsigned(a + b, a) < 0 ? 1 : 0;
  }
}
