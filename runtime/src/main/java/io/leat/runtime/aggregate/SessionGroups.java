package io.leat.runtime.aggregate;

import io.leat.runtime.circuit.Node;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.data.LongColumn;
import io.leat.runtime.state.FrozenState;
import io.leat.runtime.state.KeyedRows;
import io.leat.runtime.state.RowHashes;
import io.leat.runtime.state.RowTable;
import io.leat.runtime.state.StableHash;
import io.leat.runtime.state.StateReader;
import io.leat.runtime.types.RowSchema;
import java.util.List;

/**
 * Sessions and what aggregates keep of each, of rows that are never taken back. A session is a
 * group. Those of a key, which mostly is one, are a chain; its head is found by the key. A session
 * that has become part of another one is absorbed: it is in no chain, but keeps its number until it
 * is removed, so that its owner can tell it from others.
 */
public final class SessionGroups {
  // Own words of a session: the times of its first and last row; the next of its key, plus one; and
  // its place: 0 before its first row, then HEAD of its chain, or IN it, or ABSORBED.
  private static final int FIRST = 0;
  private static final int LAST = 1;
  private static final int NEXT = 2;
  private static final int PLACE = 3;
  private static final int WORDS = 4;

  private static final int HEAD = 1;
  private static final int IN = 2;
  private static final int ABSORBED = 3;

  private final long gap;
  private final int[] keys;
  private final int timeColumn;
  private final AggregateState state;
  private final KeyedRows heads;
  private final RowTable table;
  private final RowHashes keyHashes;
  private final int word;
  private final Column[] source;
  private final long[] hashes = new long[ChangeBatch.MAX_ROWS];
  private final int[] found = new int[ChangeBatch.MAX_ROWS];

  /** Sessions that rows of the batch have made parts of others, and these. */
  private final RowNumbers absorbed = new RowNumbers();

  private final RowNumbers absorbing = new RowNumbers();

  /** Is told new sessions. */
  @FunctionalInterface
  public interface Begun {
    void session(int session);
  }

  /**
   * @param node whose aggregate's keys are those of the sessions
   * @param timeColumn of the rows that are added: it may be one behind the input's
   */
  public SessionGroups(Node.SessionAggregate node, RowSchema input, int timeColumn) {
    gap = node.gapMicros();
    Node.Aggregate aggregate = node.aggregate();
    keys = aggregate.keys().stream().mapToInt(Integer::intValue).toArray();
    this.timeColumn = timeColumn;
    state = new AggregateState(aggregate, input, WORDS);
    if (!state.merges()) {
      throw new IllegalArgumentException("an aggregate of sessions that cannot be merged");
    }
    heads = state.groups().keyed();
    table = heads.table();
    keyHashes = new RowHashes(table);
    word = state.ownWord();
    source = new Column[keys.length];
  }

  private long get(int session, int own) {
    return table.get(session, word + own);
  }

  private void set(int session, int own, long value) {
    table.set(session, word + own, value);
  }

  /** The time of a session's first row. */
  public long first(int session) {
    return get(session, FIRST);
  }

  /** The time of its last one. */
  public long last(int session) {
    return get(session, LAST);
  }

  /** Whether there is a session of that number that may still get rows. */
  public boolean isOpen(int session) {
    return get(session, PLACE) != ABSORBED;
  }

  /** Adds rows, all with a time. */
  public void add(ChangeBatch batch, Begun begun) {
    for (int i = 0; i < keys.length; i++) {
      source[i] = batch.column(keys[i]);
    }
    long[] times = ((LongColumn) batch.column(timeColumn)).values();
    StableHash.hash(batch, keys, hashes);
    heads.findOrAdd(source, batch.size(), hashes, found);
    int[] groups = state.groupsOfRows(batch.size());
    for (int i = 0; i < batch.size(); i++) {
      int head = found[i];
      long time = times[i];
      if (get(head, PLACE) == 0) {
        begin(head, HEAD, time, begun);
        groups[i] = head;
      } else if (get(head, NEXT) == 0 && touches(head, time)) {
        extend(head, time);
        groups[i] = head;
      } else {
        groups[i] = place(head, i, time, begun);
      }
    }
    for (int i = 0; absorbed.size() > 0 && i < batch.size(); i++) {
      groups[i] = survivor(groups[i]);
    }
    state.add(batch);
    for (int i = 0; i < absorbed.size(); i++) {
      state.merge(absorbed.get(i), survivor(absorbing.get(i)));
    }
    absorbed.clear();
    absorbing.clear();
  }

