package io.leat.runtime.connector.builtin.jdbc;

import io.leat.runtime.connector.ReaderContext;
import io.leat.runtime.connector.SourceReader;
import io.leat.runtime.connector.Split;
import io.leat.runtime.data.BoxedValues;
import io.leat.runtime.data.Column;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.RowException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.types.RowSchema;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import org.jspecify.annotations.Nullable;

/** Gives the rows that a thread of its own reads, which is a few blocks ahead at most. */
final class JdbcReader implements SourceReader {
  static final byte UNREAD = 0;
  private static final byte BEGUN = 1;
  private static final byte READ = 2;
  private static final int BLOCK_ROWS = 1000;
  private static final int BLOCKS_AHEAD = 4;

  private final JdbcDatabase database;
  private final RowSchema schema;
  private final ReaderContext context;
  private final ArrayBlockingQueue<Block> blocks = new ArrayBlockingQueue<>(BLOCKS_AHEAD);
  private @Nullable Split split;
  private @Nullable Thread thread;
  private Block block = new Block(List.of(), false, null);
  private int next;
  private boolean begun;
  private boolean finished = true;

  /** Rows; with the last of them, why there are no more if that is not the table's end. */
  private record Block(
      List<List<@Nullable Object>> rows, boolean last, @Nullable LeatException failure) {}

  JdbcReader(JdbcDatabase database, RowSchema schema, ReaderContext context) {
    this.database = database;
    this.schema = schema;
    this.context = context;
  }

  @Override
  public void assign(List<Split> splits) {
    for (Split each : splits) {
      split = each;
      if (each.offset()[0] == BEGUN) {
        throw new LeatException(
            SqlState.NOT_READY,
            "table "
                + database.table()
                + " was being read when the engine ended: its rows have no order in which to go"
                + " on");
      }
      begun = each.offset()[0] == READ;
      finished = begun;
      if (!begun) {
        Thread reading = new Thread(this::run, "leat-jdbc");
        reading.setDaemon(true);
        thread = reading;
        reading.start();
      }
    }
  }

  private void run() {
    try {
      LeatException failure = null;
      try (Connection connection = database.connect()) {
        select(connection);
      } catch (SQLException e) {
        failure = database.failed(e);
      } catch (LeatException e) {
        failure = e;
      } catch (RuntimeException | Error e) {
        failure =
            new LeatException(
                SqlState.IO_ERROR,
                "cannot read table " + database.table() + ": " + e,
                null,
                null,
                e);
      }
      put(new Block(List.of(), true, failure));
    } catch (InterruptedException e) {
      // The reader has been closed: nobody takes more.
      Thread.currentThread().interrupt();
    }
  }

  private void put(Block read) throws InterruptedException {
    blocks.put(read);
    context.wake();
  }

  private void select(Connection connection) throws SQLException, InterruptedException {
    connection.setAutoCommit(false);
    String columns = String.join(", ", database.columns(connection, schema.fields()));
    try (Statement statement = connection.createStatement()) {
      statement.setFetchSize(BLOCK_ROWS);
      try (ResultSet rows =
          statement.executeQuery(
              "SELECT " + (columns.isEmpty() ? "1" : columns) + " FROM " + database.table())) {
        List<List<@Nullable Object>> read = new ArrayList<>();
        while (rows.next()) {
          read.add(row(rows));
          if (read.size() == BLOCK_ROWS) {
            put(new Block(read, false, null));
            read = new ArrayList<>();
          }
        }
        put(new Block(read, false, null));
      }
    }
    connection.rollback();
  }

  private List<@Nullable Object> row(ResultSet rows) throws SQLException {
    try {
      return JdbcValues.row(rows, 1, schema.types());
    } catch (RowException e) {
      throw new LeatException(
          e.sqlState(), "cannot read table " + database.table() + ": " + e.message());
    }
  }

  @Override
  public int read(Column[] columns, int maxRows) {
    if (next == block.rows().size()) {
      Block taken = blocks.poll();
      if (taken == null) {
        return 0;
      }
      block = taken;
      next = 0;
      LeatException failure = taken.failure();
      if (failure != null) {
        throw failure;
      }
      finished = taken.last();
    }
    int count = Math.min(maxRows, block.rows().size() - next);
    begun |= count > 0;
    for (int row = next; row < next + count; row++) {
      for (int i = 0; i < columns.length; i++) {
        BoxedValues.append(columns[i], schema.type(i), block.rows().get(row).get(i));
      }
    }
    next += count;
    return count;
  }

  @Override
  public long nextReadNanos() {
    return !finished && (next < block.rows().size() || !blocks.isEmpty()) ? 0 : Long.MAX_VALUE;
  }

  @Override
  public boolean finished() {
    return finished;
  }

  @Override
  public List<Split> offsets() {
    Split assigned = split;
    return assigned == null
        ? List.of()
        : List.of(new Split(assigned.id(), new byte[] {finished ? READ : begun ? BEGUN : UNREAD}));
  }

  @Override
  public void close() {
    if (thread != null) {
      thread.interrupt();
    }
  }
}
