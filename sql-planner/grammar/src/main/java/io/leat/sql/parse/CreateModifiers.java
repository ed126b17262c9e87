package io.leat.sql.parse;

import io.leat.sql.parse.ast.CreateMode;
import org.apache.calcite.sql.parser.SqlParserPos;

/** The words between CREATE and what is created; used by the grammar alone. */
public record CreateModifiers(
    CreateMode mode, boolean temporary, boolean system, SqlParserPos pos) {
  /** Refuses words that make no sense for what is created. */
  public void allow(String what, CreateMode highest, boolean mayBeTemporary) {
    if (mode.compareTo(highest) > 0) {
      throw SyntaxError.at(mode.words() + " is not possible for " + what, pos);
    }
    if (temporary && !mayBeTemporary || system && !what.equals("a function")) {
      throw SyntaxError.at(what + " cannot be " + (system ? "TEMPORARY SYSTEM" : "TEMPORARY"), pos);
    }
  }
}
