package io.leat.runtime.scalar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.leat.runtime.error.RowException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Arithmetic in 128 bits against that of BigDecimal, with many values near the edges. */
class WideTest {
  private static final BigInteger LIMIT = BigInteger.TEN.pow(38);
  private static final int ROUNDS = 50_000;

  private final Random random = new Random(38);
  private final Wide result = new Wide();

  @Test
  void sumsAndDifferences() {
    for (int i = 0; i < ROUNDS; i++) {
      BigInteger a = value(38);
      BigInteger b = value(38);
      same(a.add(b), () -> result.sum(wide(a), wide(b), 38, 3));
      same(a.subtract(b), () -> result.difference(wide(a), wide(b), 38, 3));
      assertEquals(a.compareTo(b), Wide.compare(wide(a), wide(b)));
      assertEquals(a.negate(), number(result.negated(wide(a))));
    }
  }

  @Test
  void products() {
    for (int i = 0; i < ROUNDS; i++) {
      BigInteger a = value(38);
      BigInteger b = value(random.nextBoolean() ? 38 : 20);
      same(a.multiply(b), () -> result.product(wide(a), wide(b), 38, 3));
      long x = value(18).longValueExact();
      long y = value(18).longValueExact();
      same(
          BigInteger.valueOf(x).multiply(BigInteger.valueOf(y)),
          () -> result.product(x, y, 38, 3));
    }
  }

  @Test
  void powersOfTen() {
    for (int i = 0; i < ROUNDS; i++) {
      int digits = 1 + random.nextInt(38);
      int power = random.nextInt(39 - digits);
      BigInteger a = value(digits);
      assertEquals(a.multiply(BigInteger.TEN.pow(power)), number(result.scaled(wide(a), power)));
      long x = value(18).longValueExact();
      int few = random.nextInt(19);
      assertEquals(
          BigInteger.valueOf(x).multiply(BigInteger.TEN.pow(few)), number(result.scaled(x, few)));
    }
  }

  @Test
  void quotients() {
    for (int i = 0; i < ROUNDS; i++) {
      long a = value(18).longValueExact();
      long b = value(18).longValueExact();
      int power = random.nextInt(19);
      if (b == 0) {
        assertThrows(RowException.class, () -> result.quotient(a, b, power, 38, power));
      } else {
        BigInteger expected =
            BigDecimal.valueOf(a)
                .divide(BigDecimal.valueOf(b), power, RoundingMode.HALF_UP)
                .unscaledValue();
        same(expected, () -> result.quotient(a, b, power, 38, power));
      }
    }
  }

  @Test
  void digitsAreCounted() {
    for (int digits = 1; digits <= 38; digits++) {
      int precision = digits;
      BigInteger first = BigInteger.TEN.pow(digits);
      for (BigInteger sign : new BigInteger[] {BigInteger.ONE, BigInteger.ONE.negate()}) {
        BigInteger last = first.subtract(BigInteger.ONE).multiply(sign);
        assertEquals(last, number(wide(last).check(precision, 0)));
        Wide tooMany = wide(first.multiply(sign));
        assertThrows(RowException.class, () -> tooMany.check(precision, 0));
      }
    }
    Wide least = new Wide().set(Long.MIN_VALUE, 0);
    assertThrows(RowException.class, () -> least.check(38, 0));
  }

  private static Wide wide(BigInteger value) {
    return Wide.of(new BigDecimal(value));
  }

  private static BigInteger number(Wide value) {
    return value.toBigDecimal(0).toBigIntegerExact();
  }

  /** The exact result, or an error if that has more than 38 digits. */
  private static void same(BigInteger exact, Supplier<Wide> computed) {
    if (exact.abs().compareTo(LIMIT) >= 0) {
      RowException error = assertThrows(RowException.class, computed::get);
      assertEquals("22003", error.sqlState());
    } else {
      assertEquals(exact, number(computed.get()));
    }
  }

  /** A number of at most so many digits, often near a power of ten or of two. */
  private BigInteger value(int digits) {
    BigInteger limit = BigInteger.TEN.pow(digits);
    BigInteger size =
        switch (random.nextInt(4)) {
          case 0 -> BigInteger.TEN.pow(random.nextInt(digits + 1));
          case 1 -> BigInteger.TWO.pow(random.nextInt(127));
          case 2 -> new BigInteger(1 + random.nextInt(126), random);
          default -> BigInteger.valueOf(random.nextInt(3));
        };
    BigInteger near = size.add(BigInteger.valueOf(random.nextInt(3) - 1L)).mod(limit);
    return random.nextBoolean() ? near : near.negate();
  }
}
