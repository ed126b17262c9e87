package io.leat.sql.parse.ast;

import java.util.Arrays;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** DROP of anything. The table is that of DROP INDEX ... ON table. */
public final class DropStatement extends SyntaxNode {
  private static final SqlOperator OPERATOR = ddl("DROP");

  /** What happens to that which depends on the dropped object. */
  public enum Behavior {
    DEFAULT,
    CASCADE,
    RESTRICT
  }

  private final ObjectType type;
  private final boolean temporary;
  private final boolean system;
  private final boolean ifExists;
  private final SqlIdentifier name;
  private final @Nullable SqlIdentifier table;
  private final Behavior behavior;

  public DropStatement(
      SqlParserPos pos,
      ObjectType type,
      boolean temporary,
      boolean system,
      boolean ifExists,
      SqlIdentifier name,
      @Nullable SqlIdentifier table,
      Behavior behavior) {
    super(OPERATOR, pos);
    this.type = type;
    this.temporary = temporary;
    this.system = system;
    this.ifExists = ifExists;
    this.name = name;
    this.table = table;
    this.behavior = behavior;
  }

  public ObjectType type() {
    return type;
  }

  public boolean temporary() {
    return temporary;
  }

  public boolean system() {
    return system;
  }

  public boolean ifExists() {
    return ifExists;
  }

  public SqlIdentifier name() {
    return name;
  }

  public @Nullable SqlIdentifier table() {
    return table;
  }

  public Behavior behavior() {
    return behavior;
  }

  @Override
  protected List<@Nullable Object> parts() {
    return Arrays.asList(type, temporary, system, ifExists, name, table, behavior);
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    writer.keyword("DROP");
    word(writer, temporary, "TEMPORARY");
    word(writer, system, "SYSTEM");
    writer.keyword(type.words());
    word(writer, ifExists, "IF EXISTS");
    name.unparse(writer, 0, 0);
    clause(writer, "ON", table);
    word(writer, behavior != Behavior.DEFAULT, behavior.name());
  }
}
