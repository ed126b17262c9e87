package io.leat.sql.validate;

import io.leat.runtime.error.Position;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** Calcite's positions as Leat's. */
public final class Positions {
  private Positions() {}

  public static @Nullable Position of(SqlNode node) {
    return of(node.getParserPosition());
  }

  /** Null for nodes that no text stands for. */
  public static @Nullable Position of(SqlParserPos pos) {
    return pos.getLineNum() <= 0
        ? null
        : new Position(
            pos.getLineNum(), pos.getColumnNum(), pos.getEndLineNum(), pos.getEndColumnNum());
  }
}
