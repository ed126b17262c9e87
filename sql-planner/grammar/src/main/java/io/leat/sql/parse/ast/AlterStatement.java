package io.leat.sql.parse.ast;

import java.util.Arrays;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** ALTER of anything: one action on one named object. */
public final class AlterStatement extends SyntaxNode {
  private static final SqlOperator OPERATOR = ddl("ALTER");

  private final ObjectType type;
  private final boolean temporary;
  private final boolean ifExists;
  private final SqlIdentifier name;
  private final AlterAction action;

  public AlterStatement(
      SqlParserPos pos,
      ObjectType type,
      boolean temporary,
      boolean ifExists,
      SqlIdentifier name,
      AlterAction action) {
    super(OPERATOR, pos);
    this.type = type;
    this.temporary = temporary;
    this.ifExists = ifExists;
    this.name = name;
    this.action = action;
  }

  public ObjectType type() {
    return type;
  }

  public boolean temporary() {
    return temporary;
  }

  public boolean ifExists() {
    return ifExists;
  }

  public SqlIdentifier name() {
    return name;
  }

  public AlterAction action() {
    return action;
  }

  @Override
  protected List<@Nullable Object> parts() {
    return Arrays.asList(type, temporary, ifExists, name, action);
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    writer.keyword("ALTER");
    word(writer, temporary, "TEMPORARY");
    writer.keyword(type.words());
    word(writer, ifExists, "IF EXISTS");
    name.unparse(writer, 0, 0);
    action.unparse(writer, 0, 0);
  }
}
