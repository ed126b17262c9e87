package io.leat.sql.parse.ast;

import java.util.Arrays;
import java.util.List;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** USE [CATALOG | MODULES] names. */
public final class UseStatement extends SyntaxNode {
  private static final SqlOperator OPERATOR = operator("USE");

  /** What becomes current. */
  public enum Kind {
    CATALOG,
    DATABASE,
    MODULES
  }

  private final Kind kind;
  private final SqlNodeList names;

  public UseStatement(SqlParserPos pos, Kind kind, SqlNodeList names) {
    super(OPERATOR, pos);
    this.kind = kind;
    this.names = names;
  }

  public Kind kind() {
    return kind;
  }

  public SqlNodeList names() {
    return names;
  }

  @Override
  protected List<@Nullable Object> parts() {
    return Arrays.asList(kind, names);
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    writer.keyword("USE");
    word(writer, kind != Kind.DATABASE, kind.name());
    String before = "";
    for (SqlNode name : names) {
      clause(writer, before, name);
      before = ",";
    }
  }
}
