package io.leat.sql.parse.ast;

import java.util.Arrays;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * PRIMARY KEY, UNIQUE or CHECK. The list of columns is empty in a constraint written behind its
 * column.
 */
public final class TableConstraint extends SyntaxNode {
  private static final SqlOperator OPERATOR = operator("CONSTRAINT");

  /** What the constraint promises. */
  public enum Kind {
    PRIMARY_KEY("PRIMARY KEY"),
    UNIQUE("UNIQUE"),
    CHECK("CHECK");

    private final String words;

    Kind(String words) {
      this.words = words;
    }
  }

  private final @Nullable SqlIdentifier name;
  private final Kind kind;
  private final SqlNodeList columns;
  private final @Nullable SqlNode condition;
  private final boolean enforced;

  public TableConstraint(
      SqlParserPos pos,
      @Nullable SqlIdentifier name,
      Kind kind,
      SqlNodeList columns,
      @Nullable SqlNode condition,
      boolean enforced) {
    super(OPERATOR, pos);
    this.name = name;
    this.kind = kind;
    this.columns = columns;
    this.condition = condition;
    this.enforced = enforced;
  }

  public @Nullable SqlIdentifier name() {
    return name;
  }

  public Kind kind() {
    return kind;
  }

  public SqlNodeList columns() {
    return columns;
  }

  public @Nullable SqlNode condition() {
    return condition;
  }

  public boolean enforced() {
    return enforced;
  }

  @Override
  protected List<@Nullable Object> parts() {
    return Arrays.asList(name, kind, columns, condition, enforced);
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    clause(writer, "CONSTRAINT", name);
    writer.keyword(kind.words);
    listClause(writer, "", columns);
    if (condition != null) {
      SqlWriter.Frame frame = writer.startList("(", ")");
      condition.unparse(writer, 0, 0);
      writer.endList(frame);
    }
    word(writer, !enforced, "NOT ENFORCED");
  }
}
