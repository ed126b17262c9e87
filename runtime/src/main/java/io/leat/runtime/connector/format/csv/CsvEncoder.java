package io.leat.runtime.connector.format.csv;

import io.leat.runtime.connector.format.FieldWriter;
import io.leat.runtime.connector.format.RecordEncoder;
import io.leat.runtime.data.ArrayColumn;
import io.leat.runtime.data.BytesColumn;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.data.RowColumn;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.json.JsonBuffer;
import io.leat.runtime.types.ArrayType;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.RowType;
import io.leat.runtime.types.ScalarType;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.List;

/** Writes records; quotes only where a reader would else read something different. */
final class CsvEncoder implements RecordEncoder {
  private final CsvDialect dialect;
  private final RowSchema schema;
  private final FieldWriter[][] writers;
  private final JsonBuffer field = new JsonBuffer();

  /** How each column is written. */
  private final Way[] ways;

  /** A text with one of these is not written as it is. */
  private final SpecialBytes special;

  private enum Way {
    /** Nothing in it can be taken for the dialect's characters. */
    PLAIN,
    TEXT,
    OTHER
  }

  CsvEncoder(CsvDialect dialect, RowSchema schema) {
    this.dialect = dialect;
    this.schema = schema;
    this.writers = schema.types().stream().map(CsvEncoder::writers).toArray(FieldWriter[][]::new);
    BitSet signs = new BitSet();
    signs.set('\n');
    signs.set('\r');
    signs.set(dialect.delimiter() & 0xff);
    for (byte sign : new byte[] {dialect.quote(), dialect.escape()}) {
      if (sign != CsvDialect.NONE) {
        signs.set(sign & 0xff);
      }
    }
    this.special = new SpecialBytes(signs);
    this.ways = new Way[schema.size()];
    for (int i = 0; i < ways.length; i++) {
      ways[i] = way(schema.type(i), writers[i]);
    }
  }

  private Way way(DataType type, FieldWriter[] parts) {
    if (!(type instanceof ScalarType)) {
      return Way.OTHER;
    }
    FieldWriter writer = parts[0];
    if (writer.isPlain() && isPlain(writer)) {
      return Way.PLAIN;
    }
    return writer.isText() ? Way.TEXT : Way.OTHER;
  }

  private static FieldWriter[] writers(DataType type) {
    List<DataType> parts =
        type instanceof RowType row
            ? row.schema().types()
            : List.of(type instanceof ArrayType array ? array.element() : type);
    return parts.stream()
        .map(part -> new FieldWriter((ScalarType) part, ' '))
        .toArray(FieldWriter[]::new);
  }

  @Override
  public void begin(JsonBuffer out) {
    if (!dialect.header()) {
      return;
    }
    for (int i = 0; i < schema.size(); i++) {
      if (i > 0) {
        out.put((char) dialect.delimiter());
      }
      byte[] name = schema.name(i).getBytes(StandardCharsets.UTF_8);
      text(name, 0, name.length, i == 0, out);
    }
    out.put('\n');
  }

  @Override
  public void encode(ChangeBatch batch, int[] columns, int row, JsonBuffer out) {
    for (int i = 0; i < columns.length; i++) {
      if (i > 0) {
        out.put((char) dialect.delimiter());
      }
      value(i, batch.column(columns[i]), row, out);
    }
    out.put('\n');
  }

  private void value(int index, Column column, int row, JsonBuffer out) {
    if (column.isNull(row)) {
      nullText(out);
      return;
    }
    FieldWriter writer = writers[index][0];
    switch (ways[index]) {
      case PLAIN -> writer.write(column, row, out);
      case TEXT -> {
        BytesColumn texts = (BytesColumn) column;
        int start = texts.start(row);
        text(texts.heap(), start, start + texts.length(row), index == 0, out);
      }
      case OTHER -> other(index, writer, column, row, out);
    }
  }

