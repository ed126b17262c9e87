package io.leat.server.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.server.avatica.Limits;
import io.leat.server.engine.LocalEngine;
import io.leat.server.engine.Session;
import io.leat.server.http.HttpServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Scalar and table functions in Java, from a jar, over JDBC. */
@Timeout(300)
final class JavaFunctionTest {
  private static final Map<String, String> SOURCES =
      Map.ofEntries(
          Map.entry(
              "Mask",
              "public String eval(String s, int keep) {"
                  + " return s.substring(0, keep) + \"*\".repeat(s.length() - keep); }"
                  + " public static String eval(String s) { return s == null ? \"?\" : \"*\"; }"),
          Map.entry(
              "Types",
              "public boolean eval(boolean v) { return !v; }"
                  + "public byte eval(byte v) { return (byte) (v + 1); }"
                  + "public short eval(short v) { return (short) (v + 1); }"
                  + "public int eval(int v) { return v + 1; }"
                  + "public long eval(long v) { return v + 1; }"
                  + "public float eval(float v) { return v / 2; }"
                  + "public double eval(double v) { return v / 2; }"
                  + "public BigDecimal eval(BigDecimal v) { return v.negate(); }"
                  + "public byte[] eval(byte[] v) { return new byte[] {v[0]}; }"
                  + "public LocalDate eval(LocalDate v) { return v.plusDays(1); }"
                  + "public LocalTime eval(LocalTime v) { return v.plusNanos(1); }"
                  + "public LocalDateTime eval(LocalDateTime v) { return v.plusNanos(1); }"
                  + "public Instant eval(Instant v) { return v.plusSeconds(1); }"
                  + "public Duration eval(Duration v) { return v.negated(); }"
                  + "public Period eval(Period v) { return v.negated(); }"
                  + "public List<Integer> eval(List<Integer> v) {"
                  + " List<Integer> r = new ArrayList<>(v); r.add(null); return r; }"
                  + "public Map<String, Long> eval(Map<String, Long> v) {"
                  + " Map<String, Long> r = new TreeMap<>(v); r.put(\"n\", 1L); return r; }"),
          Map.entry(
              "Boxes",
              "public Integer eval(Integer a, Integer b) {"
                  + " return a == null ? b : b == null ? a : Integer.valueOf(a + b); }"),
          Map.entry(
              "Sum",
              "public long eval(long... all) { return LongStream.of(all).sum(); }"
                  + "public String eval(String first, String... more) {"
                  + " return first + Arrays.asList(more); }"),
          Map.entry(
              "Price",
              "@SqlType(\"DECIMAL(6, 2)\") public BigDecimal eval("
                  + "@SqlType(\"DECIMAL(6, 2)\") BigDecimal v) { return v.multiply(v); }"),
          Map.entry(
              "Bad",
              "public int eval(int v) { if (v == 0) throw new RuntimeException(\"no zero\");"
                  + " if (v == 1) throw new IllegalStateException(); if (v == 2) return eval2(v);"
                  + " if (v == 3) throw new AssertionError(\"three\"); return v; }"
                  + "private int eval2(int v) { return eval2(v) + 1; }"),
          Map.entry(
              "Liar",
              "@SqlType(\"ARRAY<INT>\") public List<Object> eval(int v) {"
                  + " return List.of(v == 0 ? (Object) \"x\" : v); }"),
          Map.entry("Counter", "@NotDeterministic int n; public int eval() { return ++n; }"),
          Map.entry(
              "Where", "public String eval(int x) { return Thread.currentThread().getName(); }"),
          Map.entry(
              "Split",
              "public List<String> eval(String s) {"
                  + " return s == null ? null : Arrays.asList(s.split(\",\")); }"),
          Map.entry(
              "Words",
              "public record Word(String word, int length) {}"
                  + "public Stream<Word> eval(String s) {"
                  + " return Stream.of(s.split(\" \")).map(w -> new Word(w, w.length())); }"),
          Map.entry("Upto", "public int[] eval(int n) { return IntStream.range(0, n).toArray(); }"),
          Map.entry(
              "Pairs",
              "@SqlType(\"ROW<k STRING, v INT>\") public Iterator<Object[]> eval(int n) {"
                  + " if (n < 0) throw new RuntimeException(\"negative\");"
                  + " return List.of(new Object[] {\"a\", n}, new Object[] {null, null})"
                  + ".iterator(); }"),
          Map.entry("Empty", "public int evaluate(int x) { return x; }"),
          Map.entry("Odd", "public int eval(Thread x) { return 1; }"),
          Map.entry("Wrong", "@SqlType(\"INT\") public String eval(int x) { return \"\"; }"),
          Map.entry(
              "Typo", "@SqlType(\"DECIMAL(\") public BigDecimal eval(int x) { return null; }"),
          Map.entry("NoWay", "public NoWay(int x) {} public int eval(int x) { return 1; }"),
          Map.entry(
              "Fails",
              "public Fails() { throw new RuntimeException(\"not today\"); }"
                  + " public int eval(int x) { return 1; }"));

