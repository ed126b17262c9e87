package io.leat.server.fake;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.Position;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.types.ArrayType;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.MapType;
import io.leat.runtime.types.MultisetType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.RowType;
import io.leat.runtime.types.ScalarType;
import io.leat.runtime.types.TypeKind;
import io.leat.runtime.types.ValueText;
import io.leat.server.engine.Engine;
import io.leat.server.engine.Metadata;
import io.leat.server.engine.Session;
import io.leat.server.engine.StatementResult;
import io.leat.sql.ParameterText;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An engine of a few words: {@code stream x} (rows come from the test), {@code changes x} (the
 * same, said to be changes), {@code numbers n}, {@code flood}, {@code types}, {@code update n},
 * {@code lose n} (fails n times because another transaction was first), {@code block}, {@code
 * fail}, {@code bug}, {@code break n} (fails after n rows), {@code echo TYPE[;TYPE…]} (gives its
 * parameters back), {@code zone}, {@code keys}.
 */
public final class FakeEngine implements Engine {
  public static final RowSchema NUMBERS =
      RowSchema.of(
          new RowSchema.Field("n", ScalarType.BIGINT.withNullable(false)),
          new RowSchema.Field("t", ScalarType.STRING));

  public static final RowSchema TYPES =
      RowSchema.of(
          field("c_boolean", ScalarType.BOOLEAN),
          field("c_tinyint", ScalarType.TINYINT),
          field("c_smallint", ScalarType.SMALLINT),
          field("c_int", ScalarType.INTEGER),
          field("c_bigint", ScalarType.BIGINT),
          field("c_float", ScalarType.FLOAT),
          field("c_double", ScalarType.DOUBLE),
          field("c_decimal", ScalarType.decimal(38, 18)),
          field("c_char", ScalarType.character(5)),
          field("c_string", ScalarType.STRING),
          field("c_binary", new ScalarType(TypeKind.BINARY, 2, 0, true)),
          field("c_bytes", ScalarType.BYTES),
          field("c_date", ScalarType.DATE),
          field("c_time0", ScalarType.time(0)),
          field("c_time9", ScalarType.time(9)),
          field("c_timestamp3", ScalarType.timestamp(3)),
          field("c_timestamp9", ScalarType.timestamp(9)),
          field("c_ltz3", ScalarType.timestampLtz(3)),
          field("c_ltz9", ScalarType.timestampLtz(9)),
          field("c_months", ScalarType.intervalYearMonth()),
          field("c_seconds", ScalarType.intervalDayTime(3)),
          field("c_array", new ArrayType(ScalarType.INTEGER, true)),
          field("c_nested", new ArrayType(new ArrayType(ScalarType.timestamp(3), true), true)),
          field("c_map", new MapType(ScalarType.STRING, ScalarType.decimal(5, 2), true)),
          field("c_multiset", new MultisetType(ScalarType.STRING, true)),
          field(
              "c_row",
              new RowType(
                  RowSchema.of(
                      new RowSchema.Field("a", ScalarType.INTEGER),
                      new RowSchema.Field("b", ScalarType.STRING)),
                  true)));

  private final Map<String, FakeStream> streams = new ConcurrentHashMap<>();
  private final List<FakeSession> sessions = new CopyOnWriteArrayList<>();
  private volatile boolean closed;

  private static RowSchema.Field field(String name, DataType type) {
    return new RowSchema.Field(name, type);
  }

  /** The rows of {@code stream name}. */
  public FakeStream stream(String name) {
    return streams.computeIfAbsent(name, key -> new FakeStream(NUMBERS));
  }

  public List<FakeSession> sessions() {
    return sessions;
  }

  public boolean isClosed() {
    return closed;
  }

  @Override
  public Session openSession(String user, boolean remote) {
    FakeSession session = new FakeSession(user, remote);
    sessions.add(session);
    return session;
  }

  @Override
  public void close() {
    closed = true;
  }

  /** A row with a value of every type of {@link #TYPES}. */
  public static List<Object> everyType() {
    Map<Object, Object> map = new LinkedHashMap<>();
    map.put("k", new BigDecimal("1.50"));
    map.put("null", null);
    Map<Object, Object> multiset = new LinkedHashMap<>();
    multiset.put("x", 2);
    LocalDateTime dateTime = LocalDateTime.of(2026, 3, 29, 2, 30, 15, 123_456_789);
    return List.of(
        true,
        (byte) -128,
        (short) -32768,
        Integer.MIN_VALUE,
        Long.MIN_VALUE,
        1.5f,
        -0.1,
        new BigDecimal("12345678901234567890.123456789012345678"),
        "ab   ",
        "grüß \uD83D\uDE00",
        new byte[] {0, (byte) 0xff},
        new byte[] {1, 2, 3},
        LocalDate.of(1, 1, 1),
        LocalTime.of(23, 59, 59),
        LocalTime.ofNanoOfDay(86_399_999_999_999L),
        dateTime.withNano(123_000_000),
        dateTime,
        Instant.parse("2026-07-01T10:15:30.123Z"),
        Instant.parse("1969-12-31T23:59:59.999999999Z"),
        Period.ofMonths(-14).normalized(),
        Duration.ofSeconds(-90061, -500_000_000),
        java.util.Arrays.asList(1, null, 3),
        List.of(List.of(dateTime.withNano(0)), List.of()),
        map,
        multiset,
        java.util.Arrays.asList(7, null));
  }

