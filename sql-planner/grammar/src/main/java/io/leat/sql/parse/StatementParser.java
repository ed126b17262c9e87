package io.leat.sql.parse;

import io.leat.sql.parse.generated.LeatSqlParser;
import io.leat.sql.parse.generated.ParseException;
import io.leat.sql.parse.generated.TokenMgrError;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.avatica.util.Casing;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlAbstractParserImpl.LexicalState;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.util.SourceStringReader;

/** SQL text to syntax trees. Identifiers keep their case; all failures are {@link SyntaxError}. */
public final class StatementParser {
  private static final int IDENTIFIER_MAX_LENGTH = 256;

  private StatementParser() {}

  /** All statements of the text, separated by semicolons; empty ones are left out. */
  public static List<ParsedStatement> parseAll(String sql) {
    List<StatementSpan> spans = new ArrayList<>();
    parse(
        sql,
        parser -> {
          parser.StatementList(spans);
          return spans;
        });
    Lines lines = new Lines(sql);
    List<ParsedStatement> statements = new ArrayList<>();
    for (StatementSpan span : spans) {
      int start = lines.offset(span.line(), span.column());
      int end = lines.offset(span.endLine(), span.endColumn()) + 1;
      statements.add(
          new ParsedStatement(
              span.node(), sql.substring(start, end), start, end, span.line(), span.column()));
    }
    return List.copyOf(statements);
  }

  /** The only statement of the text; a semicolon may follow it. */
  public static ParsedStatement parseOne(String sql) {
    List<ParsedStatement> statements = parseAll(sql);
    if (statements.isEmpty()) {
      throw SyntaxError.of("the statement is empty", null, 1, 1, 1);
    }
    if (statements.size() > 1) {
      ParsedStatement second = statements.get(1);
      throw SyntaxError.of(
          "only one statement is possible here",
          null,
          second.line(),
          second.column(),
          second.column());
    }
    return statements.get(0);
  }

  /** A scalar expression. */
  public static SqlNode parseExpression(String sql) {
    return parse(sql, LeatSqlParser::SqlExpressionEof);
  }

  /** A data type, possibly with NOT NULL; its nullability is always set. */
  public static SqlDataTypeSpec parseDataType(String sql) {
    return parse(sql, LeatSqlParser::DataTypeEof);
  }

  @FunctionalInterface
  private interface Production<T> {
    T parse(LeatSqlParser parser) throws ParseException;
  }

  private static <T> T parse(String sql, Production<T> production) {
    LeatSqlParser parser =
        (LeatSqlParser)
            LeatSqlParser.FACTORY.getParser(new SourceStringReader(sql.isEmpty() ? " " : sql));
    parser.setTabSize(1);
    parser.setQuotedCasing(Casing.UNCHANGED);
    parser.setUnquotedCasing(Casing.UNCHANGED);
    parser.setIdentifierMaxLength(IDENTIFIER_MAX_LENGTH);
    parser.setConformance(LeatConformance.INSTANCE);
    parser.switchTo(LexicalState.BTID);
    try {
      return production.parse(parser);
    } catch (ParseException e) {
      throw new ErrorText(sql).of(e);
    } catch (TokenMgrError e) {
      throw new ErrorText(sql).of(e);
    } catch (CalciteContextException e) {
      throw new ErrorText(sql).of(e);
    } catch (StackOverflowError e) {
      throw SyntaxError.at("the statement is nested too deeply", new SqlParserPos(1, 1));
    }
  }
}