  @TempDir private static Path folder;
  private static Path jar;
  private LocalEngine engine;
  private HttpServer server;
  private Connection connection;

  @BeforeEach
  void open() throws Exception {
    if (jar == null) {
      jar = UserJar.compile(folder, "functions", SOURCES);
    }
    start(true);
  }

  private void start(boolean remoteCode) throws Exception {
    engine = LocalEngine.start(2, Map.of(), remoteCode);
    server = HttpServer.start(engine, HttpServer.LOOPBACK, 0, Limits.DEFAULT);
    connection = DriverManager.getConnection("jdbc:leat://127.0.0.1:" + server.port());
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
    server.close();
    engine.close();
  }

  @Test
  void aRemoteSessionLoadsNoCodeUnlessAllowed() throws Exception {
    close();
    start(false);
    assertEquals(
        "42501 a remote session may not load code",
        failure("CREATE FUNCTION f AS 'acme.Mask' USING JAR '" + jar + "'"));
    assertEquals(
        "42501 a remote session may not load code",
        failure("CREATE TEMPORARY FUNCTION f AS 'java.lang.String'"));
    run("CREATE FUNCTION f(x INT) RETURNS INT RETURN x + 1");
    try (Session local = engine.openSession("local", false)) {
      local.execute("CREATE FUNCTION mask AS 'acme.Mask' USING JAR '" + jar + "'", List.of());
    }
    assertEquals(List.of("2 | a*"), query("SELECT f(1), mask('ab', 1)"));
  }