  /** A session of {@link FakeEngine}. */
  public final class FakeSession implements Session {
    private final String user;
    private final boolean remote;
    private final Map<String, String> settings = new ConcurrentHashMap<>();
    private volatile CountDownLatch blocked = new CountDownLatch(1);
    private volatile boolean blocking;
    private volatile boolean closed;
    private String catalog = "default_catalog";
    private String database = "default_database";
    private boolean autoCommit = true;
    private boolean inTransaction;
    private final List<String> log = new CopyOnWriteArrayList<>();
    private final List<String> threads = new CopyOnWriteArrayList<>();

    private volatile @Nullable CompletableFuture<Optional<StatementResult>> logging;

    FakeSession(String user, boolean remote) {
      this.user = user;
      this.remote = remote;
    }

    public String user() {
      return user;
    }

    public boolean isRemote() {
      return remote;
    }

    public boolean isClosed() {
      return closed;
    }

    public boolean isBlocking() {
      return blocking;
    }

    public Map<String, String> settings() {
      return settings;
    }

    /** The names of the threads that have run {@code thread}, in order. */
    public List<String> threads() {
      return threads;
    }

    /** What was done to transactions, and the updates, in order. */
    public List<String> log() {
      return log;
    }

    @Override
    public boolean autoCommit() {
      return autoCommit;
    }

    @Override
    public void autoCommit(boolean on) {
      if (on && inTransaction) {
        commit();
      }
      autoCommit = on;
    }

    @Override
    public void begin() {
      log.add("begin");
      inTransaction = true;
    }

