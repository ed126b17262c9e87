package io.leat.shell.render;

import io.leat.shell.render.Column.Kind;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A table of GitHub's Markdown; numbers to the right. */
final class MarkdownWriter implements RowWriter {
  private final Appendable out;

  MarkdownWriter(Appendable out) {
    this.out = out;
  }

  @Override
  public void begin(List<Column> columns) throws IOException {
    for (Column column : columns) {
      field(column.name());
    }
    out.append("|\n");
    for (Column column : columns) {
      out.append(column.kind() == Kind.NUMBER ? "| ---: " : "| --- ");
    }
    out.append("|\n");
  }

  @Override
  public void rows(List<@Nullable Object[]> rows, boolean last) throws IOException {
    for (@Nullable Object[] row : rows) {
      for (Object value : row) {
        field(value);
      }
      out.append("|\n");
    }
  }

  @Override
  public void end() {}

  private void field(@Nullable Object value) throws IOException {
    String text = value == null ? "NULL" : value.toString();
    out.append("| ")
        .append(
            text.replace("\\", "\\\\")
                .replace("|", "\\|")
                .replace("<", "&lt;")
                .replace("\r\n", "<br>")
                .replace("\n", "<br>"))
        .append(' ');
  }
}