  /** What a user has written may take long, and the threads of requests are everybody's. */
  @Test
  void functionsOfUsersNeverRunOnThreadsOfRequests() throws SQLException {
    create("where_it_runs", "Where");
    run("CREATE TABLE t (id INT PRIMARY KEY)");
    run("CREATE MATERIALIZED VIEW v AS SELECT id, where_it_runs(id) AS place FROM t");
    try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (?)")) {
      for (int id = 0; id < 5; id++) {
        insert.setInt(1, id);
        insert.executeUpdate();
      }
    }
    for (String sql : List.of("SELECT place FROM v", "SELECT where_it_runs(id) FROM t")) {
      for (int time = 0; time < 3; time++) {
        List<String> places = query(sql);
        assertEquals(5, places.size());
        assertTrue(places.stream().noneMatch(each -> each.startsWith("leat-http")), sql + places);
      }
    }
  }

  private void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private void create(String name, String className) throws SQLException {
    run(
        "CREATE FUNCTION "
            + name
            + " AS 'acme."
            + className
            + "' LANGUAGE JAVA USING JAR '"
            + jar
            + "'");
  }

  private List<String> query(String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          row.add(result.getString(i));
        }
        rows.add(String.join(" | ", row.stream().map(String::valueOf).toList()));
      }
    }
    return rows;
  }

  private String failure(String sql) {
    SQLException error = assertThrows(SQLException.class, () -> query(sql));
    return error.getSQLState() + " " + error.getMessage().lines().findFirst().orElse("");
  }

  @Test
  void overloadsAreChosenByTypes() throws SQLException {
    create("mask", "Mask");
    assertEquals(
        List.of("ab*** | * | null | ?"),
        query("SELECT mask('abcde', 2), mask('x'), mask('x', NULL), mask(CAST(NULL AS STRING))"));
    assertEquals(
        List.of("l*** | *", "é* | *"),
        query("SELECT mask(s, 1), mask(s) FROM (VALUES ('leat'), ('éa')) AS t (s)"));
    assertTrue(failure("SELECT mask(1)").startsWith("42883 function mask does not take"));
    assertTrue(failure("SELECT maks('a')").startsWith("42883 unknown function 'maks'"));
  }

  @Test
  void everyTypeGoesInAndComesOut() throws SQLException {
    create("t", "Types");
    String values =
        "SELECT t(b), t(i1), t(i2), t(i4), t(i8), t(f4), t(f8), t(d), t(bin), t(da), t(ti),"
            + " t(ts), CAST(t(l) AS STRING), t(dur), t(per), t(a), t(m)";
    String row =
        " (VALUES (TRUE, CAST(1 AS TINYINT), CAST(2 AS SMALLINT), 3, CAST(4 AS BIGINT),"
            + " CAST(5 AS FLOAT), CAST(6 AS DOUBLE), 7.5, x'0A0B', DATE '2024-02-28',"
            + " TIME '01:02:03', TIMESTAMP '2024-01-02 03:04:05.123456789',"
            + " TO_TIMESTAMP_LTZ(0, 3), INTERVAL '1' DAY, INTERVAL '14' MONTH,"
            + " ARRAY[1, 2], MAP['k', CAST(5 AS BIGINT)])) AS t"
            + " (b, i1, i2, i4, i8, f4, f8, d, bin, da, ti, ts, l, dur, per, a, m)";
    run("SET 'table.local-time-zone' = 'UTC'");
    assertEquals(
        List.of(
            "FALSE | 2 | 3 | 4 | 5 | 2.5 | 3.0 | -7.500000000000000000 | 0a | 2024-02-29 |"
                + " 01:02:03.000000001 | 2024-01-02 03:04:05.123456790 |"
                + " 1970-01-01 00:00:01.000000000 | -1 00:00:00.000000 | -1-02 |"
                + " [1, 2, NULL] | {k=5, n=1}"),
        query(values + " FROM" + row));
    assertEquals(
        List.of("null | null | null | null"),
        query(
            "SELECT t(CAST(NULL AS INT)), t(CAST(NULL AS DOUBLE)), t(CAST(NULL AS BIGINT)),"
                + " t(CAST(NULL AS BOOLEAN))"));
  }

  @Test
  void boxedParametersTakeNull() throws SQLException {
    create("plus", "Boxes");
    assertEquals(
        List.of("3 | 1 | 2 | null"),
        query("SELECT plus(1, 2), plus(1, NULL), plus(NULL, 2), plus(NULL, NULL)"));
    assertEquals(
        List.of("11", "1", "null"),
        query(
            "SELECT plus(a, b) FROM (VALUES (1, 10), (1, NULL), (CAST(NULL AS INT), NULL)) AS t (a, b)"));
  }

  @Test
  void anyNumberOfArguments() throws SQLException {
    create("total", "Sum");
    assertEquals(
        List.of("0 | 6 | null | a[] | a[b, c]"),
        query("SELECT total(), total(1, 2, 3), total(1, NULL), total('a'), total('a', 'b', 'c')"));
  }

  @Test
  void annotationsGiveTypes() throws SQLException {
    create("square", "Price");
    assertEquals(List.of("2.25 | DECIMAL(6, 2)"), query("SELECT square(1.5), TYPEOF(square(1.5))"));
    assertTrue(failure("SELECT square(a) FROM (VALUES (999.5)) AS t (a)").startsWith("22003"));
  }

  @Test
  void anExceptionIsAnErrorOfTheRow() throws SQLException {
    create("bad", "Bad");
    assertEquals("38000 function bad failed: no zero", failure("SELECT bad(0)"));
    assertEquals(
        "38000 function bad failed: IllegalStateException",
        failure("SELECT bad(a) FROM (VALUES (1)) AS t (a)"));
    assertEquals("38000 function bad failed: StackOverflowError", failure("SELECT bad(2)"));
    assertEquals("38000 function bad failed: AssertionError: three", failure("SELECT bad(3)"));
    run(
        "CREATE TABLE numbers (a INT) WITH ('connector' = 'datagen', 'number-of-rows' = '6',"
            + " 'fields.a.kind' = 'sequence', 'fields.a.start' = '0', 'fields.a.end' = '5')");
    run("CREATE TABLE seen (a INT) WITH ('connector' = 'blackhole')");
    try (Statement statement = connection.createStatement()) {
      assertEquals(2, statement.executeUpdate("INSERT INTO seen SELECT bad(a) FROM numbers"));
    }
    List<String> errors = query("SHOW ERRORS");
    assertTrue(errors.toString().contains("38000"), errors.toString());
    assertTrue(errors.toString().contains("no zero"), errors.toString());
    create("liar", "Liar");
    assertEquals(List.of("[5]"), query("SELECT liar(5)"));
    assertEquals("38000 function liar gave a java.lang.String as INT", failure("SELECT liar(0)"));
  }

  @Test
  void whatIsNotDeterministicIsNotFolded() throws SQLException {
    create("next_number", "Counter");
    assertEquals(
        List.of("1", "2", "3"), query("SELECT next_number() FROM (VALUES (7), (8), (9)) AS t (a)"));
    run("CREATE FUNCTION minus_itself(x INT) RETURNS INT RETURN x - x");
    assertEquals(
        List.of("0", "0"),
        query("SELECT minus_itself(next_number()) FROM (VALUES (7), (8)) AS t (a)"));
  }

  @Test
  void rowsInFrom() throws SQLException {
    create("cut", "Split");
    create("words", "Words");
    create("upto", "Upto");
    create("pairs", "Pairs");
    String t = " FROM (VALUES ('a,b'), (CAST(NULL AS STRING))) AS t (s)";
    assertEquals(
        List.of("a,b | a", "a,b | b"), query("SELECT * " + t + ", LATERAL TABLE(cut(s)) AS u (w)"));
    assertEquals(List.of("a,b | a", "a,b | b"), query("SELECT s, w" + t + ", cut(s) AS u (w)"));
    assertEquals(
        List.of("a,b | a", "a,b | b", "null | null"),
        query("SELECT s, w" + t + " LEFT JOIN LATERAL TABLE(cut(s)) AS u (w) ON TRUE"));
    assertEquals(List.of("[x, y]"), query("SELECT cut('x,y')"));
    assertEquals(List.of("x", "y"), query("SELECT * FROM TABLE(cut('x,y'))"));
    assertEquals(List.of("x"), query("SELECT part FROM cut('x,y') AS part WHERE part < 'y'"));
    assertEquals(
        List.of("to | 2", "be | 2", "not | 3"),
        query("SELECT word, length FROM words('to be not')"));
    assertEquals(
        List.of("2 | 2", "3 | 1"),
        query(
            "SELECT n, COUNT(*) FROM (VALUES ('to be not')) AS t (s), words(s) AS u (w, n)"
                + " GROUP BY n ORDER BY n"));
    assertEquals(
        List.of("2 | 0", "2 | 1", "0 | null"),
        query("SELECT n, i FROM (VALUES (2), (0)) AS t (n) LEFT JOIN upto(n) AS u (i) ON TRUE"));
    assertEquals(List.of("a | 7", "null | null"), query("SELECT k, v FROM pairs(7)"));
    assertEquals("38000 function pairs failed: negative", failure("SELECT k, v FROM pairs(-1)"));
    assertTrue(failure("SELECT upto(3)").contains("gives rows"));
    create("plus", "Boxes");
    assertTrue(failure("SELECT * FROM plus(1, 2)").contains("is no table function"));
    assertTrue(failure("SELECT * FROM cutt('a')").startsWith("42883 unknown function 'cutt'"));
  }

  @Test
  void wrongClassesAreRefusedAtOnce() throws Exception {
    String using = "' USING JAR '" + jar + "'";
    Map<String, String> failures =
        Map.of(
            "Nothing", "42883 there is no class 'acme.Nothing' in",
            "Empty", "42883 class 'acme.Empty' has no public method eval",
            "Odd", "42804 parameter 1 of eval(Thread) has the type java.lang.Thread",
            "Wrong", "42804 the result of eval(int) is java.lang.String, but INT is",
            "Typo", "42804 an @SqlType of the class is no type",
            "NoWay", "42883 class 'acme.NoWay' cannot be made: it needs a public constructor",
            "Fails", "42883 class 'acme.Fails' cannot be made: its constructor fails");
    for (Map.Entry<String, String> entry : failures.entrySet()) {
      String given = failure("CREATE FUNCTION f AS 'acme." + entry.getKey() + using);
      assertTrue(given.startsWith(entry.getValue()), given);
    }
    assertTrue(failure("CREATE FUNCTION f AS 'acme.Mask'").startsWith("42883 there is no class"));
    assertTrue(
        failure("CREATE FUNCTION f AS 'acme.Mask' USING JAR '/no/such.jar'").startsWith("58030"));
    Path text = Files.writeString(folder.resolve("text.jar"), "no jar");
    assertTrue(
        failure("CREATE FUNCTION f AS 'acme.Mask' USING JAR '" + text + "'").startsWith("42883"));
    assertTrue(failure("CREATE FUNCTION f AS 'acme.Mask' LANGUAGE PYTHON").startsWith("0A000"));
    assertEquals(List.of(), query("SHOW USER FUNCTIONS"));
  }

  @Test
  void aClassOfTheClassPathNeedsNoJar() throws SQLException {
    run("CREATE FUNCTION hypotenuse AS '" + Hypotenuse.class.getName() + "'");
    assertEquals(List.of("5.0"), query("SELECT hypotenuse(3, 4)"));
    assertTrue(query("SHOW CREATE FUNCTION hypotenuse").get(0).endsWith("LANGUAGE JAVA"));
  }

  /** A class that the engine sees. */
  public static final class Hypotenuse {
    private Hypotenuse() {}

    public static double eval(double a, double b) {
      return Math.hypot(a, b);
    }
  }

  @Test
  void aNewJarIsANewFunction() throws Exception {
    Path first =
        UserJar.compile(folder, "version1", Map.of("V", "public int eval(int x) { return 1; }"));
    Path second =
        UserJar.compile(folder, "version2", Map.of("V", "public int eval(int x) { return 2; }"));
    Path used = folder.resolve("used.jar");
    Files.copy(first, used);
    run("CREATE FUNCTION version AS 'acme.V' USING JAR '" + used + "'");
    assertEquals(List.of("1", "1"), query("SELECT version(a) FROM (VALUES (1), (2)) AS t (a)"));
    Files.delete(used);
    Files.copy(second, used);
    assertEquals(List.of("1"), query("SELECT version(7)"));
    run("CREATE OR REPLACE FUNCTION version AS 'acme.V' USING JAR '" + used + "'");
    assertEquals(List.of("2", "2"), query("SELECT version(a) FROM (VALUES (1), (2)) AS t (a)"));
    run("CREATE FUNCTION old AS 'acme.V' USING JAR '" + first + "'");
    assertTrue(
        failure("SELECT version(a) + old(a) FROM (VALUES (1), (2)) AS t (a)").startsWith("0A000"));
  }

  @Test
  void viewsKeepTheirFunctions() throws SQLException {
    create("mask", "Mask");
    run("CREATE VIEW v AS SELECT mask(s, 1) AS m FROM (VALUES ('abc')) AS t (s)");
    assertTrue(failure("DROP FUNCTION mask").startsWith("2BP01"));
    run("DROP FUNCTION mask CASCADE");
    assertFalse(query("SHOW VIEWS").contains("v"));
  }

  @Test
  void functionsAreDescribed() throws SQLException {
    create("words", "Words");
    assertEquals(
        List.of(
            "name | words",
            "signature | words(STRING) → TABLE of ROW<word STRING, length INT>",
            "language | JAVA",
            "class | acme.Words",
            "jar | " + jar,
            "deterministic | TRUE",
            "full name | default_catalog.default_database.words",
            "temporary | FALSE"),
        query("DESCRIBE FUNCTION words"));
  }
}
