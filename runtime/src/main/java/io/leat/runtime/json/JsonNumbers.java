package io.leat.runtime.json;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The numbers of JSON text, exact. */
public final class JsonNumbers {
  /** Digits before or after the point that are written out; numbers beyond get an exponent. */
  private static final int MAX_PLAIN_DIGITS = 60;

  /** Digits of an exponent that are calculated with. */
  private static final int MAX_EXPONENT_DIGITS = 9;

  /** Characters of a number that is calculated with. */
  private static final int MAX_LENGTH = 1_000;

  private JsonNumbers() {}

  /** The value of a valid number; null if it is longer than anything real is. */
  public static @Nullable BigDecimal value(byte[] text, int from, int to) {
    if (to - from > MAX_LENGTH) {
      return null;
    }
    int exponent = to;
    for (int i = from; i < to; i++) {
      if (text[i] == 'e' || text[i] == 'E') {
        exponent = i + 1;
      }
    }
    while (exponent < to && (text[exponent] < '1' || text[exponent] > '9')) {
      exponent++;
    }
    return to - exponent > MAX_EXPONENT_DIGITS
        ? null
        : new BigDecimal(new String(text, from, to - from, StandardCharsets.US_ASCII));
  }

  /** One text for each value: {@code 1.0}, {@code 1e0} and {@code 1} are {@code 1}. */
  static String canonical(BigDecimal number) {
    if (number.signum() == 0) {
      return "0";
    }
    BigDecimal value = number.stripTrailingZeros();
    int digits = value.precision();
    // The place of the point, counted in digits from the first one.
    long point = (long) digits - value.scale();
    if (point <= MAX_PLAIN_DIGITS && value.scale() <= MAX_PLAIN_DIGITS) {
      return value.toPlainString();
    }
    String unscaled = value.unscaledValue().abs().toString();
    return (value.signum() < 0 ? "-" : "")
        + unscaled.charAt(0)
        + (digits > 1 ? "." + unscaled.substring(1) : "")
        + ("e" + (point - 1));
  }
}
