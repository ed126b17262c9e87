package io.leat.runtime.connector.format.csv;

import io.leat.runtime.connector.format.ByteSearch;
import io.leat.runtime.connector.format.DecimalDigits;
import io.leat.runtime.connector.format.FieldReader;
import io.leat.runtime.connector.format.RecordDecoder;
import io.leat.runtime.data.BytesColumn;
import io.leat.runtime.data.Column;
import io.leat.runtime.error.RowException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.types.RowSchema;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Cuts records into fields and appends those that are wanted, in one pass. A quote opens a quoted
 * field only as the field's first byte; elsewhere it is text.
 */
final class CsvDecoder implements RecordDecoder {
  private static final int NOT_WANTED = -1;

  /** In place of a record's end: the data ends before it. */
  private static final int INCOMPLETE = -1;

  /** In place of a record's end: a quoted field is longer than any may be. */
  private static final int UNCLOSED = -2;

  private final CsvDialect dialect;
  private final RowSchema schema;
  private final CsvFields[] wanted;
  private final long delimiters;
  private final long lineEnds;
  private final long quotes;
  private final long escapes;
  private final byte delimiter;
  private final boolean hasEscape;

  /** By place among the wanted columns, the readers of numbers that end where their digits do. */
  private final @Nullable FieldReader[] numbers;

  private final boolean[] isText;
  private final DecimalDigits digits = new DecimalDigits();

  /** By the field's place in the record, the place of its column among the wanted ones. */
  private int[] targets;

  /** Wanted columns that the file does not have. */
  private int[] absent = {};

  private byte[] scratch = {};
  private Column[] columns = {};
  private @Nullable BadRecords bad;
  private @Nullable List<String> names;
  private @Nullable RowException failure;
  private String failedColumn = "";

  /** Bytes of the field without quotes that was found last, one upon the other. */
  private long seen;

  private int rows;
  private int row;
  private int fields;

  CsvDecoder(CsvDialect dialect, RowSchema schema, List<Integer> columns, ZoneId zone) {
    this.dialect = dialect;
    this.schema = schema;
    this.wanted =
        columns.stream()
            .map(i -> new CsvFields(schema.name(i), schema.type(i), dialect, zone))
            .toArray(CsvFields[]::new);
    this.targets = new int[schema.size()];
    Arrays.fill(targets, NOT_WANTED);
    for (int i = 0; i < columns.size(); i++) {
      targets[columns.get(i)] = i;
    }
    this.delimiter = dialect.delimiter();
    this.delimiters = ByteSearch.pattern(delimiter);
    this.lineEnds = ByteSearch.pattern((byte) '\n');
    this.quotes = ByteSearch.pattern(dialect.quote());
    this.escapes = ByteSearch.pattern(dialect.escape());
    this.hasEscape = dialect.escape() != CsvDialect.NONE;
    this.numbers = new FieldReader[wanted.length];
    this.isText = new boolean[wanted.length];
    for (int i = 0; i < wanted.length; i++) {
      numbers[i] = dialect.numbersArePlain() ? wanted[i].numbers() : null;
      isText[i] = wanted[i].isText();
    }
  }

  @Override
  public boolean needsHead() {
    return dialect.header();
  }

  @Override
  public int begin(byte[] bytes, int from, int to, boolean last) {
    int start = RecordDecoder.super.begin(bytes, from, to, last);
    if (start < 0 || !dialect.header() || (start == to && last)) {
      return start;
    }
    if (last) {
      bytes[to] = '\n';
    }
    int limit = last ? to : ByteSearch.afterLastLine(bytes, start, to);
    names = new ArrayList<>();
    failure = null;
    int end = limit == start ? -1 : record(bytes, start, limit, last);
    List<String> found = names;
    names = null;
    if (end < 0) {
      return -1;
    }
    map(found);
    return Math.min(end, to);
  }

  /** Finds the wanted columns by the names in a file's first record. */
  private void map(List<String> found) {
    int[] byField = new int[found.size()];
    Arrays.fill(byField, NOT_WANTED);
    List<Integer> missing = new ArrayList<>();
    for (int i = 0; i < wanted.length; i++) {
      int place = -1;
      for (int f = 0; f < byField.length && place < 0; f++) {
        place = found.get(f).strip().equalsIgnoreCase(wanted[i].name) ? f : -1;
      }
      if (place < 0) {
        missing.add(i);
      } else {
        byField[place] = i;
      }
    }
    targets = byField;
    absent = missing.stream().mapToInt(Integer::intValue).toArray();
  }

