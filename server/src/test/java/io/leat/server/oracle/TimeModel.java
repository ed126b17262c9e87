package io.leat.server.oracle;

import io.leat.runtime.data.EventTime;
import io.leat.runtime.testing.Batches.Change;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What event time means, written down a second time, simply: a table with a watermark, the windows
 * that its rows are in, which of them count, and which are late. Times are in microseconds.
 */
final class TimeModel {
  /** The time attribute has three digits. */
  private static final long UNIT = 1_000;

  private final TimeScene scene;
  private final int timeColumn;
  private final int keyColumn;
  private final long delay;
  private final List<Change> epoch = new ArrayList<>();

  /** By split, the greatest watermark; and when rows were last seen. */
  private long[] greatest;

  private long[] seen;
  private long boundBefore = EventTime.NONE;
  private long bound = EventTime.NONE;
  private boolean idle;

  /**
   * A table with {@code WATERMARK FOR time AS time - delay}.
   *
   * @param keyColumn what sessions are of
   */
  TimeModel(TimeScene scene, int timeColumn, int keyColumn, long delay) {
    this.scene = scene;
    this.timeColumn = timeColumn;
    this.keyColumn = keyColumn;
    this.delay = delay;
    this.greatest = new long[0];
    this.seen = new long[0];
  }

  /** Splits are read anew, so many; how far time has come is not forgotten. */
  void restart(int splits, long now) {
    greatest = new long[splits];
    seen = new long[splits];
    Arrays.fill(greatest, EventTime.NONE);
    Arrays.fill(seen, now);
  }

  void take(int split, long now, Change change) {
    epoch.add(change);
    seen[split] = now;
    if (change.weight() > 0) {
      greatest[split] = Math.max(greatest[split], time(change.row()) - delay);
    }
  }

  /** Ends the epoch: moves the bound. */
  void endEpoch(long now, boolean endOfInput) {
    boundBefore = bound;
    idle = true;
    long least = Long.MAX_VALUE;
    for (int i = 0; i < greatest.length; i++) {
      boolean waits = !scene.idle() || seen[i] + TimeScene.IDLE_SECONDS * TimeScene.SECOND > now;
      if (waits) {
        idle = false;
        least = Math.min(least, greatest[i]);
      }
    }
    if (endOfInput) {
      idle = false;
      bound = EventTime.END;
    } else if (!idle && least != EventTime.NONE) {
      bound = Math.max(bound, least + UNIT);
    }
  }

  long bound() {
    return bound;
  }

  long boundBefore() {
    return boundBefore;
  }

  /** How far time has come where this table meets another one. */
  static long together(long before, TimeModel left, TimeModel right) {
    return together(before, left, left.bound, right, right.bound);
  }

  /** The same where their rows have come so far. */
  static long together(
      long before, TimeModel left, long leftBound, TimeModel right, long rightBound) {
    long least =
        EventTime.least(
            left.idle ? EventTime.IDLE : leftBound, right.idle ? EventTime.IDLE : rightBound);
    return least == EventTime.IDLE ? before : Math.max(before, least);
  }

  /** Forgets the epoch's rows, after all that asked for them. */
  void clear() {
    epoch.clear();
  }

  /** The epoch's rows so far. */
  List<Change> epochRows() {
    return epoch;
  }

  long time(List<@Nullable Object> row) {
    Object value = row.get(timeColumn);
    if (value == null) {
      throw new IllegalArgumentException("no time");
    }
    return scene.timeOf(value);
  }

  /** A window, by what the clock shows. */
  record Span(long start, long end) {}

  /** The windows that a time of the clock is in. */
  interface Assigner {
    List<Span> windows(long local);
  }

  static Assigner tumble(long size) {
    return hop(size, size);
  }

  static Assigner hop(long slide, long size) {
    return time -> {
      List<Span> spans = new ArrayList<>();
      for (long start = Math.floorDiv(time, slide) * slide; start > time - size; start -= slide) {
        spans.add(new Span(start, start + size));
      }
      return spans;
    };
  }

  static Assigner cumulate(long step, long most) {
    return time -> {
      List<Span> spans = new ArrayList<>();
      long start = Math.floorDiv(time, most) * most;
      for (long end = start + step; end <= start + most; end += step) {
        if (time < end) {
          spans.add(new Span(start, end));
        }
      }
      return spans;
    };
  }

  /** The rows of the table that an operator works on, and what each epoch makes of them. */
  interface Rows {
    /** Takes the epoch's rows, before any are asked for what it makes of them. */
    default void endEpoch() {}

    /**
     * After the epoch.
     *
     * @param judging how far time had come before the epoch, where rows are found to be late
     * @param closing how far it has come now, where windows are closed
     * @return the rows of the closed windows, each with start and end; or the rows themselves
     */
    List<Change> close(long judging, long closing);

