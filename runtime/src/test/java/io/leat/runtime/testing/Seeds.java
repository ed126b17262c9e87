package io.leat.runtime.testing;

import java.util.Random;

/**
 * Where random tests begin. {@code mvn verify} draws the same values each time, so that a change is
 * judged by what it changes; {@code -Dseeds=fresh} draws new ones everywhere, and the property of a
 * test, which each test names, repeats a run.
 */
public final class Seeds {
  private static final long STANDARD = 20_261_127;

  private Seeds() {}

  /**
   * The seed of a test.
   *
   * @param property the system property that sets it
   */
  public static long of(String property) {
    return Long.getLong(property, "fresh".equals(System.getProperty("seeds")) ? fresh() : STANDARD);
  }

  /**
   * The seed of a long search: one that was not used before unless the property sets it.
   *
   * @param property the system property that sets it
   */
  public static long freshOr(String property) {
    return Long.getLong(property, fresh());
  }

  private static long fresh() {
    return new Random().nextLong() >>> 16;
  }
}
