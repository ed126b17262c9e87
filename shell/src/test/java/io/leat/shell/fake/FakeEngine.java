package io.leat.shell.fake;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** What a {@link FakeDriver} connects to: answers by the beginning of a statement. */
public final class FakeEngine {
  static final Map<String, FakeEngine> BY_NAME = new ConcurrentHashMap<>();
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final String name;
  private final Map<String, Supplier<Reply>> replies = new LinkedHashMap<>();
  final Map<String, List<String>> tables = new LinkedHashMap<>();
  final List<String> functions = new ArrayList<>();
  final List<String> executed = new CopyOnWriteArrayList<>();
  final AtomicInteger cancelled = new AtomicInteger();
  volatile SQLException refusal;
  volatile boolean inTransaction;
  private volatile String warning;

  private FakeEngine(String name) {
    this.name = name;
  }

  /** A new engine of its own. */
  public static FakeEngine create() {
    return named("e" + NUMBER.incrementAndGet());
  }

  static FakeEngine named(String name) {
    FakeEngine engine = new FakeEngine(name);
    BY_NAME.put(name, engine);
    return engine;
  }

  /** An engine to try the shell by hand: {@code jdbc:fake:demo}. */
  static FakeEngine demo() {
    FakeEngine demo = named("demo");
    demo.table("input_table", "id", "data").function("UPPER").function("UNIX_TIMESTAMP");
    demo.on("SELECT ENDLESS", () -> Reply.endless(100, "id INT", "data STRING"));
    demo.on("SELECT SILENT", () -> Reply.silent("id INT"));
    demo.on(
        "SELECT WIDE",
        () ->
            Reply.of("id INT", "data STRING", "日本 STRING")
                .row(1, "a".repeat(200), "日本語テキスト")
                .row(-20, null, "e\u0301 😀 tab\there")
                .row(null, "short", "")
                .pause()
                .row(2000000000, "b".repeat(300), "later"));
    demo.on(
        "SELECT BAD",
        () ->
            Reply.failing(
                "There is no column 'BAD'\nat line 1, column 8:\n  SELECT BAD\n         ^^^\nHint:"
                    + " did you mean 'data'?",
                "42703"));
    demo.on("SELECT", () -> Reply.of("id INT", "data STRING").row(1, "ONE").row(2, "TWO"));
    demo.on("SHOW JOBS", () -> Reply.of("job_id STRING", "status STRING").row("j1", "RUNNING"));
    demo.on("INSERT", () -> Reply.updated(3));
    return demo;
  }

  public String url() {
    return "jdbc:fake:" + name;
  }

  /** Gives this answer to statements that begin with {@code start}; the first match counts. */
  public FakeEngine on(String start, Supplier<Reply> reply) {
    replies.put(start, reply);
    return this;
  }

  public FakeEngine table(String table, String... columns) {
    tables.put(table, List.of(columns));
    return this;
  }

  public FakeEngine function(String function) {
    functions.add(function);
    return this;
  }

  /** What SHOW WARNINGS answers; it is not among {@link #executed}. */
  public FakeEngine warning(String text) {
    warning = text;
    return this;
  }

  /** Connections fail with this. */
  public FakeEngine refuse(SQLException e) {
    refusal = e;
    return this;
  }

  /** The statements that have arrived. */
  public List<String> executed() {
    return executed;
  }

  /** How many statements were cancelled. */
  public int cancelled() {
    return cancelled.get();
  }

  Reply execute(String sql) {
    if (sql.equals("SHOW WARNINGS")) {
      Reply none = Reply.of("warning STRING");
      return warning == null ? none : none.row(warning);
    }
    executed.add(sql);
    inTransaction =
        sql.equals("BEGIN") || inTransaction && !List.of("COMMIT", "ROLLBACK").contains(sql);
    return replies.entrySet().stream()
        .filter(entry -> sql.startsWith(entry.getKey()))
        .findFirst()
        .map(entry -> entry.getValue().get())
        .orElseGet(() -> Reply.updated(0));
  }

  /** Columns (id INT, data STRING) with {@code count} rows. */
  public static Reply numbered(int count) {
    Reply reply = Reply.of("id INT", "data STRING");
    IntStream.rangeClosed(1, count).forEach(i -> reply.row(i, "row " + i));
    return reply;
  }
}
