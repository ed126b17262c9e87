package io.leat.sql.parse.ast;

import java.util.Arrays;
import java.util.List;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** ON CONFLICT (columns) DO action; names and values are the assignments of DO UPDATE. */
public final class ConflictClause extends SyntaxNode {
  private static final SqlOperator OPERATOR = operator("ON CONFLICT");

  /** What happens to a row whose key exists. */
  public enum Action {
    NOTHING,
    ERROR,
    DEDUPLICATE,
    UPDATE
  }

  private final SqlNodeList columns;
  private final Action action;
  private final SqlNodeList names;
  private final SqlNodeList values;
  private final @Nullable SqlNode condition;

  public ConflictClause(
      SqlParserPos pos,
      SqlNodeList columns,
      Action action,
      SqlNodeList names,
      SqlNodeList values,
      @Nullable SqlNode condition) {
    super(OPERATOR, pos);
    this.columns = columns;
    this.action = action;
    this.names = names;
    this.values = values;
    this.condition = condition;
  }

  public SqlNodeList columns() {
    return columns;
  }

  public Action action() {
    return action;
  }

  public SqlNodeList names() {
    return names;
  }

  public SqlNodeList values() {
    return values;
  }

  public @Nullable SqlNode condition() {
    return condition;
  }

  @Override
  protected List<@Nullable Object> parts() {
    return Arrays.asList(columns, action, names, values, condition);
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    writer.keyword("ON CONFLICT");
    listClause(writer, "", columns);
    writer.keyword("DO");
    writer.keyword(action.name());
    String before = "SET";
    for (int i = 0; i < names.size(); i++) {
      clause(writer, before, names.get(i));
      clause(writer, "=", values.get(i));
      before = ",";
    }
    clause(writer, "WHERE", condition);
  }
}
