package io.leat.runtime.connector.format.json;

import static io.leat.runtime.connector.format.json.JsonDecoder.malformed;

import io.leat.runtime.connector.format.ByteSearch;
import io.leat.runtime.connector.format.DecimalDigits;
import io.leat.runtime.connector.format.FieldReader;
import io.leat.runtime.data.ArrayColumn;
import io.leat.runtime.data.BooleanColumn;
import io.leat.runtime.data.BytesColumn;
import io.leat.runtime.data.Column;
import io.leat.runtime.data.IntColumn;
import io.leat.runtime.data.MapColumn;
import io.leat.runtime.data.RowColumn;
import io.leat.runtime.error.RowException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.json.JsonScanner;
import io.leat.runtime.json.JsonStrings;
import io.leat.runtime.types.ScalarType;
import io.leat.runtime.types.TypeKind;
import org.jspecify.annotations.Nullable;

/**
 * Reads values into columns. The data ends with a line's end, which is part of no value: so nothing
 * is read past it, and no end has to be asked for before each byte.
 */
final class JsonValues {
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final long QUOTES = ByteSearch.pattern((byte) '"');
  private static final long BACKSLASHES = ByteSearch.pattern((byte) '\\');

  private final JsonOptions options;
  private final UniqueKeys uniqueKeys = new UniqueKeys();
  private final DecimalDigits digits = new DecimalDigits();
  private byte[] text = {};
  private int limit;
  private int at;
  private byte[] scratch = new byte[64];
  private JsonShape.@Nullable OfRow lineShape;
  private int failedColumn;

  JsonValues(JsonOptions options) {
    this.options = options;
  }

  /**
   * Appends the row of the object at {@code start}.
   *
   * @param row the number of rows before it
   * @return where the next line begins
   * @throws RowException if it is none; columns may hold parts of the row then
   */
  int line(
      JsonShape.OfRow shape, byte[] bytes, int start, int newLimit, Column[] columns, int row) {
    text = bytes;
    at = start;
    limit = newLimit;
    lineShape = shape;
    failedColumn = -1;
    if (text[at] != '{') {
      throw malformed("the line is not a JSON object");
    }
    members(shape, columns, null, row);
    skipBlanks();
    if (text[at] != '\n') {
      throw malformed("text follows the JSON object");
    }
    return at + 1;
  }

  /** The name of the column whose value the last error was about; empty if it was none's. */
  String failedColumn() {
    JsonShape.OfRow shape = lineShape;
    return shape == null || failedColumn < 0 ? "" : shape.nameOf(failedColumn);
  }

  /** The place after the blanks of a line. */
  static int blanks(byte[] bytes, int from) {
    int i = from;
    while (bytes[i] == ' ' || bytes[i] == '\t' || bytes[i] == '\r') {
      i++;
    }
    return i;
  }

  private void skipBlanks() {
    if (text[at] <= ' ') {
      at = blanks(text, at);
    }
  }

  /** The members of an object; its columns are given as an array or are those of a ROW. */
  private void members(
      JsonShape.OfRow shape, Column[] columns, @Nullable RowColumn rowColumn, int row) {
    boolean outermost = rowColumn == null;
    at++;
    skipBlanks();
    if (text[at] == '}') {
      at++;
    } else {
      int expected = 0;
      byte next;
      do {
        int field = key(shape, expected);
        skipBlanks();
        int target = field < 0 ? JsonShape.OfRow.UNKNOWN : shape.targets[field];
        expected = field + 1;
        if (target < 0) {
          skip();
        } else {
          Column column = rowColumn == null ? columns[target] : rowColumn.field(target);
          if (outermost) {
            failedColumn = target;
          }
          if (column.size() > row) {
            // The last of several fields of the same name counts.
            column.truncate(row);
          }
          value(shape.columns[target], column);
          if (outermost) {
            failedColumn = -1;
          }
        }
        skipBlanks();
        next = text[at++];
        if (next == ',') {
          skipBlanks();
        } else if (next != '}') {
          throw malformed("',' or '}' is missing after a value");
        }
      } while (next != '}');
    }
    for (int i = 0; i < shape.columns.length; i++) {
      Column column = rowColumn == null ? columns[i] : rowColumn.field(i);
      if (column.size() == row) {
        missing(shape, i, column);
      }
    }
  }