    @Override
    public CompletableFuture<Void> commitWithoutWaiting(Executor loop) {
      commit();
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public void commit() {
      log.add("commit");
      inTransaction = false;
    }

    @Override
    public void rollback() {
      log.add("rollback");
      inTransaction = false;
    }

    @Override
    public boolean inTransaction() {
      return inTransaction;
    }

    @Override
    public String id() {
      return "fake";
    }

    /** Updates, echoes and {@code thread} are short; {@code log} waits for {@link #logged}. */
    @Override
    public CompletableFuture<Optional<StatementResult>> executeIfShort(
        String sql, List<Object> parameters, Executor loop) {
      if (sql.equals("log")) {
        CompletableFuture<Optional<StatementResult>> waits = new CompletableFuture<>();
        logging = waits;
        return waits;
      }
      return CompletableFuture.completedFuture(
          sql.startsWith("update ") || sql.startsWith("echo ") || sql.equals("thread")
              ? Optional.of(execute(sql, parameters))
              : Optional.empty());
    }

    @Override
    public StatementResult execute(String sql, List<Object> parameters) {
      String[] words = sql.split("\\s", 2);
      String rest = words.length > 1 ? words[1] : "";
      return switch (words[0]) {
        case "stream" -> new StatementResult.Rows(stream(rest), false);
        case "numbers" -> {
          FakeStream stream = new FakeStream(NUMBERS);
          List<List<Object>> rows = new ArrayList<>();
          for (long n = 0; n < Long.parseLong(rest); n++) {
            rows.add(List.of(n, "row " + n));
            if (rows.size() == 1000) {
              stream.rows(rows);
              rows.clear();
            }
          }
          stream.rows(rows);
          stream.end(null);
          yield new StatementResult.Rows(stream, true);
        }
        case "changes" -> new StatementResult.Rows(stream(rest), false, true);
        case "flood" -> new StatementResult.Rows(flood(), false);
        case "types" -> {
          FakeStream stream = new FakeStream(TYPES);
          stream.row(everyType().toArray());
          stream.row(new Object[TYPES.size()]);
          stream.end(null);
          yield new StatementResult.Rows(stream, true);
        }
        case "update" -> {
          if (!autoCommit && !inTransaction) {
            begin();
          }
          log.add(sql);
          yield new StatementResult.Updated(Long.parseLong(rest));
        }
        case "block" -> block();
        case "thread" -> {
          threads.add(Thread.currentThread().getName());
          yield new StatementResult.Updated(1);
        }
        case "fail" ->
            throw new LeatException(SqlState.UNDEFINED_TABLE, "table 'nowhere' does not exist")
                .at(new Position(2, 6, 2, 12))
                .withHint("did you mean 'somewhere'?");
        case "bug" -> throw new IllegalStateException("broken inside");
        case "break" -> {
          FakeStream stream = new FakeStream(NUMBERS);
          for (long n = 0; n < Long.parseLong(rest); n++) {
            stream.row(n, "t");
          }
          stream.end(new LeatException(SqlState.DIVISION_BY_ZERO, "division by zero"));
          yield new StatementResult.Rows(stream, false);
        }
        case "echo" -> {
          FakeStream stream = new FakeStream(echoSchema(rest));
          stream.row(parameters.stream().map(FakeEngine::plain).toArray());
          stream.end(null);
          yield new StatementResult.Rows(stream, true);
        }
        case "lose" -> {
          log.add(sql);
          if (!inTransaction) {
            begin();
          }
          if (log.stream().filter(sql::equals).count() <= Long.parseLong(rest)) {
            throw new LeatException(SqlState.SERIALIZATION_FAILURE, "another one was first");
          }
          yield new StatementResult.Updated(7);
        }
        case "count" -> new StatementResult.Updated((Integer) parameters.get(0));
        default -> throw new LeatException(SqlState.SYNTAX_ERROR, "unknown word " + words[0]);
      };
    }

    private FakeStream flood() {
      FakeStream template = new FakeStream(NUMBERS);
      List<List<Object>> rows = new ArrayList<>();
      for (long n = 0; n < 4000; n++) {
        rows.add(List.of(n, "a row of the flood"));
      }
      template.rows(rows);
      Page page = new Page(template.poll());
      FakeStream flood =
          new FakeStream(NUMBERS) {
            @Override
            public synchronized io.leat.runtime.local.ResultStream.Page poll() {
              put(page.page);
              return super.poll();
            }
          };
      streams.put("flood", flood);
      flood.put(page.page);
      return flood;
    }

    private StatementResult block() {
      blocked = new CountDownLatch(1);
      blocking = true;
      try {
        if (!blocked.await(1, TimeUnit.MINUTES)) {
          throw new IllegalStateException("nobody cancelled");
        }
        throw new LeatException(SqlState.QUERY_CANCELED, "cancelled in the engine");
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      } finally {
        blocking = false;
      }
    }

    /** Whether a statement waits for the log. */
    public boolean waitsForLog() {
      return logging != null;
    }

    /** The log has what it waits for. */
    public void logged(long count) {
      Objects.requireNonNull(logging).complete(Optional.of(new StatementResult.Updated(count)));
      logging = null;
    }

    private static RowSchema echoSchema(String types) {
      List<RowSchema.Field> fields = new ArrayList<>();
      for (String type : types.split(";")) {
        RowSchema.Field match =
            TYPES.fields().stream()
                .filter(each -> each.type().sqlName().equals(type))
                .findFirst()
                .orElseThrow();
        fields.add(match);
      }
      return new RowSchema(fields);
    }

    @Override
    public Description describe(String sql) {
      if (sql.startsWith("echo ")) {
        RowSchema schema = echoSchema(sql.substring(5));
        return new Description(Optional.of(schema), schema.types());
      }
      if (sql.equals("count ?")) {
        return new Description(Optional.empty(), List.of(ScalarType.INTEGER));
      }
      if (sql.startsWith("fail")) {
        execute(sql, List.of());
      }
      return new Description(
          sql.startsWith("update") ? Optional.empty() : Optional.of(NUMBERS), List.of());
    }

    @Override
    public void cancel() {
      blocked.countDown();
    }

    @Override
    public String catalog() {
      return catalog;
    }

    @Override
    public String database() {
      return database;
    }

    @Override
    public void use(String newCatalog, String newDatabase) {
      if (newDatabase.equals("nowhere")) {
        throw new LeatException(SqlState.INVALID_SCHEMA_NAME, "database 'nowhere' does not exist");
      }
      catalog = newCatalog;
      database = newDatabase;
    }

    @Override
    public ZoneId zone() {
      return ZoneId.of(settings.getOrDefault("table.local-time-zone", "Europe/Berlin"));
    }

    @Override
    public Metadata metadata() {
      return new FakeMetadata();
    }

    @Override
    public void set(String key, String value) {
      settings.put(key, value);
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private record Page(io.leat.runtime.local.ResultStream.Page page) {}

  private static final class FakeMetadata implements Metadata {
    @Override
    public List<Database> databases() {
      return List.of(
          new Database("default_catalog", "default_database"), new Database("other", "only"));
    }

    @Override
    public List<Table> tables() {
      return List.of(
          new Table(
              "default_catalog",
              "default_database",
              "Orders",
              TableKind.TABLE,
              "what was ordered",
              TYPES,
              List.of("c_int", "c_string"),
              Collections.nCopies(TYPES.size(), ColumnText.NONE)),
          new Table(
              "default_catalog",
              "default_database",
              "big_orders",
              TableKind.VIEW,
              "",
              NUMBERS,
              List.of(),
              Collections.nCopies(NUMBERS.size(), ColumnText.NONE)));
    }

    @Override
    public List<Function> functions() {
      return List.of(
          new Function("UPPER", FunctionFamily.STRING, "Upper case."),
          new Function("ABS", FunctionFamily.NUMERIC, ""),
          new Function("NOW", FunctionFamily.TIME, ""));
    }

    @Override
    public Set<String> reservedWords() {
      return Set.of("SELECT", "FROM");
    }
  }

  private static @Nullable Object plain(@Nullable Object parameter) {
    return parameter instanceof ParameterText given
        ? ValueText.parse(given.text(), given.type(), ZoneOffset.UTC)
        : parameter;
  }
}
