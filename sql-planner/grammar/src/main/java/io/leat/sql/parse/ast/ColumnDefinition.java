package io.leat.sql.parse.ast;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * A column of CREATE TABLE or ALTER TABLE. The name has several parts only in ALTER TABLE (a field
 * in a row).
 */
public abstract sealed class ColumnDefinition extends SyntaxNode
    permits PhysicalColumn, ComputedColumn, MetadataColumn {
  private final SqlIdentifier name;
  private final @Nullable SqlLiteral comment;

  ColumnDefinition(
      SqlOperator operator, SqlParserPos pos, SqlIdentifier name, @Nullable SqlLiteral comment) {
    super(operator, pos);
    this.name = name;
    this.comment = comment;
  }

  public final SqlIdentifier name() {
    return name;
  }

  public final @Nullable SqlLiteral comment() {
    return comment;
  }
}
