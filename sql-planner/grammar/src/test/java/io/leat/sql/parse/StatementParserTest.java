package io.leat.sql.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.leat.sql.parse.ast.CreateTable;
import io.leat.sql.parse.ast.EmitChanges;
import io.leat.sql.parse.ast.PhysicalColumn;
import io.leat.sql.parse.ast.SetStatement;
import io.leat.sql.parse.ast.TableOption;
import java.util.List;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatementParserTest {

  @Test
  void scriptIsCutIntoStatementsWithTextAndPlace() {
    String sql = ";; SELECT 1 ;\n\n  -- note\n  INSERT INTO t\n  SELECT ';' ;;\r\nSHOW TABLES";
    List<ParsedStatement> statements = StatementParser.parseAll(sql);
    assertEquals(
        List.of("SELECT 1", "INSERT INTO t\n  SELECT ';'", "SHOW TABLES"),
        statements.stream().map(ParsedStatement::text).toList());
    assertEquals(List.of(1, 4, 6), statements.stream().map(ParsedStatement::line).toList());
    assertEquals(List.of(4, 3, 1), statements.stream().map(ParsedStatement::column).toList());
    for (ParsedStatement statement : statements) {
      assertEquals(statement.text(), sql.substring(statement.startOffset(), statement.endOffset()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", ";", "-- nothing", ";;/* nothing */;"})
  void emptyScriptHasNoStatement(String sql) {
    assertEquals(List.of(), StatementParser.parseAll(sql));
    assertThrows(SyntaxError.class, () -> StatementParser.parseOne(sql));
  }

  @Test
  void oneStatementMeansOne() {
    SyntaxError error =
        assertThrows(SyntaxError.class, () -> StatementParser.parseOne("SELECT 1; SELECT 2"));
    assertEquals(11, error.column());
  }

  @Test
  void parametersAreCountedPerStatement() {
    List<ParsedStatement> statements = StatementParser.parseAll("SELECT ?; SELECT ?");
    SqlNode second = ((SqlSelect) statements.get(1).node()).getSelectList().get(0);
    assertEquals(0, ((SqlDynamicParam) second).getIndex());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "value",
        "day",
        "user",
        "timestamp",
        "data",
        "date",
        "time",
        "month",
        "year",
        "hour",
        "minute",
        "second",
        "result",
        "start",
        "end",
        "position",
        "count",
        "method",
        "language",
        "key",
        "name",
        "type",
        "status",
        "level",
        "rank",
        "min",
        "max",
        "sum",
        "avg",
        "uuid",
        "text",
        "json",
        "comment",
        "metadata",
        "watermark",
        "job",
        "index",
        "hash",
        "changes",
        "errors",
        "settings",
        "tables",
        "string",
        "function",
        "module",
        "begin",
        "commit",
        "percent",
        "trigger",
        "parameter",
        "ref",
        "scope",
        "old",
        "none",
        "get",
        "free",
        "open",
        "close",
        "at"
      })
  void keywordIsColumnName(String name) {
    StatementParser.parseOne("CREATE TABLE t (" + name + " INT, x INT)");
    StatementParser.parseOne("INSERT INTO t (" + name + ") VALUES (1)");
    SqlSelect select =
        (SqlSelect)
            StatementParser.parseOne(
                    "SELECT "
                        + name
                        + ", UPPER("
                        + name
                        + "), t."
                        + name
                        + ", 1 AS "
                        + name
                        + " FROM t WHERE "
                        + name
                        + " > 1 GROUP BY "
                        + name)
                .node();
    assertEquals(
        name, assertInstanceOf(SqlIdentifier.class, select.getSelectList().get(0)).getSimple());
  }

  @Test
  void bothQuotesQuoteAndCaseIsKept() {
    SqlSelect select =
        (SqlSelect) StatementParser.parseOne("SELECT \"aB\"\"c\", `aB``c`, AbC FROM t").node();
    assertEquals(
        List.of("aB\"c", "aB`c", "AbC"),
        select.getSelectList().stream().map(node -> ((SqlIdentifier) node).getSimple()).toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '§',
      value = {
        "a::INT§CAST(`a` AS INT)",
        "a + b::INT§`a` + CAST(`b` AS INT)",
        "-a::INT§- CAST(`a` AS INT)",
        "a::INT::TEXT§CAST(CAST(`a` AS INT) AS STRING)",
        "a.b::DOUBLE PRECISION§CAST(`a`.`b` AS DOUBLE)",
        "INTERVAL '5 minutes'§INTERVAL '0 00:05:00' DAY TO SECOND",
        "INTERVAL '1 day 2 hours'§INTERVAL '1 02:00:00' DAY TO SECOND",
        "INTERVAL '1 year 2 months'§INTERVAL '1-2' YEAR TO MONTH",
        "INTERVAL -'1.5 h'§INTERVAL -'0 01:30:00' DAY TO SECOND",
        "INTERVAL '1 day -2 hours'§INTERVAL '0 22:00:00' DAY TO SECOND",
        "INTERVAL '123456789 ns'§INTERVAL '0 00:00:00.123456789' DAY TO SECOND(9)",
        "INTERVAL '400 days'§INTERVAL '400' DAY(3)",
        "INTERVAL '5' MINUTE§INTERVAL '5' MINUTE",
        "a | b§BITOR(`a`, `b`)",
        "a + 1 >> 2§`SHIFTRIGHT`(`a` + 1, 2)",
        "a > > b§",
        "~a§BITNOT(`a`)",
        "ts AT TIME ZONE 'UTC'§`AT_TIME_ZONE`(`ts`, 'UTC')",
        "ts AT LOCAL + d§`AT_LOCAL`(`ts`) + `d`",
        "ts AT LOCAL AT TIME ZONE z§`AT_TIME_ZONE`(`AT_LOCAL`(`ts`), `z`)",
        "a * b ^ c ^ -d§`a` * POWER(POWER(`b`, `c`), - `d`)",
      })
  void expression(String sql, String expected) {
    if (expected == null) {
      assertThrows(SyntaxError.class, () -> StatementParser.parseExpression(sql));
    } else {
      assertEquals(expected, SqlText.of(StatementParser.parseExpression(sql)));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "int|INT",
        "INTEGER|INT",
        "INT2|SMALLINT",
        "int4|INT",
        "INT8|BIGINT",
        "FLOAT4|FLOAT",
        "REAL|FLOAT",
        "FLOAT8|DOUBLE",
        "double precision|DOUBLE",
        "BOOL|BOOLEAN",
        "TEXT|STRING",
        "STRING|STRING",
        "VARCHAR|VARCHAR",
        "CHARACTER VARYING(10)|VARCHAR(10)",
        "CHAR(3)|CHAR(3)",
        "BYTES|BYTES",
        "BYTEA|BYTES",
        "BINARY VARYING(4)|VARBINARY(4)",
        "NUMERIC(10, 2)|DECIMAL(10, 2)",
        "DEC|DECIMAL",
        "TIMESTAMPTZ|TIMESTAMP_LTZ",
        "TIMESTAMP_LTZ(3)|TIMESTAMP_LTZ(3)",
        "TIMESTAMP(3) WITH LOCAL TIME ZONE|TIMESTAMP_LTZ(3)",
        "TIMESTAMP(9) WITHOUT TIME ZONE|TIMESTAMP(9)",
        "TIME(3)|TIME(3)",
        "DATE|DATE",
        "VARIANT|VARIANT",
        "INT ARRAY|ARRAY<INT>",
        "ARRAY<INT NOT NULL>|ARRAY<INT NOT NULL>",
        "STRING MULTISET|MULTISET<STRING>",
        "MAP<STRING, ARRAY<ROW<a INT>>>|MAP<STRING, ARRAY<ROW<`a` INT>>>",
        "ROW(a INT NOT NULL 'first', b TEXT)|ROW<`a` INT NOT NULL 'first', `b` STRING>",
        "ROW<>|ROW<>",
        "INTERVAL DAY(3) TO SECOND(6)|INTERVAL DAY(3) TO SECOND(6)",
        "INTERVAL YEAR TO MONTH|INTERVAL YEAR TO MONTH",
      })
  void dataType(String sql, String expected) {
    assertEquals(expected, SqlText.of(StatementParser.parseDataType(sql)));
    assertEquals(true, StatementParser.parseDataType(sql).getNullable());
    assertEquals(false, StatementParser.parseDataType(sql + " NOT NULL").getNullable());
  }

  @Test
  void tableKeepsOptionsAndNullability() {
    CreateTable table =
        (CreateTable)
            StatementParser.parseOne(
                    "CREATE TABLE t (a INT NOT NULL, b INT) WITH (connector = 'x', fields.a.kind = random, 'n' = 5)")
                .node();
    assertEquals(
        List.of("connector=x", "fields.a.kind=random", "n=5"),
        assertNotNullOptions(table).stream()
            .map(TableOption.class::cast)
            .map(option -> option.keyText() + "=" + option.valueText())
            .toList());
    assertEquals(false, ((PhysicalColumn) table.elements().get(0)).type().getNullable());
  }

  private static List<SqlNode> assertNotNullOptions(CreateTable table) {
    assertNotNull(table.options());
    return table.options().getList();
  }

  @ParameterizedTest
  @CsvSource({
    "SET table.local-time-zone = UTC,table.local-time-zone,UTC",
    "SET 'a b' = 'c d',a b,c d",
    "SET parallelism.default = 4,parallelism.default,4",
    "SET state.ttl = 10min,state.ttl,10min",
    "SET k.with.select = -1.5,k.with.select,-1.5"
  })
  void settingNeedsNoQuotes(String sql, String key, String value) {
    SetStatement set = (SetStatement) StatementParser.parseOne(sql).node();
    assertEquals(key, set.keyText());
    assertEquals(value, set.valueText());
  }

  @Test
  void castOfIntervalAndChangesKeepTheirQuery() {
    SqlNode cast = StatementParser.parseExpression("CAST(a AS INTERVAL DAY)");
    assertEquals(SqlKind.CAST, assertInstanceOf(SqlBasicCall.class, cast).getKind());
    EmitChanges changes =
        (EmitChanges) StatementParser.parseOne("SELECT a FROM t LIMIT 1 EMIT CHANGES").node();
    assertEquals(SqlKind.ORDER_BY, changes.query().getKind());
  }
}