  private void missing(JsonShape.OfRow shape, int index, Column column) {
    if (options.failOnMissingField()) {
      throw malformed("field '" + shape.nameOf(index) + "' is missing");
    }
    if (!shape.columns[index].type.nullable()) {
      throw new RowException(
          SqlState.NOT_NULL_VIOLATION,
          "field '" + shape.nameOf(index) + "' is missing, and the column is NOT NULL");
    }
    column.appendNull();
  }

  /** Takes a key and its colon; the field that it names, or −1. */
  private int key(JsonShape.OfRow shape, int expected) {
    if (expected < shape.keys.length) {
      JsonShape.Key key = shape.keys[expected];
      if (at + key.length() < limit && key.isAt(text, at)) {
        at += key.length();
        return expected;
      }
    }
    if (text[at] != '"') {
      throw malformed("a key in quotes is missing");
    }
    int end = JsonScanner.value(text, at, limit, 0);
    if (end < 0) {
      throw malformed("a key is not a valid JSON string");
    }
    int field;
    if (hasEscape(at + 1, end - 1)) {
      int length = unescape(at + 1, end - 1);
      field = shape.find(scratch, 0, length);
    } else {
      field = shape.find(text, at + 1, end - 1);
    }
    at = end;
    colon();
    return field;
  }

  private void colon() {
    skipBlanks();
    if (text[at] != ':') {
      throw malformed("':' is missing after a key");
    }
    at++;
  }

  private boolean hasEscape(int from, int to) {
    return ByteSearch.find(text, from, to, (byte) '\\') < to;
  }

  private int unescape(int from, int to) {
    if (scratch.length < to - from) {
      scratch = new byte[Math.max(to - from, scratch.length * 2)];
    }
    return JsonStrings.unescape(text, from, to, scratch, 0);
  }

  /** Passes over a value that nobody wants. */
  private void skip() {
    at = valueEnd();
  }

  private int valueEnd() {
    boolean nested = text[at] == '{' || text[at] == '[';
    int end = nested ? ByteSearch.find(text, at, limit, (byte) '\n') : limit;
    int after = JsonScanner.value(text, at, end, 0);
    if (after < 0) {
      throw malformed("a value is not valid JSON");
    }
    return after;
  }

  private void value(JsonShape shape, Column column) {
    int start = at;
    if (!options.ignoreErrors()) {
      read(shape, column);
      return;
    }
    int rows = column.size();
    try {
      read(shape, column);
    } catch (RowException e) {
      if (!shape.type.nullable()) {
        throw e;
      }
      at = start;
      at = valueEnd();
      column.truncate(rows);
      column.appendNull();
    }
  }

  private void read(JsonShape shape, Column column) {
    if (text[at] == 'n' && !isVariant(shape)) {
      at = valueEnd();
      if (!shape.type.nullable()) {
        throw new RowException(SqlState.NOT_NULL_VIOLATION, "null where NOT NULL is declared");
      }
      column.appendNull();
    } else if (shape instanceof JsonShape.OfScalar scalar) {
      scalar(scalar.reader, column);
    } else if (shape instanceof JsonShape.OfRow row) {
      expect('{', "an object", shape);
      members(row, new Column[0], (RowColumn) column, column.size());
      ((RowColumn) column).closeRow();
    } else if (shape instanceof JsonShape.OfArray array) {
      expect('[', "an array", shape);
      elements(array.element, (ArrayColumn) column);
    } else {
      expect('{', "an object", shape);
      entries((JsonShape.OfMap) shape, (MapColumn) column);
    }
  }

  private static boolean isVariant(JsonShape shape) {
    return shape.type.kind() == TypeKind.VARIANT && !shape.type.nullable();
  }

  private void expect(char first, String what, JsonShape shape) {
    if (text[at] != first) {
      throw new RowException(
          SqlState.INVALID_CAST_VALUE,
          what + " is expected for " + shape.type.withNullable(true).sqlName());
    }
  }

