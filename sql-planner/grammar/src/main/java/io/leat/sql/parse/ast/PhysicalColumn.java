package io.leat.sql.parse.ast;

import java.util.Arrays;
import java.util.List;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * A stored column. Its type carries NOT NULL or NULL (null: neither was written); constraints are
 * {@link TableConstraint} without columns.
 */
public final class PhysicalColumn extends ColumnDefinition {
  private static final SqlOperator OPERATOR = operator("COLUMN");

  private final SqlDataTypeSpec type;
  private final @Nullable SqlNode defaultValue;
  private final SqlNodeList constraints;

  public PhysicalColumn(
      SqlParserPos pos,
      SqlIdentifier name,
      @Nullable SqlLiteral comment,
      SqlDataTypeSpec type,
      @Nullable SqlNode defaultValue,
      SqlNodeList constraints) {
    super(OPERATOR, pos, name, comment);
    this.type = type;
    this.defaultValue = defaultValue;
    this.constraints = constraints;
  }

  public SqlDataTypeSpec type() {
    return type;
  }

  public @Nullable SqlNode defaultValue() {
    return defaultValue;
  }

  public SqlNodeList constraints() {
    return constraints;
  }

  @Override
  protected List<@Nullable Object> parts() {
    return Arrays.asList(name(), comment(), type, defaultValue, constraints);
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    name().unparse(writer, 0, 0);
    TypeSpecs.unparse(writer, type);
    clause(writer, "DEFAULT", defaultValue);
    for (SqlNode constraint : constraints) {
      constraint.unparse(writer, 0, 0);
    }
    clause(writer, "COMMENT", comment());
  }
}
