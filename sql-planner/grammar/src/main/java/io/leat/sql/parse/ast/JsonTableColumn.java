package io.leat.sql.parse.ast;

import java.util.Arrays;
import java.util.List;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJsonQueryWrapperBehavior;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** A column of JSON_TABLE. */
public final class JsonTableColumn extends SyntaxNode {
  private static final SqlOperator OPERATOR = operator("JSON_TABLE COLUMN");

  /** What a column holds. */
  public enum Kind {
    /** The row's number. */
    ORDINALITY,
    /** A value. */
    VALUE,
    /** A value as JSON text: FORMAT JSON. */
    JSON,
    /** Whether there is a value. */
    EXISTS
  }

  private final SqlIdentifier name;
  private final Kind kind;
  private final @Nullable SqlDataTypeSpec type;
  private final @Nullable SqlLiteral path;
  private final @Nullable SqlNode wrapper;
  private final @Nullable Boolean quotes;
  private final @Nullable JsonBehavior onEmpty;
  private final @Nullable JsonBehavior onError;

  /**
   * A column.
   *
   * @param type absent for ORDINALITY only
   * @param wrapper a {@link SqlJsonQueryWrapperBehavior} as literal
   * @param quotes KEEP or OMIT QUOTES, if written
   */
  public JsonTableColumn(
      SqlParserPos pos,
      SqlIdentifier name,
      Kind kind,
      @Nullable SqlDataTypeSpec type,
      @Nullable SqlLiteral path,
      @Nullable SqlNode wrapper,
      @Nullable Boolean quotes,
      @Nullable JsonBehavior onEmpty,
      @Nullable JsonBehavior onError) {
    super(OPERATOR, pos);
    this.name = name;
    this.kind = kind;
    this.type = type;
    this.path = path;
    this.wrapper = wrapper;
    this.quotes = quotes;
    this.onEmpty = onEmpty;
    this.onError = onError;
  }

  public SqlIdentifier name() {
    return name;
  }

  public Kind kind() {
    return kind;
  }

  public @Nullable SqlDataTypeSpec type() {
    return type;
  }

  public @Nullable SqlLiteral path() {
    return path;
  }

  /** What is put into an array; null if nothing is said. */
  public @Nullable SqlJsonQueryWrapperBehavior wrapper() {
    return wrapper == null
        ? null
        : ((SqlLiteral) wrapper).symbolValue(SqlJsonQueryWrapperBehavior.class);
  }

  /** Whether strings keep their quotes; null if nothing is said. */
  public @Nullable Boolean quotes() {
    return quotes;
  }

  public @Nullable JsonBehavior onEmpty() {
    return onEmpty;
  }

  public @Nullable JsonBehavior onError() {
    return onError;
  }

  @Override
  protected List<@Nullable Object> parts() {
    return Arrays.asList(name, kind, type, path, wrapper, quotes, onEmpty, onError);
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    name.unparse(writer, 0, 0);
    word(writer, kind == Kind.ORDINALITY, "FOR ORDINALITY");
    clause(writer, "", type);
    word(writer, kind == Kind.EXISTS, "EXISTS");
    word(writer, kind == Kind.JSON, "FORMAT JSON");
    clause(writer, "PATH", path);
    SqlJsonQueryWrapperBehavior array = wrapper();
    if (array != null) {
      writer.keyword(
          switch (array) {
            case WITHOUT_ARRAY -> "WITHOUT ARRAY WRAPPER";
            case WITH_CONDITIONAL_ARRAY -> "WITH CONDITIONAL ARRAY WRAPPER";
            case WITH_UNCONDITIONAL_ARRAY -> "WITH UNCONDITIONAL ARRAY WRAPPER";
          });
    }
    if (quotes != null) {
      writer.keyword(quotes ? "KEEP QUOTES" : "OMIT QUOTES");
    }
    behavior(writer, onEmpty, "ON EMPTY");
    behavior(writer, onError, "ON ERROR");
  }

  private static void behavior(SqlWriter writer, @Nullable JsonBehavior behavior, String place) {
    if (behavior != null) {
      behavior.unparse(writer, 0, 0);
      writer.keyword(place);
    }
  }
}