    /**
     * The same where rows meet those of another table, which may have been alone for some time:
     * then time has come further there than in the rows' own table.
     *
     * @param passed how far it had come there before the epoch: windows up to then are closed
     */
    default List<Change> close(long judging, long passed, long closing) {
      return close(judging, closing);
    }

    /** The rows of the epoch that came too late; of a window that was closed, beside its window. */
    List<Change> late();
  }

  Rows windows(Assigner assigner) {
    return new AlignedWindows(assigner);
  }

  /**
   * @param byWindow whether sessions of all keys that start and end together are given together
   */
  SessionWindows sessions(long gap, boolean byWindow) {
    return new SessionWindows(gap, byWindow);
  }

  /** All that are not late. */
  Rows onTime() {
    return new OnTime();
  }

  /** All of them, each with the time that was not expected any more when its epoch began. */
  Rows seen() {
    return new Rows() {
      @Override
      public List<Change> close(long judging, long closing) {
        List<Change> seen = new ArrayList<>();
        for (Change change : epoch) {
          List<@Nullable Object> row = new ArrayList<>(change.row());
          row.add(judging == EventTime.NONE ? null : scene.valueOf(judging - UNIT));
          seen.add(new Change(row, change.weight()));
        }
        return seen;
      }

      @Override
      public List<Change> late() {
        return List.of();
      }
    };
  }

  /** All of them. */
  Rows all() {
    return new Rows() {
      @Override
      public List<Change> close(long judging, long closing) {
        return List.copyOf(epoch);
      }

      @Override
      public List<Change> late() {
        return List.of();
      }
    };
  }

  private static void add(
      Map<List<@Nullable Object>, Long> weights, List<@Nullable Object> row, long weight) {
    weights.merge(row, weight, (a, b) -> a + b == 0 ? null : Long.valueOf(a + b));
  }

  private static List<@Nullable Object> with(List<@Nullable Object> row, Span span) {
    List<@Nullable Object> longer = new ArrayList<>(row);
    longer.add(TimeScene.dateTime(span.start()));
    longer.add(TimeScene.dateTime(span.end()));
    return longer;
  }

  private final class OnTime implements Rows {
    private List<Change> late = List.of();

    @Override
    public List<Change> close(long judging, long closing) {
      late = epoch.stream().filter(change -> time(change.row()) < judging).toList();
      return epoch.stream().filter(change -> time(change.row()) >= judging).toList();
    }

    @Override
    public List<Change> late() {
      return late;
    }
  }

  private final class AlignedWindows implements Rows {
    private final Assigner assigner;

    /** By the time from which on they are closed. */
    private final TreeMap<Long, Map<List<@Nullable Object>, Long>> open = new TreeMap<>();

    private List<Change> late = List.of();

    AlignedWindows(Assigner assigner) {
      this.assigner = assigner;
    }

    @Override
    public List<Change> close(long judging, long closing) {
      return close(judging, EventTime.NONE, closing);
    }

    @Override
    public List<Change> close(long judging, long passed, long closing) {
      late = new ArrayList<>();
      for (Change change : epoch) {
        List<Span> spans = assigner.windows(scene.local(time(change.row())));
        boolean counts = spans.isEmpty();
        for (Span span : spans) {
          long end = scene.border(span.end());
          if (end + scene.settings().latenessMicros() > judging) {
            counts = true;
            if (passed != EventTime.NONE && end + scene.settings().latenessMicros() <= passed) {
              late.add(new Change(with(change.row(), span), change.weight()));
            } else {
              add(
                  open.computeIfAbsent(end, any -> new LinkedHashMap<>()),
                  with(change.row(), span),
                  change.weight());
            }
          }
        }
        if (!counts) {
          late.add(change);
        }
      }
      List<Change> closed = new ArrayList<>();
      while (!open.isEmpty() && open.firstKey() <= closing) {
        open.pollFirstEntry()
            .getValue()
            .forEach((row, weight) -> closed.add(new Change(row, weight)));
      }
      return closed;
    }

    @Override
    public List<Change> late() {
      return late;
    }
  }

  /**
   * Sessions of a table's keys. A row is behind if its own session was over for too long before it
   * came; a session of rows that are all behind is late.
   */
  final class SessionWindows implements Rows {
    private final long gap;
    private final boolean byWindow;
    private final Map<@Nullable Object, Map<List<@Nullable Object>, Long>> kept = new HashMap<>();
    private final Set<List<@Nullable Object>> behind = new HashSet<>();

    /** Rows beside their sessions: those that may yet change. */
    private List<Given> open = List.of();

    /** Those of the others that are in no closed window yet. */
    private final List<Given> waiting = new ArrayList<>();

    private Map<List<@Nullable Object>, Long> shown = new LinkedHashMap<>();
    private List<Change> late = List.of();

    private record Given(Span span, List<@Nullable Object> row, long weight) {}