  private void other(int index, FieldWriter writer, Column column, int row, JsonBuffer out) {
    field.clear();
    if (column instanceof ArrayColumn array) {
      for (int i = array.start(row); i < array.end(row); i++) {
        part(writer, array.elements(), i, i > array.start(row));
      }
      if (field.size() == 0 && array.end(row) > array.start(row)) {
        throw unwritable("an array of one NULL", "set 'csv.null-literal'");
      }
    } else if (column instanceof RowColumn fields) {
      for (int i = 0; i < fields.fieldCount(); i++) {
        part(writers[index][i], fields.field(i), row, i > 0);
      }
    } else {
      writer.write(column, row, field);
    }
    text(field.bytes(), 0, field.size(), index == 0, out);
  }

  /** Whether nothing in such a text can be taken for the dialect's characters. */
  private boolean isPlain(FieldWriter writer) {
    byte d = dialect.delimiter();
    boolean usual = d == ',' || d == ';' || d == '|' || d == '\t' || d == '~' || d == '^';
    boolean signs = dialect.quote() == '"' || dialect.quote() == '\'';
    boolean binary = writer.type().kind().isBinary();
    return usual
        && signs
        && dialect.escape() == CsvDialect.NONE
        && !binary
        && dialect.nullLiteral() == null;
  }

  private void nullText(JsonBuffer out) {
    byte[] literal = dialect.nullLiteral();
    if (literal != null) {
      out.put(literal, 0, literal.length);
    }
  }

  private void part(FieldWriter writer, Column column, int row, boolean delimited) {
    if (delimited) {
      field.put((char) dialect.elementDelimiter());
    }
    if (column.isNull(row)) {
      nullText(field);
      return;
    }
    int start = field.size();
    writer.write(column, row, field);
    if (dialect.isNull(field.bytes(), start, field.size())) {
      throw unwritable("an element that reads like NULL", "set another 'csv.null-literal'");
    }
    for (int i = start; i < field.size(); i++) {
      if (field.bytes()[i] == dialect.elementDelimiter()) {
        throw unwritable(
            "an element with the 'csv.array-element-delimiter' in it", "choose another one");
      }
    }
  }

  private static LeatException unwritable(String what, String instead) {
    return new LeatException(SqlState.INVALID_PARAMETER_VALUE, "format 'csv' cannot write " + what)
        .withHint(instead + ", or use 'format' = 'json'");
  }

  private void text(byte[] bytes, int from, int to, boolean first, JsonBuffer out) {
    if (!needsQuotes(bytes, from, to, first)) {
      out.put(bytes, from, to);
    } else if (dialect.quote() != CsvDialect.NONE) {
      quoted(bytes, from, to, out);
    } else {
      escaped(bytes, from, to, out);
    }
  }

  private boolean needsQuotes(byte[] bytes, int from, int to, boolean first) {
    if (dialect.isNull(bytes, from, to) || (from == to && dialect.nullLiteral() == null)) {
      return true;
    }
    boolean onlyColumn = schema.size() == 1 && from == to;
    if (onlyColumn || (first && from < to && (bytes[from] == '#' || bytes[from] == (byte) 0xef))) {
      return true;
    }
    return special.occurIn(bytes, from, to);
  }

  private void quoted(byte[] bytes, int from, int to, JsonBuffer out) {
    char quote = (char) dialect.quote();
    out.put(quote);
    int start = from;
    for (int i = from; i < to; i++) {
      boolean escape = bytes[i] == dialect.escape() && dialect.escape() != CsvDialect.NONE;
      if (bytes[i] == quote || escape) {
        out.put(bytes, start, i);
        out.put((char) bytes[i]);
        start = i;
      }
    }
    out.put(bytes, start, to);
    out.put(quote);
  }

  /** Without quotes: with escapes, if the dialect has them and they say it all. */
  private void escaped(byte[] bytes, int from, int to, JsonBuffer out) {
    if (dialect.escape() == CsvDialect.NONE || dialect.isNull(bytes, from, to)) {
      throw unwritable(
          "a text with delimiters, line ends, or the look of NULL, without quotes",
          "leave 'csv.disable-quote-character' out");
    }
    for (int i = from; i < to; i++) {
      char value = (char) (bytes[i] & 0xff);
      char letter = value == '\n' ? 'n' : value == '\r' ? 'r' : value;
      boolean comment = i == from && value == '#';
      if (letter != value
          || comment
          || value == dialect.delimiter()
          || bytes[i] == dialect.escape()) {
        out.put((char) dialect.escape());
      }
      out.put(letter);
    }
  }
}
