package io.leat.shell.fake;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.JDBCType;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;
import java.util.logging.Logger;

/** Connects to a {@link FakeEngine}; knows only what the shell calls. */
public final class FakeDriver implements Driver {

  static {
    try {
      DriverManager.registerDriver(new FakeDriver());
    } catch (SQLException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  @Override
  public boolean acceptsURL(String url) {
    return url.startsWith("jdbc:fake:");
  }

  @Override
  public Connection connect(String url, Properties info) throws SQLException {
    if (!acceptsURL(url)) {
      return null;
    }
    String name = url.substring("jdbc:fake:".length());
    FakeEngine engine = name.equals("demo") ? FakeEngine.demo() : FakeEngine.BY_NAME.get(name);
    if (engine.refusal != null) {
      throw engine.refusal;
    }
    return connection(engine);
  }

  private static Connection connection(FakeEngine engine) {
    return proxy(
        Connection.class,
        Map.of(
            "createStatement", arguments -> new FakeStatement(engine).proxy(),
            "getMetaData", arguments -> metaData(engine),
            "getClientInfo", arguments -> Boolean.toString(engine.inTransaction),
            "close", arguments -> null));
  }

  private static DatabaseMetaData metaData(FakeEngine engine) {
    return proxy(
        DatabaseMetaData.class,
        Map.of(
            "getTables",
            arguments -> {
              Reply rows = Reply.of("TABLE_NAME STRING");
              engine.tables.keySet().forEach(rows::row);
              return new FakeStatement(engine).results(rows);
            },
            "getColumns",
            arguments -> {
              Reply rows = Reply.of("TABLE_NAME STRING", "COLUMN_NAME STRING");
              engine.tables.forEach((t, columns) -> columns.forEach(c -> rows.row(t, c)));
              return new FakeStatement(engine).results(rows);
            },
            "getFunctions",
            arguments -> {
              Reply rows = Reply.of("FUNCTION_NAME STRING");
              engine.functions.forEach(rows::row);
              return new FakeStatement(engine).results(rows);
            }));
  }

  /** Answers a call. */
  interface Answer {
    Object to(Object[] arguments) throws SQLException;
  }

  static <T> T proxy(Class<T> type, Map<String, Answer> answers) {
    InvocationHandler handler =
        (self, method, arguments) -> {
          Answer answer = answers.get(method.getName());
          if (answer == null) {
            throw new SQLFeatureNotSupportedException(method.getName());
          }
          return answer.to(arguments);
        };
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  /** A statement and its result; {@link #cancel} wakes whoever waits in it. */
  private static final class FakeStatement {
    private final FakeEngine engine;
    private Reply reply = Reply.updated(0);
    private boolean cancelled;
    private int next;
    private Object[] row = {};

    FakeStatement(FakeEngine engine) {
      this.engine = engine;
    }

    Statement proxy() {
      return FakeDriver.proxy(
          Statement.class,
          Map.of(
              "execute",
              arguments -> execute((String) arguments[0]),
              "executeQuery",
              arguments -> {
                execute((String) arguments[0]);
                return results(reply);
              },
              "getResultSet",
              arguments -> results(reply),
              "getUpdateCount",
              arguments -> (int) reply.updateCount,
              "getWarnings",
              arguments -> null,
              "cancel",
              arguments -> {
                engine.cancelled.incrementAndGet();
                return cancel();
              },
              "close",
              arguments -> cancel()));
    }

    private synchronized Object cancel() {
      cancelled = true;
      notifyAll();
      return null;
    }

    private boolean execute(String sql) throws SQLException {
      reply = engine.execute(sql);
      if (reply.failure != null) {
        throw new SQLException(reply.failure, reply.state);
      }
      if (reply.hangs) {
        sleep(Integer.MAX_VALUE);
      }
      return reply.updateCount < 0;
    }

    private synchronized void sleep(int millis) throws SQLException {
      if (reply.reached != null) {
        reply.reached.countDown();
      }
      long end = System.nanoTime() + millis * 1_000_000L;
      try {
        while (!cancelled && System.nanoTime() < end) {
          wait(Math.max(1, (end - System.nanoTime()) / 1_000_000));
        }
      } catch (InterruptedException e) {
        cancelled = true;
      }
      if (cancelled) {
        throw new SQLException("the statement was cancelled", "57014");
      }
    }

    ResultSet results(Reply rows) {
      reply = rows;
      return FakeDriver.proxy(
          ResultSet.class,
          Map.of(
              "next", arguments -> next(),
              "getMetaData", arguments -> columns(),
              "getObject", arguments -> row[(int) arguments[0] - 1],
              "getString", arguments -> text(arguments[0]),
              "close", arguments -> null));
    }

    private boolean next() throws SQLException {
      while (next < reply.steps.size()) {
        Reply.Step step = reply.steps.get(next++);
        if (step.failure() != null) {
          throw step.failure();
        }
        if (step.row() != null) {
          row = step.row();
          return true;
        }
        sleep(step.pauseMillis());
      }
      if (!reply.endless) {
        return false;
      }
      if (next > 0 || reply.millisPerRow == Integer.MAX_VALUE) {
        sleep(reply.millisPerRow);
      }
      next++;
      row = new Object[reply.names.size()];
      for (int i = 0; i < row.length; i++) {
        boolean text = reply.types.get(i) == java.sql.Types.VARCHAR;
        row[i] = text ? "VALUE " + next : (Object) next;
      }
      return true;
    }

    private String text(Object column) {
      int index =
          column instanceof Integer number ? number - 1 : reply.names.indexOf((String) column);
      Object value = row[index];
      return value == null ? null : value.toString();
    }

    private ResultSetMetaData columns() {
      return FakeDriver.proxy(
          ResultSetMetaData.class,
          Map.of(
              "getColumnCount",
              arguments -> reply.names.size(),
              "getColumnLabel",
              arguments -> reply.names.get((int) arguments[0] - 1),
              "getColumnType",
              arguments -> reply.types.get((int) arguments[0] - 1),
              "getColumnTypeName",
              arguments -> JDBCType.valueOf(reply.types.get((int) arguments[0] - 1)).getName(),
              "getSchemaName",
              arguments -> isOfChange(arguments) ? "leat" : "",
              "getTableName",
              arguments -> isOfChange(arguments) ? "changes" : ""));
    }

    private boolean isOfChange(Object[] arguments) {
      return reply.changes && (int) arguments[0] <= 2;
    }
  }

  @Override
  public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) {
    return new DriverPropertyInfo[0];
  }

  @Override
  public int getMajorVersion() {
    return 1;
  }

  @Override
  public int getMinorVersion() {
    return 0;
  }

  @Override
  public boolean jdbcCompliant() {
    return false;
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getLogger("fake");
  }
}
