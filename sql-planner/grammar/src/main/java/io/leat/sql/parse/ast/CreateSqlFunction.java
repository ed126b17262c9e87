package io.leat.sql.parse.ast;

import java.util.Arrays;
import java.util.List;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * CREATE FUNCTION f(x INT) RETURNS INT RETURN expression. Parameters are {@link FunctionParameter}.
 */
public final class CreateSqlFunction extends SyntaxNode {
  private static final SqlOperator OPERATOR = ddl("CREATE FUNCTION");

  private final CreateMode mode;
  private final boolean temporary;
  private final boolean system;
  private final boolean ifNotExists;
  private final SqlIdentifier name;
  private final SqlNodeList parameters;
  private final SqlDataTypeSpec returns;
  private final SqlNode body;

  public CreateSqlFunction(
      SqlParserPos pos,
      CreateMode mode,
      boolean temporary,
      boolean system,
      boolean ifNotExists,
      SqlIdentifier name,
      SqlNodeList parameters,
      SqlDataTypeSpec returns,
      SqlNode body) {
    super(OPERATOR, pos);
    this.mode = mode;
    this.temporary = temporary;
    this.system = system;
    this.ifNotExists = ifNotExists;
    this.name = name;
    this.parameters = parameters;
    this.returns = returns;
    this.body = body;
  }

  public CreateMode mode() {
    return mode;
  }

  public boolean temporary() {
    return temporary;
  }

  public boolean system() {
    return system;
  }

  public boolean ifNotExists() {
    return ifNotExists;
  }

  public SqlIdentifier name() {
    return name;
  }

  public SqlNodeList parameters() {
    return parameters;
  }

  public SqlDataTypeSpec returns() {
    return returns;
  }

  public SqlNode body() {
    return body;
  }

  @Override
  protected List<@Nullable Object> parts() {
    return Arrays.asList(mode, temporary, system, ifNotExists, name, parameters, returns, body);
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    writer.keyword(mode.words());
    word(writer, temporary, "TEMPORARY");
    word(writer, system, "SYSTEM");
    writer.keyword("FUNCTION");
    word(writer, ifNotExists, "IF NOT EXISTS");
    name.unparse(writer, 0, 0);
    parenthesized(writer, parameters);
    clause(writer, "RETURNS", returns);
    clause(writer, "RETURN", body);
  }
}