    SessionWindows(long gap, boolean byWindow) {
      this.gap = gap;
      this.byWindow = byWindow;
    }

    private long local(List<@Nullable Object> row) {
      return scene.local(time(row));
    }

    /** A row at a session's end still belongs to it: so it closes when that time has passed. */
    private long over(long end) {
      return scene.border(end + UNIT);
    }

    private long lastMoment(long end) {
      return Math.max(scene.border(end), over(end) - UNIT) - UNIT;
    }

    @Override
    public void endEpoch() {
      late = new ArrayList<>();
      open = new ArrayList<>();
      for (Change change : epoch) {
        kept.computeIfAbsent(change.row().get(keyColumn), any -> new LinkedHashMap<>());
      }
      kept.forEach(this::endEpoch);
    }

    private void endEpoch(@Nullable Object key, Map<List<@Nullable Object>, Long> rows) {
      long lateness = scene.settings().latenessMicros();
      Set<List<@Nullable Object>> before = new HashSet<>(rows.keySet());
      for (Change change : epoch) {
        if (Objects.equals(change.row().get(keyColumn), key)) {
          add(rows, change.row(), change.weight());
        }
      }
      rows.forEach((row, weight) -> reportNegative(row, weight));
      rows.values().removeIf(weight -> weight < 0);
      behind.removeIf(row -> before.contains(row) && !rows.containsKey(row));
      for (List<@Nullable Object> row : rows.keySet()) {
        if (!before.contains(row)
            && over(local(row) + gap) <= EventTime.behind(boundBefore, lateness)) {
          behind.add(row);
        }
      }
      for (List<List<@Nullable Object>> session : sessions(rows)) {
        Span span = new Span(local(session.get(0)), local(session.get(session.size() - 1)) + gap);
        boolean isLate = behind.containsAll(session);
        boolean isGone = over(span.end()) <= EventTime.behind(bound, lateness);
        for (List<@Nullable Object> row : session) {
          long weight = isLate || isGone ? rows.remove(row) : rows.get(row);
          if (isLate) {
            late.add(new Change(row, weight));
          } else {
            (isGone ? waiting : open).add(new Given(span, with(row, span), weight));
          }
          if (isLate || isGone) {
            behind.remove(row);
          }
        }
      }
    }

    private void reportNegative(List<@Nullable Object> row, long weight) {
      if (weight < 0) {
        late.add(new Change(row, weight));
      }
    }

    /**
     * How far time has come in the sessions' rows. Of a table whose rows are taken back, each that
     * is kept and not behind may be all that is left of its session.
     */
    long held(boolean appendOnly) {
      boolean special = bound == EventTime.NONE || bound == EventTime.END;
      long held = special ? bound : bound - UNIT;
      for (Map<List<@Nullable Object>, Long> rows : kept.values()) {
        for (List<@Nullable Object> row : rows.keySet()) {
          if (!appendOnly && !behind.contains(row)) {
            held = Math.min(held, lastMoment(local(row) + gap) + scene.settings().latenessMicros());
          }
        }
      }
      return held;
    }

    /**
     * @param closing how far time has come: for sessions that are given each for itself, in the
     *     table; for those of all keys that start and end together, in the sessions' rows
     */
    @Override
    public List<Change> close(long judging, long closing) {
      Map<List<@Nullable Object>, Long> now = new LinkedHashMap<>();
      open.stream()
          .filter(given -> isClosed(given, closing))
          .forEach(given -> add(now, given.row(), given.weight()));
      Map<List<@Nullable Object>, Long> changes = new LinkedHashMap<>(now);
      shown.forEach((row, weight) -> add(changes, row, -weight));
      shown = now;
      waiting.stream()
          .filter(given -> isClosed(given, closing))
          .forEach(given -> add(changes, given.row(), given.weight()));
      waiting.removeIf(given -> isClosed(given, closing));
      List<Change> closed = new ArrayList<>();
      changes.forEach((row, weight) -> closed.add(new Change(row, weight)));
      return closed;
    }

    private boolean isClosed(Given given, long closing) {
      long end = given.span().end();
      return byWindow ? lastMoment(end) < closing : over(end) <= closing;
    }

    private List<List<List<@Nullable Object>>> sessions(Map<List<@Nullable Object>, Long> rows) {
      List<List<@Nullable Object>> sorted = new ArrayList<>(rows.keySet());
      sorted.sort((a, b) -> Long.compare(local(a), local(b)));
      List<List<List<@Nullable Object>>> sessions = new ArrayList<>();
      long end = Long.MIN_VALUE;
      for (List<@Nullable Object> row : sorted) {
        if (sessions.isEmpty() || local(row) > end) {
          sessions.add(new ArrayList<>());
        }
        sessions.get(sessions.size() - 1).add(row);
        end = local(row) + gap;
      }
      return sessions;
    }

    @Override
    public List<Change> late() {
      return late;
    }
  }
}
