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

/** CREATE FUNCTION f AS 'class' LANGUAGE JAVA USING JAR 'path'. */
public final class CreateFunction extends SyntaxNode {
  private static final SqlOperator OPERATOR = ddl("CREATE FUNCTION");

  private final CreateMode mode;
  private final boolean temporary;
  private final boolean system;
  private final boolean ifNotExists;
  private final SqlIdentifier name;
  private final SqlLiteral className;
  private final @Nullable SqlIdentifier language;
  private final SqlNodeList jars;

  public CreateFunction(
      SqlParserPos pos,
      CreateMode mode,
      boolean temporary,
      boolean system,
      boolean ifNotExists,
      SqlIdentifier name,
      SqlLiteral className,
      @Nullable SqlIdentifier language,
      SqlNodeList jars) {
    super(OPERATOR, pos);
    this.mode = mode;
    this.temporary = temporary;
    this.system = system;
    this.ifNotExists = ifNotExists;
    this.name = name;
    this.className = className;
    this.language = language;
    this.jars = jars;
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

  public SqlLiteral className() {
    return className;
  }

  public @Nullable SqlIdentifier language() {
    return language;
  }

  public SqlNodeList jars() {
    return jars;
  }

  @Override
  protected List<@Nullable Object> parts() {
    return Arrays.asList(mode, temporary, system, ifNotExists, name, className, language, jars);
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    writer.keyword(mode.words());
    word(writer, temporary, "TEMPORARY");
    word(writer, system, "SYSTEM");
    writer.keyword("FUNCTION");
    word(writer, ifNotExists, "IF NOT EXISTS");
    name.unparse(writer, 0, 0);
    clause(writer, "AS", className);
    if (language != null) {
      writer.keyword("LANGUAGE");
      writer.keyword(language.getSimple());
    }
    String before = "USING JAR";
    for (SqlNode jar : jars) {
      clause(writer, before, jar);
      before = ", JAR";
    }
  }
}
