package io.leat.server.engine;

import io.leat.runtime.types.RowSchema;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The sessions that are open. Safe for use by several threads. */
final class SessionRegistry {
  static final RowSchema SESSIONS =
      Columns.of(
          "session_id! user_name! remote:boolean! connected_at:time! database! statements:bigint!"
              + " in_transaction:boolean! statement statement_start:time");

  private final AtomicLong numbers = new AtomicLong();
  private final Map<Long, Entry> open = new ConcurrentSkipListMap<>();

  /** What others may know of a session. */
  static final class Entry {
    private final long number;
    private final String user;
    private final boolean remote;
    private final Instant since;
    private final AtomicLong statements = new AtomicLong();
    private volatile @Nullable Session session;
    private volatile @Nullable Running running;

    private record Running(String sql, Instant since) {}

    private Entry(long number, String user, boolean remote, Instant since) {
      this.number = number;
      this.user = user;
      this.remote = remote;
      this.since = since;
    }

    String id() {
      return "session-" + number;
    }

    /** A statement begins; it runs until {@link #ended}. */
    void begun(String sql, Instant now) {
      statements.incrementAndGet();
      running = new Running(sql, now);
    }

    void ended() {
      running = null;
    }
  }

  Entry open(String user, boolean remote, Instant now) {
    return new Entry(numbers.incrementAndGet(), user, remote, now);
  }

  /** Shows the session from now on, until {@link #remove}. */
  void add(Entry entry, Session session) {
    entry.session = session;
    open.put(entry.number, entry);
  }

  void remove(Entry entry) {
    open.remove(entry.number);
  }

  int size() {
    return open.size();
  }

  List<List<@Nullable Object>> rows() {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (Entry entry : open.values()) {
      Entry.Running running = entry.running;
      Session session = entry.session;
      if (session != null) {
        rows.add(
            Arrays.asList(
                entry.id(),
                entry.user,
                entry.remote,
                entry.since,
                session.database(),
                entry.statements.get(),
                session.inTransaction(),
                running == null ? null : running.sql,
                running == null ? null : running.since));
      }
    }
    return rows;
  }
}
