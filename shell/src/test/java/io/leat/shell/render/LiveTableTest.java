package io.leat.shell.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.shell.render.Column.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A table that is drawn in place, on a screen that knows the control sequences it may use. */
class LiveTableTest {
  private static final List<Column> COLUMNS =
      List.of(
          new Column("op", Kind.TEXT, 0),
          new Column("epoch", Kind.NUMBER, 0),
          new Column("name", Kind.TEXT, 0),
          new Column("n", Kind.NUMBER, 0));

  private final Glass glass = new Glass();
  private Screen screen = new Screen(40, 12, false);
  private final LiveTable table = new LiveTable(glass, () -> screen, COLUMNS);

  private static Object[] change(String op, long epoch, Object name, Object n) {
    return new Object[] {op, Long.toString(epoch), name, n == null ? null : n.toString()};
  }

  private void add(Object[]... changes) {
    table.add(Arrays.asList(changes));
  }

  private void shows(String... lines) throws IOException {
    table.draw();
    assertEquals(String.join("\n", lines), glass.text());
  }

  @Test
  void isEmptyAtFirst() throws Exception {
    shows(" name | n", "------+---", "0 rows, 0 changes; Ctrl-C ends it");
  }

  @Test
  void rowsComeInOrderOfTheirValues() throws Exception {
    add(
        change("+I", 1, "b", 10),
        change("+I", 1, "b", 9),
        change("+I", 1, null, 5),
        change("+I", 1, "b", "NaN"),
        change("+I", 1, "a", null),
        change("+I", 1, "b", 9));
    table.settle();
    shows(
        " name |    n",
        "------+------",
        " NULL |    5",
        " a    | NULL",
        " b    |    9",
        " b    |    9",
        " b    |   10",
        " b    |  NaN",
        "epoch 1, 6 rows, 6 changes; Ctrl-C ends it");
  }

  @Test
  void anEpochIsShownWholeOrNotAtAll() throws Exception {
    add(change("+I", 1, "a", 1));
    shows(" name | n", "------+---", "0 rows, 0 changes; Ctrl-C ends it");
    assertTrue(table.isWaiting());
    add(change("+I", 1, "b", 1), change("-D", 2, "a", 1));
    assertTrue(table.isStale());
    shows(
        " name | n",
        "------+---",
        " a    | 1",
        " b    | 1",
        "epoch 1, 2 rows, 2 changes; Ctrl-C ends it");
    assertFalse(table.isStale());
    table.settle();
    shows(" name | n", "------+---", " b    | 1", "epoch 2, 1 row, 3 changes; Ctrl-C ends it");
    assertFalse(table.isWaiting());
  }

  @Test
  void whatIsShorterLeavesNothingOfWhatWasLonger() throws Exception {
    add(change("+I", 1, "a name that is long", 123456), change("+I", 1, "b", 1));
    table.settle();
    table.draw();
    add(change("-D", 2, "a name that is long", 123456), change("-D", 2, "b", 1));
    table.settle();
    shows(" name | n", "------+---", "epoch 2, 0 rows, 4 changes; Ctrl-C ends it");
  }

  @Test
  void noMoreRowsThanTheScreenHolds() throws Exception {
    for (int i = 10; i < 40; i++) {
      add(change("+I", 1, "r", i));
    }
    table.settle();
    screen = new Screen(40, 8, false);
    shows(
        " name |  n",
        "------+----",
        " r    | 10",
        " r    | 11",
        " r    | 12",
        "… and 27 more rows",
        "epoch 1, 30 rows, 30 changes; Ctrl-C ends it");
  }

  @Test
  void theLastTableStandsWithoutStatusBelowWhatWasThere() throws Exception {
    glass.append("leat> SELECT …\n");
    add(change("+I", 1, "a", 1));
    table.draw();
    table.end(true);
    assertEquals("leat> SELECT …\n name | n\n------+---\n a    | 1", glass.text());
    assertEquals(1, table.rows());
    assertEquals(1, table.changes());
  }

  @Test
  void anEpochThatIsCutOffIsNotShown() throws Exception {
    add(change("+I", 1, "a", 1), change("-U", 2, "a", 1));
    table.end(false);
    assertEquals(" name | n\n------+---\n a    | 1", glass.text());
    assertEquals(1, table.rows());
  }

  @Test
  void randomChangesAddUp() throws Exception {
    screen = new Screen(200, 400, false);
    for (long seed = 1; seed <= 20; seed++) {
      Random random = new Random(seed);
      LiveTable live = new LiveTable(glass, () -> screen, COLUMNS);
      Map<String, Integer> values = new HashMap<>();
      for (int epoch = 1; epoch < 30; epoch++) {
        List<Object[]> changes = new ArrayList<>();
        for (int i = random.nextInt(20); i > 0; i--) {
          String name = "k" + (10 + random.nextInt(40));
          Integer now = random.nextBoolean() ? random.nextInt(5) : null;
          Integer before = now == null ? values.remove(name) : values.put(name, now);
          if (before != null) {
            changes.add(change("-U", epoch, name, before));
          }
          if (now != null) {
            changes.add(change("+U", epoch, name, now));
          }
        }
        live.add(changes);
        live.settle();
        live.draw();
        List<String> expected = new ArrayList<>();
        new TreeMap<>(values).forEach((name, n) -> expected.add(" " + name + "  | " + n));
        List<String> lines = glass.text().lines().toList();
        int header = lines.lastIndexOf(" name | n");
        assertEquals(expected, lines.subList(header + 2, lines.size() - 1), "seed " + seed);
      }
      live.end(true);
    }
  }

  /** A terminal of many lines that are never too long: knows what a live table writes. */
  private static final class Glass implements Appendable {
    private final List<StringBuilder> lines = new ArrayList<>(List.of(new StringBuilder()));
    private int line;
    private int column;

    String text() {
      return String.join("\n", lines).stripTrailing();
    }

    @Override
    public Appendable append(CharSequence text) {
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (c == '\u001b') {
          int end = i + 2;
          while (!Character.isLetter(text.charAt(end))) {
            end++;
          }
          control(text.subSequence(i + 2, end).toString(), text.charAt(end));
          i = end;
        } else if (c == '\r') {
          column = 0;
        } else if (c == '\n') {
          line++;
          column = 0;
          if (line == lines.size()) {
            lines.add(new StringBuilder());
          }
        } else {
          StringBuilder current = lines.get(line);
          if (column < current.length()) {
            current.setCharAt(column, c);
          } else {
            current.append(c);
          }
          column++;
        }
      }
      return this;
    }

    private void control(String arguments, char command) {
      switch (command) {
        case 'A' -> line -= Integer.parseInt(arguments);
        case 'K' -> lines.get(line).setLength(column);
        case 'J' -> {
          lines.get(line).setLength(column);
          lines.subList(line + 1, lines.size()).clear();
        }
        case 'h', 'l' -> assertEquals("?7", arguments);
        default -> throw new AssertionError("unknown sequence " + arguments + command);
      }
    }

    @Override
    public Appendable append(CharSequence text, int start, int end) {
      return append(text.subSequence(start, end));
    }

    @Override
    public Appendable append(char c) {
      return append(String.valueOf(c));
    }
  }
}
