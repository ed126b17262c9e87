package io.leat.server.avatica;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import io.leat.server.engine.Session;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One of a client's statements: what was prepared in it, and its open result. */
final class ServerStatement {
  private final int id;
  private @Nullable Prepared prepared;
  private @Nullable ResultCursor cursor;
  private String sql = "";
  private @Nullable ResultSignature signature;
  private @Nullable LeatException closed;

  /** A statement that waits for its parameters. */
  record Prepared(String sql, Session.Description description) {}

  ServerStatement(int id) {
    this.id = id;
  }

  int id() {
    return id;
  }

  synchronized void prepare(Prepared newPrepared) {
    prepared = newPrepared;
  }

  synchronized @Nullable Prepared prepared() {
    return prepared;
  }

  /** The text of what runs or ran last, to show errors in. */
  synchronized String sql() {
    return sql;
  }

  /** As {@link ResultSignature#of}, made of that of the result before as far as it is the same. */
  synchronized ResultSignature signature(
      String ofSql, RowSchema schema, List<DataType> parameters, int changeColumns) {
    ResultSignature before = signature;
    ResultSignature now =
        before == null
            ? ResultSignature.of(ofSql, schema, parameters, changeColumns)
            : before.orOf(ofSql, schema, parameters, changeColumns);
    signature = now;
    return now;
  }

  /** Ends the result before, since another text is about to run. */
  void begin(String newSql) {
    ResultCursor before;
    synchronized (this) {
      checkOpen();
      before = cursor;
      cursor = null;
      sql = newSql;
    }
    if (before != null && !before.isOver()) {
      before.end(canceled());
    }
  }

  synchronized void checkOpen() {
    if (closed != null) {
      throw closed;
    }
  }

  /** Takes over a running result; ends it at once if the statement was closed meanwhile. */
  void opened(ResultCursor newCursor) {
    LeatException late;
    synchronized (this) {
      late = closed;
      if (late == null) {
        cursor = newCursor;
      }
    }
    if (late != null) {
      newCursor.end(late);
      throw late;
    }
  }

  synchronized ResultCursor cursor() {
    checkOpen();
    ResultCursor open = cursor;
    if (open == null) {
      throw new LeatException(SqlState.INVALID_CURSOR_STATE, "the statement has no open result");
    }
    return open;
  }

  /** Ends what the statement runs; a waiting fetch fails with this error. */
  void close(LeatException why) {
    ResultCursor open;
    synchronized (this) {
      if (closed != null) {
        return;
      }
      closed = why;
      open = cursor;
      cursor = null;
    }
    if (open != null) {
      open.end(why);
    }
  }

  static LeatException canceled() {
    return new LeatException(SqlState.QUERY_CANCELED, "the query was cancelled");
  }
}
