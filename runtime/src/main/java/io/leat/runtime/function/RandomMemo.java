package io.leat.runtime.function;

import java.util.SplittableRandom;

/** The random numbers of one call site. */
public final class RandomMemo {
  private SplittableRandom random = new SplittableRandom();
  private boolean seeded;

  SplittableRandom random() {
    return random;
  }

  /** The seed counts once, at the first row. */
  SplittableRandom random(int seed) {
    if (!seeded) {
      random = new SplittableRandom(seed);
      seeded = true;
    }
    return random;
  }
}
