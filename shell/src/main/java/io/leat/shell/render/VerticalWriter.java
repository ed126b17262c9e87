package io.leat.shell.render;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One line per value, names to the left; for rows too wide for a table. */
final class VerticalWriter implements RowWriter {
  private final Appendable out;
  private final Screen screen;
  private List<String> labels = List.of();
  private long number;

  VerticalWriter(Appendable out, Screen screen) {
    this.out = out;
    this.screen = screen;
  }

  @Override
  public void begin(List<Column> columns) {
    List<String> names = columns.stream().map(c -> DisplayText.escape(c.name())).toList();
    int width = names.stream().mapToInt(DisplayText::width).max().orElse(0);
    labels =
        names.stream().map(name -> " ".repeat(width - DisplayText.width(name)) + name).toList();
  }

  @Override
  public void rows(List<@Nullable Object[]> rows, boolean last) throws IOException {
    for (@Nullable Object[] row : rows) {
      number++;
      out.append(screen.dim("*** row " + number + " ***")).append('\n');
      for (int i = 0; i < row.length; i++) {
        Object value = row[i];
        out.append(screen.bold(labels.get(i) + ":"))
            .append(' ')
            .append(value == null ? screen.dim("NULL") : DisplayText.escape(value.toString()))
            .append('\n');
      }
    }
  }

  @Override
  public void end() {}
}
