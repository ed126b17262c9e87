package io.leat.runtime.connector.format;

/**
 * A number in its usual spelling, {@code -?digits[.digits]} with at most {@link #MOST} digits, as
 * it stands at some place of a text. Made once and used for one number after the other.
 */
public final class DecimalDigits {
  /** As many digits as a {@code long} holds whatever they are. */
  public static final int MOST = 18;

  private long value;
  private boolean negative;
  private boolean padded;
  private int fraction;
  private int wholes;
  private int end;

  /**
   * Takes the number at {@code from} as far as it goes. The text must go on to a byte that belongs
   * to no number, such as a line's end.
   *
   * @return whether there is one; if not, the other methods mean nothing
   */
  public boolean scan(byte[] text, int from) {
    int i = from;
    negative = text[i] == '-';
    if (negative) {
      i++;
    }
    int start = i;
    long digits = 0;
    int digit = text[i] - '0';
    while (digit >= 0 && digit <= 9) {
      digits = digits * 10 + digit;
      digit = text[++i] - '0';
    }
    wholes = i - start;
    fraction = 0;
    if (text[i] == '.') {
      int first = i + 1;
      digit = text[++i] - '0';
      while (digit >= 0 && digit <= 9) {
        digits = digits * 10 + digit;
        digit = text[++i] - '0';
      }
      fraction = i - first;
      if (fraction == 0) {
        return false;
      }
    }
    value = digits;
    padded = wholes > 1 && text[start] == '0';
    end = i;
    return wholes > 0 && wholes + fraction <= MOST;
  }

  /** The place after the last digit. */
  public int end() {
    return end;
  }

  /** All digits as one whole number, without the sign. */
  long value() {
    return value;
  }

  boolean negative() {
    return negative;
  }

  /** Digits before the point, at least one. */
  int wholes() {
    return wholes;
  }

  /** Digits after the point. */
  int fraction() {
    return fraction;
  }

  /** Whether the first of several digits before the point is a zero. */
  public boolean padded() {
    return padded;
  }
}