  @Override
  public int decode(
      byte[] bytes,
      int from,
      int to,
      boolean last,
      Column[] target,
      int maxRows,
      BadRecords badRecords) {
    columns = target;
    bad = badRecords;
    rows = 0;
    row = target.length == 0 ? 0 : target[0].size();
    if (last) {
      bytes[to] = '\n';
    }
    int limit = last ? to : ByteSearch.afterLastLine(bytes, from, to);
    int at = from;
    while (rows < maxRows && at < limit) {
      if (dialect.comments() && bytes[at] == '#') {
        at = Math.min(to, ByteSearch.find(bytes, at, limit, (byte) '\n') + 1);
        continue;
      }
      if (schema.size() != 1 && isBlankLine(bytes, at)) {
        at = Math.min(to, bytes[at] == '\r' ? at + 2 : at + 1);
        continue;
      }
      failure = null;
      failedColumn = "";
      int end = record(bytes, at, limit, last);
      if (end == INCOMPLETE && !last) {
        forgetRow();
        break;
      }
      if (end < 0) {
        // It took everything that follows for its text; so only its first line is given up.
        fail(SqlState.INVALID_CAST_VALUE, "a quote is not closed");
        end = ByteSearch.find(bytes, at, limit, (byte) '\n') + 1;
      }
      finish(at, Math.min(end, to));
      at = Math.min(end, to);
    }
    return at;
  }

  private static boolean isBlankLine(byte[] bytes, int at) {
    return bytes[at] == '\n' || (bytes[at] == '\r' && bytes[at + 1] == '\n');
  }

  /** Checks the record as a whole; appends a row or reports it. */
  private void finish(int from, int to) {
    if (failure == null && fields != targets.length) {
      mend();
    }
    for (int i = 0; i < absent.length && failure == null; i++) {
      appendNull(absent[i]);
    }
    RowException wrong = failure;
    if (wrong == null) {
      row++;
      rows++;
      return;
    }
    forgetRow();
    BadRecords target = Objects.requireNonNull(bad);
    if (dialect.ignoreErrors()) {
      target.ignored();
    } else {
      String where = failedColumn.isEmpty() ? "" : "column '" + failedColumn + "': ";
      target.failed(from, to, wrong.sqlState(), where + wrong.message());
    }
  }

  private void forgetRow() {
    for (Column column : columns) {
      column.truncate(row);
    }
  }

  /** A record of too few fields is filled up with NULLs if errors are to be ignored. */
  private void mend() {
    if (!dialect.ignoreErrors() || fields > targets.length) {
      fail(
          SqlState.INVALID_CAST_VALUE,
          "the record has " + fields + " fields, " + targets.length + " are expected");
      return;
    }
    for (int i = fields; i < targets.length && failure == null; i++) {
      if (targets[i] != NOT_WANTED) {
        appendNull(targets[i]);
      }
    }
  }

  private void fail(String state, String message) {
    failure = new RowException(state, message);
  }

  private void appendNull(int target) {
    if (wanted[target].type.nullable()) {
      columns[target].appendNull();
    } else {
      failedColumn = wanted[target].name;
      fail(SqlState.NOT_NULL_VIOLATION, "NULL in a NOT NULL column");
    }
  }

  /** Takes one record apart; where the next one begins, INCOMPLETE or UNCLOSED. */
  private int record(byte[] bytes, int start, int limit, boolean last) {
    fields = 0;
    int at = start;
    while (true) {
      int end;
      if (bytes[at] == dialect.quote() && dialect.quote() != CsvDialect.NONE && at < limit) {
        int close = closing(bytes, at + 1, limit);
        if (close < 0) {
          return close;
        }
        field(bytes, at + 1, close, true);
        end = afterQuote(bytes, close + 1, limit);
      } else {
        end = plain(bytes, at, limit);
      }
      if (end > limit || (end == limit && !last)) {
        return INCOMPLETE;
      }
      fields++;
      if (bytes[end] == '\n') {
        return end + 1;
      }
      at = end + 1;
    }
  }

  /** Whether the content of the last field found holds doubled quotes or escapes. */
  private boolean changed;

  /** Finds the closing quote of a field that begins at {@code from}; else as {@link #record}. */
  private int closing(byte[] bytes, int from, int limit) {
    changed = false;
    int i = from;
    while (true) {
      i = hasEscape ? special(bytes, i, quotes, escapes) : special(bytes, i, quotes, quotes);
      if (Math.min(i, limit) - from > CsvDialect.MOST_QUOTED) {
        return UNCLOSED;
      }
      if (i >= limit) {
        return INCOMPLETE;
      }
      if (bytes[i] != dialect.quote()) {
        changed = true;
        i += 2;
      } else if (i + 1 < limit && bytes[i + 1] == dialect.quote()) {
        changed = true;
        i += 2;
      } else {
        return i;
      }
    }
  }

