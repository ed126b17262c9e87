package io.leat.shell.render;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * RFC 4180 with a header, except that lines end with a line feed alone. NULL is an empty field, the
 * empty text is {@code ""}.
 */
final class CsvWriter implements RowWriter {
  private final Appendable out;

  CsvWriter(Appendable out) {
    this.out = out;
  }

  @Override
  public void begin(List<Column> columns) throws IOException {
    for (int i = 0; i < columns.size(); i++) {
      field(i, columns.get(i).name());
    }
    out.append('\n');
  }

  @Override
  public void rows(List<@Nullable Object[]> rows, boolean last) throws IOException {
    for (@Nullable Object[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        field(i, row[i]);
      }
      out.append('\n');
    }
  }

  @Override
  public void end() {}

  private void field(int index, @Nullable Object value) throws IOException {
    if (index > 0) {
      out.append(',');
    }
    if (value == null) {
      return;
    }
    String text = value.toString();
    if (needsQuotes(text)) {
      out.append('"').append(text.replace("\"", "\"\"")).append('"');
    } else {
      out.append(text);
    }
  }

  private static boolean needsQuotes(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == ',' || c == '"' || c == '\n' || c == '\r') {
        return true;
      }
    }
    return text.isEmpty() || text.charAt(0) == ' ' || text.charAt(text.length() - 1) == ' ';
  }
}
