package io.leat.sql.parse.ast;

import java.util.Arrays;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** CREATE DATABASE. */
public final class CreateDatabase extends SyntaxNode {
  private static final SqlOperator OPERATOR = ddl("CREATE DATABASE");

  private final boolean ifNotExists;
  private final SqlIdentifier name;
  private final @Nullable SqlLiteral comment;
  private final SqlNodeList options;

  public CreateDatabase(
      SqlParserPos pos,
      boolean ifNotExists,
      SqlIdentifier name,
      @Nullable SqlLiteral comment,
      SqlNodeList options) {
    super(OPERATOR, pos);
    this.ifNotExists = ifNotExists;
    this.name = name;
    this.comment = comment;
    this.options = options;
  }

  public boolean ifNotExists() {
    return ifNotExists;
  }

  public SqlIdentifier name() {
    return name;
  }

  public @Nullable SqlLiteral comment() {
    return comment;
  }

  public SqlNodeList options() {
    return options;
  }

  @Override
  protected List<@Nullable Object> parts() {
    return Arrays.asList(ifNotExists, name, comment, options);
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    writer.keyword("CREATE DATABASE");
    word(writer, ifNotExists, "IF NOT EXISTS");
    name.unparse(writer, 0, 0);
    clause(writer, "COMMENT", comment);
    listClause(writer, "WITH", options);
  }
}