  /**
   * The first byte of either pattern, or some place past the data's end. Collects the bytes before
   * it in {@link #seen}.
   */
  private int special(byte[] bytes, int from, long one, long other) {
    int i = from;
    long all = 0;
    int last = bytes.length - Long.BYTES;
    for (; i <= last; i += Long.BYTES) {
      long word = ByteSearch.word(bytes, i);
      long marks = ByteSearch.matches(word, one) | ByteSearch.matches(word, other);
      if (marks != 0) {
        int first = ByteSearch.first(marks);
        seen = all | (word & ((1L << (first * Byte.SIZE)) - 1));
        return i + first;
      }
      all |= word;
    }
    return bytes.length;
  }

  /** The end of a field behind its closing quote, where nothing but a carriage return may be. */
  private int afterQuote(byte[] bytes, int from, int limit) {
    if (from >= limit || bytes[from] == delimiter || bytes[from] == '\n') {
      return from;
    }
    int end = special(bytes, from, delimiters, lineEnds);
    boolean carriageReturn = end == from + 1 && bytes[from] == '\r' && bytes[end] == '\n';
    if (!carriageReturn && failure == null) {
      fail(SqlState.INVALID_CAST_VALUE, "text follows a closing quote");
    }
    return Math.min(end, limit);
  }

  /** Takes a number that ends where the field does; the field's end, or −1 if it is none. */
  private int number(byte[] bytes, int from, int limit) {
    int target = names == null && fields < targets.length ? targets[fields] : NOT_WANTED;
    FieldReader reader = target == NOT_WANTED ? null : numbers[target];
    if (reader == null || failure != null || !digits.scan(bytes, from)) {
      return -1;
    }
    int end = digits.end();
    boolean ends = end <= limit && (bytes[end] == delimiter || bytes[end] == '\n');
    return ends && reader.append(digits, columns[target]) ? end : -1;
  }

  /** Takes a field without quotes; its end. */
  private int plain(byte[] bytes, int from, int limit) {
    int end = number(bytes, from, limit);
    if (end >= 0) {
      return end;
    }
    if (hasEscape) {
      end = escaped(bytes, from, limit);
    } else {
      end = special(bytes, from, delimiters, lineEnds);
      changed = false;
    }
    if (end > limit) {
      return limit + 1;
    }
    int contentEnd = bytes[end] == '\n' && end > from && bytes[end - 1] == '\r' ? end - 1 : end;
    field(bytes, from, contentEnd, false);
    return end;
  }

  private int escaped(byte[] bytes, int from, int limit) {
    changed = false;
    int i = from;
    while (i < limit && bytes[i] != delimiter && bytes[i] != '\n') {
      if (bytes[i] == dialect.escape()) {
        changed = true;
        i++;
      }
      i++;
    }
    return i;
  }

  private void field(byte[] bytes, int from, int to, boolean quoted) {
    if (names != null) {
      int length = changed ? unescape(bytes, from, to, quoted) : to - from;
      names.add(
          new String(
              changed ? scratch : bytes, changed ? 0 : from, length, StandardCharsets.UTF_8));
      return;
    }
    int target = fields < targets.length ? targets[fields] : NOT_WANTED;
    if (target == NOT_WANTED || failure != null) {
      return;
    }
    if (!quoted && dialect.isNull(bytes, from, to)) {
      appendNull(target);
      return;
    }
    try {
      if (!quoted && !hasEscape && isText[target] && ByteSearch.isAscii(seen)) {
        ((BytesColumn) columns[target]).append(bytes, from, to - from);
      } else if (changed) {
        int length = unescape(bytes, from, to, quoted);
        wanted[target].append(scratch, 0, length, columns[target]);
      } else {
        wanted[target].append(bytes, from, to, columns[target]);
      }
    } catch (RowException e) {
      if (dialect.ignoreErrors() && wanted[target].type.nullable()) {
        columns[target].truncate(row);
        columns[target].appendNull();
      } else {
        failure = e;
        failedColumn = wanted[target].name;
      }
    }
  }

  /** Writes the field's text to the scratch; its length. */
  private int unescape(byte[] bytes, int from, int to, boolean quoted) {
    if (scratch.length < to - from) {
      scratch = new byte[Math.max(to - from, scratch.length * 2)];
    }
    int length = 0;
    for (int i = from; i < to; i++) {
      byte value = bytes[i];
      if (hasEscape && value == dialect.escape() && i + 1 < to) {
        value = unescaped(bytes[++i]);
      } else if (quoted && value == dialect.quote()) {
        i++;
      }
      scratch[length++] = value;
    }
    return length;
  }

  private static byte unescaped(byte letter) {
    return switch (letter) {
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case '0' -> 0;
      default -> letter;
    };
  }

  @Override
  public int rows() {
    return rows;
  }
}
