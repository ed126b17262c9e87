package io.leat.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import io.leat.runtime.types.TypeKind;
import io.leat.sql.catalog.CatalogTable;
import io.leat.sql.catalog.CatalogView;
import io.leat.sql.catalog.ObjectName;
import io.leat.sql.catalog.SystemTable;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlannerTest {
  private final PlanningSession session = PlanningSession.withTables();

  private PlannedStatement.Query query(String sql, Object... parameters) {
    return assertInstanceOf(PlannedStatement.Query.class, session.plan(sql, parameters));
  }

  private static String showCreate(PlanningSession session, String what) {
    PlannedStatement.Rows rows =
        assertInstanceOf(PlannedStatement.Rows.class, session.plan("SHOW CREATE " + what));
    return (String) rows.rows().get(0).get(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE TABLE t (a INT, b STRING NOT NULL COMMENT 'it''s') WITH ('connector' = 'datagen')",
        "CREATE TABLE t (`a b` INT, twice AS `a b` * (2 + 1), ts TIMESTAMP(3),"
            + " WATERMARK FOR ts AS ts - INTERVAL '5' SECOND, PRIMARY KEY (`a b`) NOT ENFORCED)"
            + " COMMENT 'c' PARTITIONED BY (ts) WITH ('connector' = 'datagen',"
            + " 'rows-per-second' = '5')",
        "CREATE TEMPORARY TABLE t (k BIGINT METADATA FROM 'key' VIRTUAL, r ROW<a INT, b ARRAY<STRING"
            + " NOT NULL>>, m MAP<STRING, MULTISET<INT>>, d DECIMAL(38, 18), l TIMESTAMP_LTZ(9),"
            + " i INTERVAL DAY TO SECOND(3), y INTERVAL YEAR TO MONTH, x VARBINARY(3), c CHAR(2))"
            + " WITH ('connector' = 'print')"
      })
  void showCreateTableMakesTheSameTable(String sql) {
    CatalogTable table =
        assertInstanceOf(PlannedStatement.CreateTable.class, session.run(sql)).table();
    String text = showCreate(session, "TABLE t");
    CatalogTable again =
        assertInstanceOf(PlannedStatement.CreateTable.class, PlanningSession.withTables().run(text))
            .table();
    assertEquals(table, again);
  }

  @ParameterizedTest
  @ValueSource(strings = {"id IN (%s)|,", "%s|OR", "CHAR_LENGTH(%s) > 0|'||'"})
  void listsOfThousandsArePlanned(String form) {
    String[] parts = form.split("\\|", 2);
    String condition =
        switch (parts[1]) {
          case "," -> numbers(",", "%d");
          case "OR" -> numbers(" OR ", "id * 2 = %d");
          default -> numbers(" || ", "CAST(id + %d AS STRING)");
        };
    query("SELECT id FROM orders WHERE " + parts[0].replace("%s", condition));
  }

  private static String numbers(String between, String form) {
    return IntStream.range(0, 3000)
        .mapToObj(i -> String.format(Locale.ROOT, form, i))
        .collect(Collectors.joining(between));
  }

  @Test
  void aPlanServesAgainUntilSomethingChanges() {
    String sql = "SELECT id, name FROM few WHERE id > 3";
    PlannedStatement.Query first = query(sql);
    assertSame(first, query(sql));
    assertNotEquals(first, query("SELECT id, name FROM few WHERE id > 4"));
    assertNotEquals(first.schema(), query("SELECT 1 AS one").schema());

    session.run("CREATE VIEW other AS SELECT 1 AS n");
    PlannedStatement.Query second = query(sql);
    assertNotSame(first, second);
    assertEquals(first, second);

    session.run("CREATE TEMPORARY VIEW few AS SELECT 'a' AS id, 'b' AS name");
    String text = "SELECT id, name FROM few";
    assertEquals(TypeKind.CHAR, query(text).schema().type(0).kind());
    session.temporary.drop(CatalogView.class, temporaryFew(), false, false);
    assertEquals(ScalarType.INTEGER, query(text).schema().type(0));
  }

  @Test
  void rowsOfSystemTablesAreThoseOfNow() {
    List<List<Object>> rows = new ArrayList<>();
    RowSchema schema = RowSchema.of(new RowSchema.Field("n", ScalarType.INTEGER));
    session.catalog.add(
        new SystemTable(
            new ObjectName("default_catalog", "leat", "growing"), schema, "", () -> rows));
    session.run("CREATE VIEW grown AS SELECT n FROM leat.growing");
    for (String sql : List.of("SELECT n FROM leat.growing", "SELECT n FROM grown")) {
      PlannedStatement.Query before = query(sql);
      rows.add(List.of(rows.size()));
      assertNotEquals(before, query(sql));
    }
  }

  private static ObjectName temporaryFew() {
    return new ObjectName("default_catalog", "default_database", "few");
  }

  @Test
  void showCreateViewMakesTheSameView() {
    session.run(
        "CREATE VIEW v (x, y) COMMENT 'two' AS\n"
            + "WITH o AS (SELECT id, price FROM orders) -- AS usual\n"
            + "SELECT id, price * 2 FROM o UNION ALL SELECT id, price FROM big_orders LIMIT 3;");
    CatalogView view =
        (CatalogView)
            session.catalog.list("default_catalog", "default_database").stream()
                .filter(relation -> relation.name().name().equals("v"))
                .findFirst()
                .orElseThrow();
    CatalogView again =
        assertInstanceOf(
                PlannedStatement.CreateView.class,
                PlanningSession.withTables().run(showCreate(session, "VIEW v")))
            .view();
    assertEquals(view, again);
    assertEquals(2, view.dependencies().size());
  }

  @Test
  void nodesHaveStableAndDistinctIds() {
    String sql = "SELECT id + 1 FROM few UNION ALL SELECT id + 1 FROM few LIMIT 3";
    List<Node> nodes = query(sql).circuit().nodes();
    List<Node> again = query("  " + sql.replace("few", "FEW")).circuit().nodes();
    assertEquals(nodes.stream().map(Node::id).toList(), again.stream().map(Node::id).toList());
    Set<String> ids = new HashSet<>();
    nodes.forEach(node -> assertTrue(ids.add(node.id()), node.id()));
  }

  @Test
  void parametersBecomeTypedConstants() {
    List<Object> values =
        List.of(
            1,
            2L,
            (short) 3,
            1.5,
            true,
            "é'x",
            new BigDecimal("-0.05"),
            LocalDate.of(2020, 2, 29),
            LocalDateTime.of(2020, 2, 29, 1, 2, 3, 4));
    String marks = String.join(", ", values.stream().map(value -> "?").toList());
    Node.Values constant =
        (Node.Values) query("SELECT " + marks, values.toArray()).circuit().nodes().get(0);
    assertEquals(values, constant.rows().get(0).stream().map(Expression.Constant::value).toList());
  }

  @Test
  void limitTakesParameters() {
    List<Node> nodes = query("SELECT id FROM few LIMIT ?", 7).circuit().nodes();
    assertEquals(7, ((Node.Limit) nodes.get(nodes.size() - 2)).fetch());
    assertThrows(LeatException.class, () -> query("SELECT id FROM few LIMIT ?", -7));
  }

  @Test
  void describeInfersParameters() {
    Description description =
        session.planner.describe("SELECT name FROM few WHERE id > ? AND name = ?", session.session);
    assertEquals("name STRING", description.schema().orElseThrow().toString());
    assertEquals(
        Stream.of("INT", "STRING").toList(),
        description.parameters().stream().map(type -> type.sqlName()).toList());
    assertEquals(
        Optional.empty(),
        session
            .planner
            .describe("INSERT INTO output SELECT id, name, 1 FROM few", session.session)
            .schema());
  }

  @Test
  void boundedSourcesMakeBoundedQueries() {
    assertTrue(query("SELECT id FROM few").bounded());
    assertTrue(query("VALUES (1)").bounded());
    assertEquals(false, query("SELECT id FROM orders").bounded());
  }

  @Test
  void temporaryTablesHidePermanentOnes() {
    session.run("CREATE TEMPORARY TABLE few (z DOUBLE) WITH ('connector' = 'datagen')");
    assertEquals("z DOUBLE", query("SELECT * FROM few").schema().toString());
    LeatException refused =
        assertThrows(LeatException.class, () -> session.run("CREATE VIEW v AS SELECT z FROM few"));
    assertEquals("42P16", refused.sqlState());
  }

  @Test
  void likeMergesOptionsAndColumns() {
    CatalogTable table =
        assertInstanceOf(
                PlannedStatement.CreateTable.class,
                session.plan(
                    "CREATE TABLE t (more INT) WITH ('number-of-rows' = '5')"
                        + " LIKE doubled (EXCLUDING GENERATED OVERWRITING OPTIONS)"))
            .table();
    assertEquals("id INT, name STRING, more INT", table.schema().toString());
    assertEquals("datagen", table.options().get("connector"));
    assertEquals("5", table.options().get("number-of-rows"));
  }

  @Test
  void namesMatchWithoutCaseAndKeepIt() {
    session.run("CREATE TABLE Mixed (Id INT, `DATA` STRING) WITH ('connector' = 'datagen')");
    assertEquals("Id INT, DATA STRING", query("SELECT * FROM mIXED").schema().toString());
    assertEquals(ScalarType.INTEGER, query("SELECT m.iD FROM MIXED AS M").schema().type(0));
  }

  @Test
  void warmUpPlans() {
    Planner.warmUp();
    assertTrue(Planner.reservedWords().contains("SELECT"));
  }
}
