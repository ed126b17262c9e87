package io.leat.shell.render;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Fields between tabs with a header; tab, line feed, carriage return and backslash are written
 * {@code \t \n \r \\}, NULL is {@code \N}.
 */
final class TsvWriter implements RowWriter {
  private final Appendable out;

  TsvWriter(Appendable out) {
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
      out.append('\t');
    }
    if (value == null) {
      out.append("\\N");
      return;
    }
    String text = value.toString();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\t' -> out.append("\\t");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\\' -> out.append("\\\\");
        default -> out.append(c);
      }
    }
  }
}
