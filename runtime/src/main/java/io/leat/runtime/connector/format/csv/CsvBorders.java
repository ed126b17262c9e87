package io.leat.runtime.connector.format.csv;

import io.leat.runtime.connector.format.ByteSearch;
import io.leat.runtime.connector.format.Format;

/**
 * Borders of records that may hold quoted line ends. Only quotes matter on the way to them: one
 * opens a quoted field if it is a field's first byte, which the byte before it tells, and the next
 * one that is not doubled closes it. So a search goes from quote to quote, as fast as a byte is
 * found, and agrees with {@link CsvDecoder} on every input for which it is consistent.
 */
record CsvBorders(CsvDialect dialect) implements Format.Borders {

  @Override
  public boolean atEveryLine() {
    return dialect.quote() == CsvDialect.NONE && dialect.escape() == CsvDialect.NONE;
  }

  @Override
  public Search search() {
    return new QuoteSearch(dialect);
  }

  private static final class QuoteSearch implements Search {
    private final CsvDialect dialect;
    private final byte quote;
    private boolean quoted;
    private boolean closing;
    private boolean consistent;
    private byte previous = '\n';
    private long quotedBytes;

    QuoteSearch(CsvDialect dialect) {
      this.dialect = dialect;
      this.quote = dialect.quote();
      boolean plain = dialect.escape() == CsvDialect.NONE;
      this.consistent = plain && !dialect.comments();
    }

    @Override
    public int next(byte[] bytes, int from, int to, int notBefore) {
      if (!consistent || from == to) {
        return -1;
      }
      int i = from;
      if (closing) {
        closing = false;
        if (bytes[i] == quote) {
          i++;
        } else {
          quoted = false;
        }
      }
      while (i < to) {
        int at = ByteSearch.find(bytes, i, to, quote);
        if (quoted) {
          i = quoted(bytes, i, at, to);
          continue;
        }
        if (at >= notBefore) {
          int line = ByteSearch.find(bytes, Math.max(i, notBefore - 1), at, (byte) '\n');
          if (line < at) {
            previous = '\n';
            return line + 1;
          }
        }
        if (at < to) {
          byte before = at > from ? bytes[at - 1] : previous;
          quoted = before == dialect.delimiter() || before == '\n';
          quotedBytes = 0;
        }
        i = at + 1;
      }
      previous = bytes[to - 1];
      return -1;
    }

    /** Goes on behind the next quote, if there is one, in a quoted field. */
    private int quoted(byte[] bytes, int from, int at, int to) {
      quotedBytes += at - from;
      if (quotedBytes >= CsvDialect.MOST_QUOTED / 2) {
        consistent = false;
      }
      if (at == to) {
        return to;
      }
      if (at + 1 == to) {
        closing = true;
        return to;
      }
      quoted = bytes[at + 1] == quote;
      return quoted ? at + 2 : at + 1;
    }

    @Override
    public boolean consistent() {
      return consistent && !(quoted && !closing);
    }
  }
}
