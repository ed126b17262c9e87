package io.leat.shell.fake;

import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** What a statement answers. */
public final class Reply {
  final List<String> names = new ArrayList<>();
  final List<Integer> types = new ArrayList<>();
  final List<Step> steps = new ArrayList<>();
  long updateCount = -1;
  boolean endless;
  boolean changes;
  boolean hangs;
  int millisPerRow;
  String failure;
  String state;
  CountDownLatch reached;

  private Reply() {}

  /** A step of a result: a row, a pause of some milliseconds, or a failure. */
  record Step(Object[] row, int pauseMillis, SQLException failure) {}

  /**
   * @param columns each a name and a type
   */
  public static Reply of(String... columns) {
    Reply reply = new Reply();
    for (String column : columns) {
      String[] parts = column.split(" ");
      reply.names.add(parts[0]);
      reply.types.add(type(parts[1]));
    }
    return reply;
  }

  /** Changes of a relation with these columns. */
  public static Reply changes(String... columns) {
    String[] all = new String[columns.length + 2];
    all[0] = "op STRING";
    all[1] = "epoch BIGINT";
    System.arraycopy(columns, 0, all, 2, columns.length);
    Reply reply = of(all);
    reply.changes = true;
    return reply;
  }

  /** Rows without end, one every so many milliseconds. */
  public static Reply endless(int millisPerRow, String... columns) {
    Reply reply = of(columns);
    reply.endless = true;
    reply.millisPerRow = millisPerRow;
    return reply;
  }

  /** A result that never has a row and never ends. */
  public static Reply silent(String... columns) {
    return endless(Integer.MAX_VALUE, columns);
  }

  public static Reply updated(long count) {
    Reply reply = new Reply();
    reply.updateCount = count;
    return reply;
  }

  /** A statement that is not done until it is cancelled. */
  public static Reply hanging() {
    Reply reply = updated(0);
    reply.hangs = true;
    return reply;
  }

  public static Reply failing(String message, String state) {
    Reply reply = new Reply();
    reply.failure = message;
    reply.state = state;
    return reply;
  }

  public Reply row(Object... values) {
    steps.add(new Step(values, 0, null));
    return this;
  }

  /** A time in which no row is ready, long enough to be noticed. */
  public Reply pause() {
    steps.add(new Step(null, 150, null));
    return this;
  }

  public Reply thenFail(String message) {
    steps.add(new Step(null, 0, new SQLException(message, "22012")));
    return this;
  }

  /** Never ends: after the last row nothing comes. */
  public Reply thenWait() {
    steps.add(new Step(null, Integer.MAX_VALUE, null));
    return this;
  }

  /** Counts {@code latch} down when a reader waits for a row that does not come. */
  public Reply reporting(CountDownLatch latch) {
    reached = latch;
    return this;
  }

  private static int type(String name) {
    return switch (name) {
      case "INT" -> Types.INTEGER;
      case "BIGINT" -> Types.BIGINT;
      case "DOUBLE" -> Types.DOUBLE;
      case "DECIMAL" -> Types.DECIMAL;
      case "BOOLEAN" -> Types.BOOLEAN;
      case "ARRAY" -> Types.ARRAY;
      case "STRING" -> Types.VARCHAR;
      default -> throw new IllegalArgumentException(name);
    };
  }
}
