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

/**
 * CREATE TABLE. Elements are {@link ColumnDefinition}, {@link TableConstraint} and {@link
 * WatermarkDefinition}; options are null without WITH.
 */
public final class CreateTable extends SyntaxNode {
  private static final SqlOperator OPERATOR = ddl("CREATE TABLE");

  private final CreateMode mode;
  private final boolean temporary;
  private final boolean ifNotExists;
  private final SqlIdentifier name;
  private final SqlNodeList elements;
  private final @Nullable SqlLiteral comment;
  private final @Nullable Distribution distribution;
  private final SqlNodeList partitionedBy;
  private final @Nullable SqlNodeList options;
  private final @Nullable LikeClause like;
  private final @Nullable SqlNode query;

  public CreateTable(
      SqlParserPos pos,
      CreateMode mode,
      boolean temporary,
      boolean ifNotExists,
      SqlIdentifier name,
      SqlNodeList elements,
      @Nullable SqlLiteral comment,
      @Nullable Distribution distribution,
      SqlNodeList partitionedBy,
      @Nullable SqlNodeList options,
      @Nullable LikeClause like,
      @Nullable SqlNode query) {
    super(OPERATOR, pos);
    this.mode = mode;
    this.temporary = temporary;
    this.ifNotExists = ifNotExists;
    this.name = name;
    this.elements = elements;
    this.comment = comment;
    this.distribution = distribution;
    this.partitionedBy = partitionedBy;
    this.options = options;
    this.like = like;
    this.query = query;
  }

  public CreateMode mode() {
    return mode;
  }

  public boolean temporary() {
    return temporary;
  }

  public boolean ifNotExists() {
    return ifNotExists;
  }

  public SqlIdentifier name() {
    return name;
  }

  public SqlNodeList elements() {
    return elements;
  }

  public @Nullable SqlLiteral comment() {
    return comment;
  }

  public @Nullable Distribution distribution() {
    return distribution;
  }

  public SqlNodeList partitionedBy() {
    return partitionedBy;
  }

  public @Nullable SqlNodeList options() {
    return options;
  }

  public @Nullable LikeClause like() {
    return like;
  }

  public @Nullable SqlNode query() {
    return query;
  }

  @Override
  protected List<@Nullable Object> parts() {
    return Arrays.asList(
        mode,
        temporary,
        ifNotExists,
        name,
        elements,
        comment,
        distribution,
        partitionedBy,
        options,
        like,
        query);
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    writer.keyword(mode.words());
    word(writer, temporary, "TEMPORARY");
    writer.keyword("TABLE");
    word(writer, ifNotExists, "IF NOT EXISTS");
    name.unparse(writer, 0, 0);
    listClause(writer, "", elements);
    clause(writer, "COMMENT", comment);
    clause(writer, "DISTRIBUTED", distribution);
    listClause(writer, "PARTITIONED BY", partitionedBy);
    if (options != null) {
      writer.keyword("WITH");
      parenthesized(writer, options);
    }
    clause(writer, "", like);
    clause(writer, "AS", query);
  }
}
