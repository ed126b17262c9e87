package io.leat.sql.parse.ast;

import java.util.Arrays;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** A column, constraint or watermark with its place: FIRST, or AFTER a column. */
public final class PlacedElement extends SyntaxNode {
  private static final SqlOperator OPERATOR = operator("PLACE");

  private final SqlNode element;
  private final @Nullable SqlIdentifier after;

  public PlacedElement(SqlParserPos pos, SqlNode element, @Nullable SqlIdentifier after) {
    super(OPERATOR, pos);
    this.element = element;
    this.after = after;
  }

  public SqlNode element() {
    return element;
  }

  public @Nullable SqlIdentifier after() {
    return after;
  }

  @Override
  protected List<@Nullable Object> parts() {
    return Arrays.asList(element, after);
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    element.unparse(writer, 0, 0);
    word(writer, after == null, "FIRST");
    clause(writer, "AFTER", after);
  }
}
