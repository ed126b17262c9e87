package io.leat.sql.parse;

import org.apache.calcite.sql.SqlDialect;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlWriter;
import org.jspecify.annotations.Nullable;

/**
 * Syntax trees as SQL text that parses to an equal tree. Every identifier is quoted with backticks.
 */
public final class SqlText extends SqlDialect {
  public static final SqlText DIALECT = new SqlText();

  private SqlText() {
    super(EMPTY_CONTEXT.withDatabaseProductName("Leat").withIdentifierQuoteString("`"));
  }

  public static String of(SqlNode node) {
    return node.toSqlString(
            config ->
                config
                    .withDialect(DIALECT)
                    .withSelectListItemsOnSeparateLines(false)
                    .withUpdateSetListNewline(false)
                    .withIndentation(0))
        .getSql();
  }

  @Override
  public boolean supportsCharSet() {
    return false;
  }

  @Override
  public void unparseTableScanHints(
      SqlWriter writer, SqlNodeList hints, int leftPrec, int rightPrec) {
    SqlWriter.Frame frame = writer.startList("/*+", "*/");
    for (SqlNode hint : hints) {
      writer.sep(",");
      hint.unparse(writer, leftPrec, rightPrec);
    }
    writer.endList(frame);
  }

  /** Text as it is, without character set or Unicode escapes. */
  @Override
  public void quoteStringLiteral(StringBuilder buffer, @Nullable String charsetName, String text) {
    buffer.append('\'').append(text.replace("'", "''")).append('\'');
  }
}
