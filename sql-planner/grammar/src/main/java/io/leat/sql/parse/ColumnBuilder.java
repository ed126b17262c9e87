package io.leat.sql.parse;

import io.leat.sql.parse.ast.ColumnDefinition;
import io.leat.sql.parse.ast.ComputedColumn;
import io.leat.sql.parse.ast.MetadataColumn;
import io.leat.sql.parse.ast.PhysicalColumn;
import io.leat.sql.parse.ast.TableConstraint;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** Collects the options of one column, which may come in any order; used by the grammar alone. */
public final class ColumnBuilder {
  private final SqlIdentifier name;
  private final List<SqlNode> constraints = new ArrayList<>();
  private @Nullable SqlNode computed;
  private @Nullable SqlDataTypeSpec type;
  private @Nullable SqlNode defaultValue;
  private @Nullable SqlLiteral comment;
  private @Nullable SqlLiteral metadataKey;
  private @Nullable SqlParserPos metadataPos;
  private boolean virtual;

  public ColumnBuilder(SqlIdentifier name) {
    this.name = name;
  }

  public void computed(SqlNode expression) {
    computed = expression;
  }

  public void type(SqlDataTypeSpec dataType) {
    type = dataType;
  }

  public void nullable(boolean nullable, SqlParserPos pos) {
    SqlDataTypeSpec before = Objects.requireNonNull(type, "type");
    if (before.getNullable() != null && before.getNullable() != nullable) {
      throw SyntaxError.at("column \"" + name + "\" cannot be both NULL and NOT NULL", pos);
    }
    type = before.withNullable(nullable);
  }

  public void defaultValue(SqlNode value) {
    if (defaultValue != null) {
      throw SyntaxError.at("column \"" + name + "\" has two defaults", value.getParserPosition());
    }
    defaultValue = value;
  }

  public void comment(SqlLiteral text) {
    comment = text;
  }

  public void metadata(@Nullable SqlLiteral key, boolean isVirtual, SqlParserPos pos) {
    metadataKey = key;
    virtual = isVirtual;
    metadataPos = pos;
  }

  public void constraint(
      TableConstraint.Kind kind,
      @Nullable SqlIdentifier constraintName,
      @Nullable SqlNode condition,
      boolean enforced,
      SqlParserPos pos) {
    constraints.add(
        new TableConstraint(pos, constraintName, kind, SqlNodeList.EMPTY, condition, enforced));
  }

  public ColumnDefinition build(SqlParserPos pos) {
    if (computed != null) {
      return new ComputedColumn(pos, name, comment, computed);
    }
    SqlDataTypeSpec dataType = Objects.requireNonNull(type, "type");
    if (metadataPos != null) {
      if (defaultValue != null || !constraints.isEmpty()) {
        throw SyntaxError.at(
            "metadata column \"" + name + "\" can have neither a default nor a constraint",
            metadataPos);
      }
      return new MetadataColumn(pos, name, comment, dataType, metadataKey, virtual);
    }
    return new PhysicalColumn(
        pos, name, comment, dataType, defaultValue, new SqlNodeList(constraints, pos));
  }
}