  private void elements(JsonShape shape, ArrayColumn array) {
    at++;
    skipBlanks();
    if (text[at] == ']') {
      at++;
      array.closeRow();
      return;
    }
    byte next;
    do {
      value(shape, array.elements());
      skipBlanks();
      next = text[at++];
      if (next == ',') {
        skipBlanks();
      } else if (next != ']') {
        throw malformed("',' or ']' is missing after a value");
      }
    } while (next != ']');
    array.closeRow();
  }

  private void entries(JsonShape.OfMap shape, MapColumn map) {
    int first = map.keys().size();
    at++;
    skipBlanks();
    if (text[at] == '}') {
      at++;
      map.closeRow();
      return;
    }
    byte next;
    do {
      if (text[at] != '"') {
        throw malformed("a key in quotes is missing");
      }
      string(shape.key, map.keys());
      colon();
      skipBlanks();
      value(shape.value, map.values());
      skipBlanks();
      next = text[at++];
      if (next == ',') {
        skipBlanks();
      } else if (next != '}') {
        throw malformed("',' or '}' is missing after a value");
      }
    } while (next != '}');
    map.closeRow();
    if (shape.type.kind() == TypeKind.MULTISET) {
      requireCounts((IntColumn) map.values(), first);
    }
    uniqueKeys.keepLast(map, map.size() - 1, shape.type);
  }

  private static void requireCounts(IntColumn counts, int from) {
    for (int i = from; i < counts.size(); i++) {
      if (counts.get(i) <= 0) {
        throw new RowException(SqlState.INVALID_CAST_VALUE, "a MULTISET's count must be positive");
      }
    }
  }

  private void scalar(FieldReader reader, Column column) {
    byte first = text[at];
    if (reader.isVariant()) {
      rest(reader, column);
    } else if (first == '"') {
      string(reader, column);
    } else if (!reader.isNumber() || !number(reader, column)) {
      unusual(reader, column);
    }
  }

  /** Takes a number in its usual spelling, if there is one. */
  private boolean number(FieldReader reader, Column column) {
    if (!digits.scan(text, at)) {
      return false;
    }
    int end = digits.end();
    boolean ended = (text[end] | 0x20) != 'e' && text[end] != '.';
    if (!ended || digits.padded() || !reader.append(digits, column)) {
      return false;
    }
    at = end;
    return true;
  }

  private void unusual(FieldReader reader, Column column) {
    ScalarType type = reader.type();
    byte first = text[at];
    if (type.kind() == TypeKind.BOOLEAN && (first == 't' || first == 'f')) {
      at = valueEnd();
      ((BooleanColumn) column).append(first == 't');
      return;
    }
    if ((first == '{' || first == '[') && !type.kind().isCharacter()) {
      throw new RowException(
          SqlState.INVALID_CAST_VALUE,
          "a simple value is expected for " + type.withNullable(true).sqlName());
    }
    rest(reader, column);
  }

  /** Takes the text of the value, whatever it is. */
  private void rest(FieldReader reader, Column column) {
    int end = valueEnd();
    reader.append(text, at, end, column);
    at = end;
  }

  /** Takes a string: eight bytes at a time to its end, to an escape or to an error. */
  private void string(FieldReader reader, Column column) {
    int start = at + 1;
    int i = start;
    long high = 0;
    while (true) {
      long word = ByteSearch.word(text, i);
      long marks =
          ByteSearch.matches(word, QUOTES)
              | ByteSearch.matches(word, BACKSLASHES)
              | ByteSearch.controls(word);
      if (marks != 0) {
        int length = ByteSearch.first(marks);
        high |= word & ((1L << (length * 8)) - 1);
        i += length;
        break;
      }
      high |= word;
      i += Long.BYTES;
    }
    if (text[i] == '"') {
      at = i + 1;
      boolean ascii = (high & HIGH_BITS) == 0;
      if (ascii && reader.isText()) {
        ((BytesColumn) column).append(text, start, i - start);
      } else {
        reader.append(text, start, i, column);
      }
      return;
    }
    int end = text[i] == '\\' ? JsonScanner.value(text, start - 1, limit, 0) : -1;
    if (end < 0) {
      throw malformed("a string is not valid JSON");
    }
    int length = unescape(start, end - 1);
    reader.append(scratch, 0, length, column);
    at = end;
  }
}