  private void begin(int session, int place, long time, Begun begun) {
    set(session, FIRST, time);
    set(session, LAST, time);
    set(session, PLACE, place);
    begun.session(session);
  }

  private void extend(int session, long time) {
    if (time < first(session)) {
      set(session, FIRST, time);
    } else if (time > last(session)) {
      set(session, LAST, time);
    }
  }

  private boolean touches(int session, long time) {
    return time >= first(session) - gap && time <= last(session) + gap;
  }

  /** The session of a row of which there are others, or none that it touches. */
  private int place(int head, int batchRow, long time, Begun begun) {
    int session = -1;
    int before = -1;
    for (int at = head; at >= 0; ) {
      int next = next(at);
      if (!touches(at, time)) {
        before = at;
      } else if (session < 0) {
        extend(at, time);
        session = at;
        before = at;
      } else {
        // The row lies between two sessions.
        extend(session, first(at));
        extend(session, last(at));
        set(before, NEXT, get(at, NEXT));
        set(at, PLACE, ABSORBED);
        absorbed.add(at);
        absorbing.add(session);
      }
      at = next;
    }
    if (session < 0) {
      session = table.add(source, batchRow, hashes[batchRow]);
      set(session, NEXT, get(head, NEXT));
      set(head, NEXT, session + 1L);
      begin(session, IN, time, begun);
    }
    return session;
  }

  private int next(int session) {
    return (int) get(session, NEXT) - 1;
  }

  private int survivor(int session) {
    int at = session;
    for (int i = 0; i < absorbed.size(); i++) {
      if (absorbed.get(i) == at) {
        at = absorbing.get(i);
      }
    }
    return at;
  }

  /** Whether a row belongs to a session that there is. */
  public boolean touchesAny(ChangeBatch batch, int row) {
    for (int i = 0; i < keys.length; i++) {
      source[i] = batch.column(keys[i]);
    }
    StableHash.hash(batch, keys, hashes);
    long time = ((LongColumn) batch.column(timeColumn)).get(row);
    for (int at = heads.find(source, row, hashes[row]); at >= 0; at = next(at)) {
      if (touches(at, time)) {
        return true;
      }
    }
    return false;
  }

  /** Appends the results of sessions, a column for each call. */
  public void results(int[] sessions, int count, List<Column> targets, RowFailures failures) {
    state.results(sessions, count, targets, failures);
  }

  /** Appends a key column of sessions. */
  public void key(int column, int[] sessions, int count, Column target) {
    table.append(column, sessions, count, target);
  }

  /** Forgets sessions. */
  public void remove(int[] sessions, int count) {
    int[] only = new int[count];
    int onlyCount = 0;
    for (int i = 0; i < count; i++) {
      int session = sessions[i];
      long place = get(session, PLACE);
      if (place == HEAD && get(session, NEXT) == 0) {
        only[onlyCount++] = session;
        continue;
      }
      if (place != ABSORBED) {
        unlink(session);
      }
      table.remove(session);
    }
    heads.remove(only, onlyCount);
  }

  private void unlink(int session) {
    long hash = keyHashes.of(session);
    if (get(session, PLACE) == IN) {
      int before = heads.find(keyHashes.gather(new int[] {session}, 1), 0, hash);
      while (next(before) != session) {
        before = next(before);
      }
      set(before, NEXT, get(session, NEXT));
      return;
    }
    heads.unindex(session, hash);
    heads.index(next(session), hash);
    set(next(session), PLACE, HEAD);
  }

  public FrozenState freeze(int version) {
    return state.freeze(version);
  }

  /** Takes the sessions of a key group, behind the version; is told those that are open. */
  public void restore(StateReader reader, Begun begun) {
    RowNumbers gone = new RowNumbers();
    table.restore(
        reader,
        session -> {
          if (get(session, PLACE) == ABSORBED) {
            gone.add(session);
            return;
          }
          set(session, NEXT, 0);
          long hash = keyHashes.of(session);
          int head = heads.find(keyHashes.gather(new int[] {session}, 1), 0, hash);
          set(session, PLACE, head < 0 ? HEAD : IN);
          if (head < 0) {
            heads.index(session, hash);
          } else {
            set(session, NEXT, get(head, NEXT));
            set(head, NEXT, session + 1L);
          }
          begun.session(session);
        });
    for (int i = 0; i < gone.size(); i++) {
      table.remove(gone.get(i));
    }
  }

  /** How many there are. */
  public int size() {
    return table.size();
  }

  public long memoryBytes() {
    return state.memoryBytes();
  }

  public void close() {
    state.close();
  }
}
