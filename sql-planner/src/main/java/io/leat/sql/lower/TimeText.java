package io.leat.sql.lower;

/** Lengths of time as people read them: {@code 10 min}, {@code 1 d 12 h}, {@code 1.5 s}. */
final class TimeText {
  private static final long SECOND = 1_000_000;
  private static final long[] LENGTHS = {86_400 * SECOND, 3_600 * SECOND, 60 * SECOND};
  private static final String[] NAMES = {" d", " h", " min"};

  private TimeText() {}

  static String text(long micros) {
    if (micros == 0) {
      return "0 s";
    }
    StringBuilder text = new StringBuilder(micros < 0 ? "-" : "");
    long left = Math.abs(micros);
    for (int i = 0; i < LENGTHS.length; i++) {
      if (left >= LENGTHS[i]) {
        text.append(left / LENGTHS[i]).append(NAMES[i]);
        left %= LENGTHS[i];
        text.append(left == 0 ? "" : " ");
      }
    }
    if (left > 0) {
      text.append(left / SECOND);
      if (left % SECOND > 0) {
        String digits = String.valueOf(SECOND + left % SECOND).substring(1);
        text.append('.').append(digits.replaceAll("0+$", ""));
      }
      text.append(" s");
    }
    return text.toString();
  }
}
