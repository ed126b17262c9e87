package io.leat.shell.render;

import io.leat.shell.render.Column.Kind;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The rows that a stream of changes adds up to, redrawn in place. A change is a row of {@code op},
 * {@code epoch} and the columns of the relation. What is drawn is always the relation as it was
 * after a whole epoch: changes wait until one of a later epoch comes or {@link #settle} says that
 * no more of theirs will. Rows are shown in the order of their values, as many as the screen holds.
 */
public final class LiveTable {
  private static final int CHANGE_COLUMNS = 2;

  /** Lines that are no rows: the header's two, the count of rows not shown, the status, a spare. */
  private static final int OTHER_LINES = 5;

  private final Appendable out;
  private final Supplier<Screen> screens;
  private final List<Column> columns;
  private final TreeMap<Row, Integer> relation;
  private List<@Nullable Object[]> waiting = new ArrayList<>();
  private String waitingEpoch = "";
  private String shownEpoch = "";
  private long rows;
  private long changes;
  private int linesDrawn;
  private boolean stale = true;

  /** The values of a row, and what they are compared by. */
  private record Row(List<@Nullable Object> values, List<@Nullable Object> keys) {}

  /**
   * @param columns of the changes
   * @param screens the screen as it is now
   */
  public LiveTable(Appendable out, Supplier<Screen> screens, List<Column> columns) {
    this.out = out;
    this.screens = screens;
    this.columns = List.copyOf(columns.subList(CHANGE_COLUMNS, columns.size()));
    this.relation = new TreeMap<>(LiveTable::compare);
  }

  /** Takes changes; those of an epoch whose end is in sight take effect. */
  public void add(List<@Nullable Object[]> rowsOfChanges) {
    for (@Nullable Object[] change : rowsOfChanges) {
      String epoch = String.valueOf(change[1]);
      if (!epoch.equals(waitingEpoch)) {
        settle();
        waitingEpoch = epoch;
      }
      waiting.add(change);
    }
  }

  /** The changes that have come are all there are of their epoch. */
  public void settle() {
    for (@Nullable Object[] change : waiting) {
      String op = String.valueOf(change[0]);
      boolean taken = op.startsWith("-");
      Row row = row(change);
      relation.merge(row, taken ? -1 : 1, (a, b) -> a + b == 0 ? null : Integer.valueOf(a + b));
      rows += taken ? -1 : 1;
      changes++;
      stale = true;
    }
    shownEpoch = waitingEpoch;
    waiting = new ArrayList<>();
  }

  /** Whether there are changes of an epoch whose end is not in sight. */
  public boolean isWaiting() {
    return !waiting.isEmpty();
  }

  /** Whether what is drawn is not what has become of the relation. */
  public boolean isStale() {
    return stale;
  }

  /** How many rows the relation has. */
  public long rows() {
    return rows;
  }

  /** How many changes have taken effect. */
  public long changes() {
    return changes;
  }

  private Row row(@Nullable Object[] change) {
    List<@Nullable Object> values = new ArrayList<>();
    List<@Nullable Object> keys = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      Object value = change[CHANGE_COLUMNS + i];
      values.add(value);
      keys.add(value == null ? null : key(value.toString(), columns.get(i)));
    }
    return new Row(values, keys);
  }

  private static Object key(String text, Column column) {
    if (column.kind() == Kind.NUMBER) {
      try {
        return new BigDecimal(text);
      } catch (NumberFormatException e) {
        return text; // NaN and the infinities, behind all numbers.
      }
    }
    return text;
  }

  private static int compare(Row a, Row b) {
    for (int i = 0; i < a.keys.size(); i++) {
      int order = compare(a.keys.get(i), b.keys.get(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private static int compare(@Nullable Object a, @Nullable Object b) {
    if (a == null || b == null) {
      return Boolean.compare(b == null, a == null);
    }
    if (a instanceof BigDecimal number) {
      return b instanceof BigDecimal other ? number.compareTo(other) : -1;
    }
    return b instanceof BigDecimal
        ? 1
        : Comparator.<String>naturalOrder().compare(a.toString(), b.toString());
  }

  /** Draws the relation in the place of what was drawn before, with a line of status below. */
  public void draw() throws IOException {
    Screen screen = screens.get();
    String epoch = shownEpoch.isEmpty() ? "" : "epoch " + shownEpoch + ", ";
    draw(
        screen,
        screen.dim(
            epoch + count(rows, "row") + ", " + count(changes, "change") + "; Ctrl-C ends it"));
  }

  /**
   * Draws the relation a last time and leaves it standing.
   *
   * @param complete whether all changes have come; otherwise those of the last epoch, which may not
   *     be all of it, are left out
   */
  public void end(boolean complete) throws IOException {
    if (complete) {
      settle();
    }
    draw(screens.get(), "");
  }

  private void draw(Screen screen, String status) throws IOException {
    StringBuilder table = new StringBuilder();
    TableWriter writer = new TableWriter(table, screen);
    int room = Math.max(1, screen.height() - OTHER_LINES);
    List<@Nullable Object[]> shown = shown(room);
    writer.begin(columns);
    writer.rows(shown, true);
    writer.end();
    if (rows > shown.size()) {
      table.append(screen.dim("… and " + count(rows - shown.size(), "more row"))).append('\n');
    }
    if (!status.isEmpty()) {
      table.append(status).append('\n');
    }
    StringBuilder frame = new StringBuilder("\u001b[?7l");
    if (linesDrawn > 0) {
      frame.append("\u001b[").append(linesDrawn).append('A');
    }
    frame.append('\r');
    // Each line clears what is left of the old one, so that nothing flickers.
    frame.append(table.toString().replace("\n", "\u001b[K\n")).append("\u001b[J\u001b[?7h");
    out.append(frame);
    linesDrawn = (int) table.chars().filter(c -> c == '\n').count();
    stale = false;
  }

  private List<@Nullable Object[]> shown(int room) {
    List<@Nullable Object[]> shown = new ArrayList<>();
    for (var entry : relation.entrySet()) {
      for (int i = 0; i < entry.getValue() && shown.size() < room; i++) {
        shown.add(entry.getKey().values.toArray());
      }
      if (shown.size() >= room) {
        break;
      }
    }
    return shown;
  }

  /** {@code 1 row}, {@code 2 rows}. */
  private static String count(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }
}
