package io.leat.server.oracle;

import io.leat.runtime.testing.Batches.Change;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What event time means, written down a second time, simply: a table with a watermark, the windows
 * that its rows are in, which of them count, and which are late. Times are in microseconds.
 */
final class TimeModel {
  static final long SECOND = 1_000_000;

  /** The time attribute is TIMESTAMP(3). */
  private static final long UNIT = 1_000;

  private final int timeColumn;
  private final int keyColumn;
  private final long delay;
  private final List<Change> epoch = new ArrayList<>();
  private long[] greatest;
  private long boundBefore = Long.MIN_VALUE;
  private long bound = Long.MIN_VALUE;

  /**
   * A table with {@code WATERMARK FOR time AS time - delay}.
   *
   * @param keyColumn what sessions are of
   */
  TimeModel(int timeColumn, int keyColumn, long delay, int shards) {
    this.timeColumn = timeColumn;
    this.keyColumn = keyColumn;
    this.delay = delay;
    this.greatest = none(shards);
  }

  private static long[] none(int shards) {
    long[] none = new long[shards];
    Arrays.fill(none, Long.MIN_VALUE);
    return none;
  }

  /** Splits are read anew by so many shards; how far time has come is not forgotten. */
  void restart(int shards) {
    greatest = none(shards);
  }

  void take(int shard, Change change) {
    epoch.add(change);
    if (change.weight() > 0) {
      greatest[shard] = Math.max(greatest[shard], time(change.row()) - delay);
    }
  }

  /** Ends the epoch: moves the bound. */
  void endEpoch(boolean endOfInput) {
    boundBefore = bound;
    long least = Arrays.stream(greatest).min().orElseThrow();
    if (endOfInput) {
      bound = Long.MAX_VALUE;
    } else if (least != Long.MIN_VALUE) {
      bound = Math.max(bound, least + UNIT);
    }
  }

  long bound() {
    return bound;
  }

  /** Forgets the epoch's rows, after all that asked for them. */
  void clear() {
    epoch.clear();
  }

  private long time(List<@Nullable Object> row) {
    return micros((LocalDateTime) row.get(timeColumn));
  }

  static long micros(LocalDateTime time) {
    return time.toEpochSecond(ZoneOffset.UTC) * SECOND + time.getNano() / 1_000;
  }

  static LocalDateTime dateTime(long micros) {
    return LocalDateTime.ofEpochSecond(
        Math.floorDiv(micros, SECOND), (int) Math.floorMod(micros, SECOND) * 1_000, ZoneOffset.UTC);
  }

  /** A window. */
  record Span(long start, long end) {}

  /** The windows that a time is in. */
  interface Assigner {
    List<Span> windows(long time);
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

  /** The open windows of one kind over the table, and what each epoch makes of them. */
  interface Windows {
    /**
     * After the epoch.
     *
     * @param closing windows that end until then are closed
     * @return the rows of the closed windows, each with start and end
     */
    List<Change> close(long closing);

    /** The rows of the epoch that came too late. */
    List<Change> late();
  }

  Windows windows(Assigner assigner) {
    return new AlignedWindows(assigner);
  }

  Windows sessions(long gap) {
    return new SessionWindows(gap);
  }

  private static void add(
      Map<List<@Nullable Object>, Long> weights, List<@Nullable Object> row, long weight) {
    weights.merge(row, weight, (a, b) -> a + b == 0 ? null : Long.valueOf(a + b));
  }

  private static List<@Nullable Object> with(List<@Nullable Object> row, Span span) {
    List<@Nullable Object> longer = new ArrayList<>(row);
    longer.add(dateTime(span.start()));
    longer.add(dateTime(span.end()));
    return longer;
  }

  private final class AlignedWindows implements Windows {
    private final Assigner assigner;
    private final TreeMap<Long, Map<List<@Nullable Object>, Long>> open = new TreeMap<>();
    private List<Change> late = List.of();

    AlignedWindows(Assigner assigner) {
      this.assigner = assigner;
    }

    @Override
    public List<Change> close(long closing) {
      late = new ArrayList<>();
      for (Change change : epoch) {
        List<Span> spans = assigner.windows(time(change.row()));
        boolean counts = spans.isEmpty();
        for (Span span : spans) {
          if (span.end() > boundBefore) {
            counts = true;
            add(
                open.computeIfAbsent(span.end(), end -> new LinkedHashMap<>()),
                with(change.row(), span),
                change.weight());
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

  private final class SessionWindows implements Windows {
    private final long gap;
    private final Map<@Nullable Object, Map<List<@Nullable Object>, Long>> kept = new HashMap<>();
    private List<Change> late = List.of();

    SessionWindows(long gap) {
      this.gap = gap;
    }

    @Override
    public List<Change> close(long closing) {
      late = new ArrayList<>();
      Map<@Nullable Object, Map<List<@Nullable Object>, Long>> came = new HashMap<>();
      for (Change change : epoch) {
        add(
            came.computeIfAbsent(change.row().get(keyColumn), key -> new LinkedHashMap<>()),
            change.row(),
            change.weight());
      }
      came.forEach((key, rows) -> kept.computeIfAbsent(key, any -> new LinkedHashMap<>()));
      List<Change> closed = new ArrayList<>();
      kept.forEach(
          (key, rows) -> {
            Map<List<@Nullable Object>, Long> before = new LinkedHashMap<>(rows);
            came.getOrDefault(key, Map.of()).forEach((row, weight) -> add(rows, row, weight));
            rows.entrySet()
                .removeIf(
                    row -> {
                      if (row.getValue() < 0) {
                        late.add(new Change(row.getKey(), row.getValue()));
                      }
                      return row.getValue() < 0;
                    });
            for (List<List<@Nullable Object>> session : sessions(rows)) {
              Span span =
                  new Span(time(session.get(0)), time(session.get(session.size() - 1)) + gap);
              boolean isNew = session.stream().noneMatch(before::containsKey);
              boolean isLate = isNew && span.end() <= boundBefore;
              if (isLate || span.end() <= closing) {
                for (List<@Nullable Object> row : session) {
                  long weight = rows.remove(row);
                  if (isLate) {
                    late.add(new Change(row, weight));
                  } else {
                    closed.add(new Change(with(row, span), weight));
                  }
                }
              }
            }
          });
      return closed;
    }

    private List<List<List<@Nullable Object>>> sessions(Map<List<@Nullable Object>, Long> rows) {
      List<List<@Nullable Object>> sorted = new ArrayList<>(rows.keySet());
      sorted.sort((a, b) -> Long.compare(time(a), time(b)));
      List<List<List<@Nullable Object>>> sessions = new ArrayList<>();
      long end = Long.MIN_VALUE;
      for (List<@Nullable Object> row : sorted) {
        if (sessions.isEmpty() || time(row) >= end) {
          sessions.add(new ArrayList<>());
        }
        sessions.get(sessions.size() - 1).add(row);
        end = time(row) + gap;
      }
      return sessions;
    }

    @Override
    public List<Change> late() {
      return late;
    }
  }
}
