package io.leat.sql.parse.ast;

import java.util.Arrays;
import java.util.List;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** A parameter of a SQL function. */
public final class FunctionParameter extends SyntaxNode {
  private static final SqlOperator OPERATOR = operator("PARAMETER");

  private final SqlIdentifier name;
  private final SqlDataTypeSpec type;

  public FunctionParameter(SqlParserPos pos, SqlIdentifier name, SqlDataTypeSpec type) {
    super(OPERATOR, pos);
    this.name = name;
    this.type = type;
  }

  public SqlIdentifier name() {
    return name;
  }

  public SqlDataTypeSpec type() {
    return type;
  }

  @Override
  protected List<@Nullable Object> parts() {
    return Arrays.asList(name, type);
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    name.unparse(writer, 0, 0);
    TypeSpecs.unparseElement(writer, type);
  }
}
