package io.leat.sql.parse;

import java.util.Arrays;

/**
 * Offsets of the lines of a text; a line ends with LF, CR or CR LF, as in the generated scanner.
 */
final class Lines {
  private final int length;
  private int[] starts = {0};

  Lines(String text) {
    length = text.length();
    int count = 1;
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c == '\n' || c == '\r' && (i + 1 == length || text.charAt(i + 1) != '\n')) {
        if (count == starts.length) {
          starts = Arrays.copyOf(starts, count * 2);
        }
        starts[count++] = i + 1;
      }
    }
    starts = Arrays.copyOf(starts, count);
  }

  /** Line and column count from 1. */
  int offset(int line, int column) {
    return Math.min(starts[line - 1] + column - 1, length);
  }

  int line(int offset) {
    int found = Arrays.binarySearch(starts, offset);
    return found >= 0 ? found + 1 : -found - 1;
  }

  int column(int offset) {
    return offset - starts[line(offset) - 1] + 1;
  }
}
