package io.leat.sql.parse.ast;

import java.util.Arrays;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** CREATE MATERIALIZED VIEW. Columns are {@link ViewColumn}; none means those of the query. */
public final class CreateMaterializedView extends SyntaxNode {
  private static final SqlOperator OPERATOR = ddl("CREATE MATERIALIZED VIEW");

  private final CreateMode mode;
  private final boolean ifNotExists;
  private final SqlIdentifier name;
  private final SqlNodeList columns;
  private final @Nullable SqlLiteral comment;
  private final SqlNodeList options;
  private final SqlNode query;

  public CreateMaterializedView(
      SqlParserPos pos,
      CreateMode mode,
      boolean ifNotExists,
      SqlIdentifier name,
      SqlNodeList columns,
      @Nullable SqlLiteral comment,
      SqlNodeList options,
      SqlNode query) {
    super(OPERATOR, pos);
    this.mode = mode;
    this.ifNotExists = ifNotExists;
    this.name = name;
    this.columns = columns;
    this.comment = comment;
    this.options = options;
    this.query = query;
  }

  public CreateMode mode() {
    return mode;
  }

  public boolean ifNotExists() {
    return ifNotExists;
  }

  public SqlIdentifier name() {
    return name;
  }

  public SqlNodeList columns() {
    return columns;
  }

  public @Nullable SqlLiteral comment() {
    return comment;
  }

  public SqlNodeList options() {
    return options;
  }

  public SqlNode query() {
    return query;
  }

  @Override
  protected List<@Nullable Object> parts() {
    return Arrays.asList(mode, ifNotExists, name, columns, comment, options, query);
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    writer.keyword(mode.words());
    writer.keyword("MATERIALIZED VIEW");
    word(writer, ifNotExists, "IF NOT EXISTS");
    name.unparse(writer, 0, 0);
    listClause(writer, "", columns);
    clause(writer, "COMMENT", comment);
    listClause(writer, "WITH", options);
    clause(writer, "AS", query);
  }
}
