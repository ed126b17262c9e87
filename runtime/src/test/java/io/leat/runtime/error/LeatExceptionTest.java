package io.leat.runtime.error;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LeatExceptionTest {
  private static LeatException at(int column, int endColumn) {
    return new LeatException(
        SqlState.SYNTAX_ERROR, "wrong", new Position(1, column, 1, endColumn), null, null);
  }

  @Test
  void marksTheText() {
    assertEquals(
        "wrong\nat line 1, column 8:\n  SELECT abc\n         ^^^", at(8, 10).render("SELECT abc"));
  }

  @Test
  void showsOfLongLinesWhatIsAroundThePosition() {
    String sql = "a".repeat(500) + "WRONG" + "b".repeat(500);
    String[] lines = at(501, 505).render(sql).split("\n");
    String shown = lines[2];
    assertTrue(shown.startsWith("  … aaa") && shown.endsWith("bbb …"), shown);
    int caret = lines[3].indexOf('^');
    assertEquals("WRONG", shown.substring(caret, lines[3].length()));
  }

  @Test
  void showsTheBeginningOfALongLine() {
    String[] lines = at(1, 900).render("x".repeat(900)).split("\n");
    assertEquals("  " + "x".repeat(200) + " …", lines[2]);
    assertEquals("  " + "^".repeat(200), lines[3]);
  }
}
