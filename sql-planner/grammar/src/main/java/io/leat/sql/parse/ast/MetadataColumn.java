package io.leat.sql.parse.ast;

import java.util.Arrays;
import java.util.List;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * A column read from (and, unless virtual, written to) the metadata of a connector or format; the
 * key defaults to the name.
 */
public final class MetadataColumn extends ColumnDefinition {
  private static final SqlOperator OPERATOR = operator("METADATA COLUMN");

  private final SqlDataTypeSpec type;
  private final @Nullable SqlLiteral key;
  private final boolean virtual;

  public MetadataColumn(
      SqlParserPos pos,
      SqlIdentifier name,
      @Nullable SqlLiteral comment,
      SqlDataTypeSpec type,
      @Nullable SqlLiteral key,
      boolean virtual) {
    super(OPERATOR, pos, name, comment);
    this.type = type;
    this.key = key;
    this.virtual = virtual;
  }

  public SqlDataTypeSpec type() {
    return type;
  }

  public @Nullable SqlLiteral key() {
    return key;
  }

  public boolean virtual() {
    return virtual;
  }

  @Override
  protected List<@Nullable Object> parts() {
    return Arrays.asList(name(), comment(), type, key, virtual);
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    name().unparse(writer, 0, 0);
    TypeSpecs.unparse(writer, type);
    writer.keyword("METADATA");
    clause(writer, "FROM", key);
    word(writer, virtual, "VIRTUAL");
    clause(writer, "COMMENT", comment());
  }
}
