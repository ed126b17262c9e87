package io.leat.sql.parse.ast;

import java.util.Arrays;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** CREATE INDEX [name] ON table (columns). */
public final class CreateIndex extends SyntaxNode {
  private static final SqlOperator OPERATOR = ddl("CREATE INDEX");

  private final boolean unique;
  private final boolean ifNotExists;
  private final @Nullable SqlIdentifier name;
  private final SqlIdentifier table;
  private final SqlNodeList columns;

  public CreateIndex(
      SqlParserPos pos,
      boolean unique,
      boolean ifNotExists,
      @Nullable SqlIdentifier name,
      SqlIdentifier table,
      SqlNodeList columns) {
    super(OPERATOR, pos);
    this.unique = unique;
    this.ifNotExists = ifNotExists;
    this.name = name;
    this.table = table;
    this.columns = columns;
  }

  public boolean unique() {
    return unique;
  }

  public boolean ifNotExists() {
    return ifNotExists;
  }

  /** Null if the engine is to find one. */
  public @Nullable SqlIdentifier name() {
    return name;
  }

  public SqlIdentifier table() {
    return table;
  }

  public SqlNodeList columns() {
    return columns;
  }

  @Override
  protected List<@Nullable Object> parts() {
    return Arrays.asList(unique, ifNotExists, name, table, columns);
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    writer.keyword("CREATE");
    word(writer, unique, "UNIQUE");
    writer.keyword("INDEX");
    word(writer, ifNotExists, "IF NOT EXISTS");
    if (name != null) {
      name.unparse(writer, 0, 0);
    }
    clause(writer, "ON", table);
    parenthesized(writer, columns);
  }
}
