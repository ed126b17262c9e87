package io.leat.shell.render;

import io.leat.shell.render.Column.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An aligned table that is written while its rows arrive. The first rows decide the widths. A later
 * value that is longer is cut on a terminal if it is text; everything else makes its column wider
 * from there on. A value that is alone in its row is never cut and keeps its line breaks, so that
 * SHOW CREATE TABLE and EXPLAIN can be copied from the screen.
 */
final class TableWriter implements RowWriter {
  /** Columns narrower than this are not made narrower to fit the terminal. */
  private static final int NARROW = 8;

  private final Appendable out;
  private final Screen screen;
  private List<Column> columns = List.of();
  private int[] widths = {};
  private boolean headerWritten;

  TableWriter(Appendable out, Screen screen) {
    this.out = out;
    this.screen = screen;
  }

  @Override
  public void begin(List<Column> columns) {
    this.columns = columns;
    this.widths = new int[columns.size()];
  }

  @Override
  public void rows(List<@Nullable Object[]> rows, boolean last) throws IOException {
    if (rows.isEmpty()) {
      return;
    }
    List<String[]> texts = new ArrayList<>(rows.size());
    for (@Nullable Object[] row : rows) {
      texts.add(texts(row));
    }
    if (!headerWritten) {
      layOut(texts, last);
      writeHeader();
    }
    for (int i = 0; i < texts.size(); i++) {
      if (columns.size() == 1) {
        for (String line : texts.get(i)[0].split("\n", -1)) {
          writeRow(rows.get(i), new String[] {DisplayText.escape(line)});
        }
      } else {
        writeRow(rows.get(i), texts.get(i));
      }
    }
  }

  @Override
  public void end() throws IOException {
    if (!headerWritten) {
      layOut(List.of(), true);
      writeHeader();
    }
  }

  private static String[] texts(@Nullable Object[] row) {
    String[] texts = new String[row.length];
    for (int i = 0; i < row.length; i++) {
      Object value = row[i];
      texts[i] = value == null ? "NULL" : value.toString();
      if (row.length > 1) {
        texts[i] = DisplayText.escape(texts[i]);
      }
    }
    return texts;
  }

  private void layOut(List<String[]> sample, boolean complete) {
    for (int i = 0; i < widths.length; i++) {
      Column column = columns.get(i);
      widths[i] = DisplayText.width(name(column));
      for (String[] row : sample) {
        for (String line : row[i].split("\n", -1)) {
          widths[i] = Math.max(widths[i], DisplayText.width(DisplayText.escape(line)));
        }
      }
      if (!complete) {
        widths[i] = Math.max(widths[i], column.typicalWidth());
      }
    }
    if (screen.isTerminal() && columns.size() == 1) {
      widths[0] = Math.min(widths[0], Math.max(NARROW, screen.width() - 2));
    } else if (screen.isTerminal()) {
      shrinkToFit();
    }
  }

  /** Takes from the widest text columns until the table fits, or nothing wide is left. */
  private void shrinkToFit() {
    int excess = -screen.width();
    for (int width : widths) {
      excess += width + 3;
    }
    while (excess > 0) {
      int widest = -1;
      for (int i = 0; i < widths.length; i++) {
        if (mayCut(i) && widths[i] > NARROW && (widest < 0 || widths[i] > widths[widest])) {
          widest = i;
        }
      }
      if (widest < 0) {
        return;
      }
      widths[widest]--;
      excess--;
    }
  }

  private boolean mayCut(int column) {
    Kind kind = columns.get(column).kind();
    return screen.isTerminal() && columns.size() > 1 && (kind == Kind.TEXT || kind == Kind.NESTED);
  }

  private void writeHeader() throws IOException {
    headerWritten = true;
    StringBuilder names = new StringBuilder();
    StringBuilder rule = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String name = name(columns.get(i));
      name = mayCut(i) ? DisplayText.cut(name, widths[i]) : name;
      widths[i] = Math.max(widths[i], DisplayText.width(name));
      names.append(i == 0 ? " " : screen.dim("|") + " ");
      appendCell(names, screen.bold(name), widths[i] - DisplayText.width(name), i);
      rule.append(i == 0 ? "" : "+").append("-".repeat(widths[i] + 2));
    }
    out.append(names.toString().stripTrailing() + "\n" + screen.dim(rule.toString()) + "\n");
  }

  private void writeRow(@Nullable Object[] row, String[] texts) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < texts.length; i++) {
      String text = mayCut(i) ? DisplayText.cut(texts[i], widths[i]) : texts[i];
      int width = DisplayText.width(text);
      widths[i] = Math.max(widths[i], width);
      line.append(i == 0 ? " " : screen.dim("|") + " ");
      appendCell(line, row[i] == null ? screen.dim(text) : text, widths[i] - width, i);
    }
    out.append(line.toString().stripTrailing() + "\n");
  }

  /** Appends a cell and, except at the end of a line, the space behind it. */
  private void appendCell(StringBuilder line, String text, int padding, int column) {
    boolean lastColumn = column == widths.length - 1;
    if (columns.get(column).kind() == Kind.NUMBER) {
      line.append(" ".repeat(padding)).append(text).append(lastColumn ? "" : " ");
    } else {
      line.append(text).append(lastColumn ? "" : " ".repeat(padding + 1));
    }
  }

  private static String name(Column column) {
    return DisplayText.escape(column.name());
  }
}
