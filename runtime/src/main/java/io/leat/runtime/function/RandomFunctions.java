package io.leat.runtime.function;

import io.leat.runtime.data.Slice;
import io.leat.runtime.error.RowException;
import io.leat.runtime.error.SqlState;
import java.util.SplittableRandom;
import java.util.UUID;

/** What gives another value for every row. */
public final class RandomFunctions {
  private RandomFunctions() {}

  public static double rand(RandomMemo memo) {
    return memo.random().nextDouble();
  }

  public static double rand(RandomMemo memo, int seed) {
    return memo.random(seed).nextDouble();
  }

  public static int randInteger(RandomMemo memo, int bound) {
    return below(memo.random(), bound);
  }

  public static int randInteger(RandomMemo memo, int seed, int bound) {
    return below(memo.random(seed), bound);
  }

  public static void uuid(RandomMemo memo, Slice out) {
    SplittableRandom random = memo.random();
    long high = (random.nextLong() & ~0xf000L) | 0x4000L;
    long low = (random.nextLong() & ~(3L << 62)) | (1L << 63);
    StringFunctions.write(new UUID(high, low).toString(), out);
  }

  private static int below(SplittableRandom random, int bound) {
    if (bound <= 0) {
      throw new RowException(
          SqlState.INVALID_PARAMETER_VALUE, "RAND_INTEGER wants a bound above 0, not " + bound);
    }
    return random.nextInt(bound);
  }
}
