package io.leat.sql.statement;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/** The text of a statement, found again from the positions of its nodes. */
final class SourceText {
  private final String sql;
  private final List<Integer> lineStarts = new ArrayList<>();

  SourceText(String sql) {
    this.sql = sql;
    lineStarts.add(0);
    for (int i = 0; i < sql.length(); i++) {
      char c = sql.charAt(i);
      boolean carriageReturnAlone =
          c == '\r' && (i + 1 == sql.length() || sql.charAt(i + 1) != '\n');
      if (c == '\n' || carriageReturnAlone) {
        lineStarts.add(i + 1);
      }
    }
  }

  /** From the node's first to its last character. */
  Range range(SqlNode node) {
    Extent extent = new Extent();
    node.accept(extent);
    return new Range(extent.start, balanced(extent.start, extent.end));
  }

  /** Indexes into the text; {@code end} is behind the last character. */
  record Range(int start, int end) {}

  /** Positions leave out closing parentheses around the last operand. */
  private int balanced(int start, int end) {
    int open = 0;
    boolean quoted = false;
    char quote = 0;
    for (int i = start; i < end; i++) {
      char c = sql.charAt(i);
      if (quoted) {
        quoted = c != quote;
      } else if (c == '\'' || c == '"' || c == '`') {
        quoted = true;
        quote = c;
      } else if (c == '(') {
        open++;
      } else if (c == ')') {
        open--;
      }
    }
    int extended = end;
    while (open > 0 && extended < sql.length()) {
      if (sql.charAt(extended++) == ')') {
        open--;
      }
    }
    return extended;
  }

  int start(SqlParserPos pos) {
    return offset(pos.getLineNum(), pos.getColumnNum());
  }

  /** The index behind the last character. */
  int end(SqlParserPos pos) {
    return offset(pos.getEndLineNum(), pos.getEndColumnNum()) + 1;
  }

  private int offset(int line, int column) {
    return lineStarts.get(line - 1) + column - 1;
  }

  /**
   * The text behind {@code from} and its next word AS, without the statement's end.
   *
   * @param from an index behind the parts of a CREATE VIEW that stand before AS
   */
  int afterAs(int from) {
    int i = from;
    while (i < sql.length()) {
      if (sql.startsWith("--", i)) {
        i = lineEnd(i);
      } else if (sql.startsWith("/*", i)) {
        i = sql.indexOf("*/", i) + 2;
      } else if (sql.regionMatches(true, i, "AS", 0, 2)
          && !Character.isLetterOrDigit(sql.charAt(i + 2))) {
        i += 2;
        while (Character.isWhitespace(sql.charAt(i))) {
          i++;
        }
        return i;
      } else {
        i++;
      }
    }
    throw new AssertionError("no AS in " + sql);
  }

  private int lineEnd(int from) {
    int end = sql.indexOf('\n', from);
    return end < 0 ? sql.length() : end;
  }

  /** The smallest stretch of text that holds all the nodes below one. */
  private final class Extent extends SqlBasicVisitor<@Nullable Void> {
    private int start = Integer.MAX_VALUE;
    private int end = -1;

    private @Nullable Void include(SqlNode node) {
      SqlParserPos pos = node.getParserPosition();
      if (pos.getLineNum() > 0) {
        start = Math.min(start, start(pos));
        end = Math.max(end, end(pos));
      }
      return null;
    }

    private int start(SqlParserPos pos) {
      return SourceText.this.start(pos);
    }

    private int end(SqlParserPos pos) {
      return SourceText.this.end(pos);
    }

    @Override
    public @Nullable Void visit(SqlIdentifier identifier) {
      return include(identifier);
    }

    @Override
    public @Nullable Void visit(SqlLiteral literal) {
      return include(literal);
    }

    @Override
    public @Nullable Void visit(SqlDataTypeSpec type) {
      return include(type);
    }

    @Override
    public @Nullable Void visit(SqlIntervalQualifier qualifier) {
      return include(qualifier);
    }

    @Override
    public @Nullable Void visit(SqlDynamicParam param) {
      return include(param);
    }

    @Override
    public @Nullable Void visit(SqlNodeList list) {
      include(list);
      return super.visit(list);
    }

    @Override
    public @Nullable Void visit(SqlCall call) {
      include(call);
      return super.visit(call);
    }
  }
}
