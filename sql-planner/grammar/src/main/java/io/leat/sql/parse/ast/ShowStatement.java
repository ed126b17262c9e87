package io.leat.sql.parse.ast;

import java.util.Arrays;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * SHOW. The name is of what is shown (a table, a job), the scope is the database or catalog
 * searched.
 */
public final class ShowStatement extends SyntaxNode {
  private static final SqlOperator OPERATOR = operator("SHOW");

  /** What is listed. */
  public enum Kind {
    TABLES,
    VIEWS,
    MATERIALIZED_VIEWS,
    COLUMNS,
    INDEXES,
    DATABASES,
    CATALOGS,
    FUNCTIONS,
    USER_FUNCTIONS,
    JOBS,
    ERRORS,
    WARNINGS,
    SETTINGS,
    MODULES,
    FULL_MODULES,
    JARS,
    PARTITIONS,
    CREATE_TABLE,
    CREATE_VIEW,
    CREATE_MATERIALIZED_VIEW,
    CREATE_CATALOG,
    CREATE_FUNCTION,
    CURRENT_CATALOG,
    CURRENT_DATABASE
  }

  /** [NOT] LIKE or ILIKE 'pattern'. Two are equal by their texts. */
  public record Filter(boolean negated, boolean ignoreCase, SqlLiteral pattern) {
    public String patternText() {
      return requiredText(pattern);
    }
  }

  private final Kind kind;
  private final @Nullable SqlIdentifier name;
  private final @Nullable SqlIdentifier scope;
  private final @Nullable Filter filter;

  public ShowStatement(
      SqlParserPos pos,
      Kind kind,
      @Nullable SqlIdentifier name,
      @Nullable SqlIdentifier scope,
      @Nullable Filter filter) {
    super(OPERATOR, pos);
    this.kind = kind;
    this.name = name;
    this.scope = scope;
    this.filter = filter;
  }

  public Kind kind() {
    return kind;
  }

  public @Nullable SqlIdentifier name() {
    return name;
  }

  public @Nullable SqlIdentifier scope() {
    return scope;
  }

  public @Nullable Filter filter() {
    return filter;
  }

  @Override
  protected List<@Nullable Object> parts() {
    return Arrays.asList(kind, name, scope, filter);
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    writer.keyword("SHOW");
    writer.keyword(kind.name().replace('_', ' '));
    clause(
        writer,
        kind == Kind.COLUMNS || kind == Kind.INDEXES
            ? "FROM"
            : kind == Kind.ERRORS ? "FOR JOB" : "",
        name);
    clause(writer, "FROM", scope);
    if (filter != null) {
      word(writer, filter.negated(), "NOT");
      clause(writer, filter.ignoreCase() ? "ILIKE" : "LIKE", filter.pattern());
    }
  }
}
