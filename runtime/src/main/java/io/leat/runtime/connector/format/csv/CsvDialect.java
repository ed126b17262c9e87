package io.leat.runtime.connector.format.csv;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a table's {@code csv.…} options say.
 *
 * @param quote the quote character, or {@link #NONE}
 * @param escape the escape character, or {@link #NONE}
 * @param nullLiteral the text that is NULL unless it is quoted; null for the empty text
 * @param header whether each file's first record names the columns
 */
@SuppressWarnings("ArrayRecordComponent")
record CsvDialect(
    byte delimiter,
    byte quote,
    byte escape,
    byte elementDelimiter,
    byte @Nullable [] nullLiteral,
    boolean comments,
    boolean header,
    boolean ignoreErrors) {
  /** In place of a character: there is none. A zero byte is no character of a text file. */
  static final byte NONE = 0;

  /** Bytes of a quoted field; one that does not end before is a quote that was never closed. */
  static final int MOST_QUOTED = 16 << 20;

  /** Whether a text that looks like a number, up to what ends its field, is one. */
  boolean numbersArePlain() {
    boolean nullIsNone =
        nullLiteral == null || nullLiteral.length == 0 || !isOfNumber(nullLiteral[0]);
    return nullIsNone && escape == NONE && !isOfNumber(delimiter) && !isOfNumber(quote);
  }

  private static boolean isOfNumber(byte character) {
    return (character >= '0' && character <= '9') || character == '-' || character == '.';
  }

  boolean isNull(byte[] bytes, int from, int to) {
    return nullLiteral == null
        ? from == to
        : to - from == nullLiteral.length
            && Arrays.equals(bytes, from, to, nullLiteral, 0, nullLiteral.length);
  }
}
