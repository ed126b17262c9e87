package io.leat.benchmark.nexmark.engine;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came out of a query. An engine's sink opens a part for each of its writers; a part is used
 * by one thread, and totals are asked for after the run.
 */
public final class Tally {
  /** What a sink does with a row, besides counting it. */
  public enum Mode {
    COUNT,
    COLLECT,
    LATENCY
  }

  private static final List<Part> PARTS = new ArrayList<>();
  private static final Map<String, Integer> ROWS = new HashMap<>();
  private static final Map<String, String> ROW_OF_KEY = new HashMap<>();
  private static Mode mode = Mode.COUNT;
  private static long latencyFromMicros;
  private static long delayMicros;

  private Tally() {}

  /** Begins anew. */
  public static synchronized void reset(Mode newMode) {
    mode = newMode;
    PARTS.clear();
    ROWS.clear();
    ROW_OF_KEY.clear();
  }

  public static synchronized boolean collects() {
    return mode == Mode.COLLECT;
  }

  /**
   * For latencies.
   *
   * @param fromMicros rows of an earlier time are warm-up
   * @param delay from the time in a row to when its result could be known, in microseconds
   */
  public static synchronized void latency(long fromMicros, long delay) {
    latencyFromMicros = fromMicros;
    delayMicros = delay;
  }

  public static synchronized Part open() {
    Part part = new Part(mode, latencyFromMicros, delayMicros);
    PARTS.add(part);
    return part;
  }

  public static synchronized long inserts() {
    return PARTS.stream().mapToLong(part -> part.inserts).sum();
  }

  public static synchronized long deletes() {
    return PARTS.stream().mapToLong(part -> part.deletes).sum();
  }

  public static synchronized LatencyHistogram latencies() {
    LatencyHistogram all = new LatencyHistogram();
    for (Part part : PARTS) {
      all.add(part.latencies);
    }
    return all;
  }

  /** What the collected changes add up to: rows as text, with how many there are of each. */
  public static synchronized Map<String, Integer> rows() {
    return Map.copyOf(ROWS);
  }

  private static synchronized void replace(String key, @Nullable String row) {
    String old = row == null ? ROW_OF_KEY.remove(key) : ROW_OF_KEY.put(key, row);
    if (old != null) {
      collect(old, -1);
    }
    if (row != null) {
      collect(row, 1);
    }
  }

  private static synchronized void collect(String row, int weight) {
    ROWS.merge(row, weight, (a, b) -> a + b == 0 ? null : a + b);
  }

  /**
   * The text of a row by which engines are compared: exact, but for doubles, of which nine digits
   * count.
   */
  public static String text(@Nullable Object[] values) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < values.length; i++) {
      text.append(i == 0 ? "" : "|").append(text(values[i]));
    }
    return text.toString();
  }

  private static String text(@Nullable Object value) {
    if (value == null) {
      return "NULL";
    }
    if (value instanceof Double || value instanceof Float) {
      double number = ((Number) value).doubleValue();
      return Double.isFinite(number)
          ? plain(new BigDecimal(number).round(new MathContext(9)))
          : Double.toString(number);
    }
    if (value instanceof BigDecimal decimal) {
      return plain(decimal);
    }
    if (value instanceof Instant instant) {
      return text(LocalDateTime.ofInstant(instant, ZoneOffset.UTC));
    }
    return value.toString().replace('\n', ' ');
  }

  private static String plain(BigDecimal decimal) {
    return decimal.signum() == 0 ? "0" : decimal.stripTrailingZeros().toPlainString();
  }

  /** One writer's share. */
  public static final class Part {
    private final Mode mode;
    private final long fromMicros;
    private final long delay;
    private final LatencyHistogram latencies = new LatencyHistogram();
    private long inserts;
    private long deletes;

    private Part(Mode mode, long fromMicros, long delay) {
      this.mode = mode;
      this.fromMicros = fromMicros;
      this.delay = delay;
    }

    public Mode mode() {
      return mode;
    }

    public void count(long inserted, long deleted) {
      inserts += inserted;
      deletes += deleted;
    }

    /** A row that takes the place of the one with that key; null if none does. */
    public void replace(@Nullable Object[] key, @Nullable Object @Nullable [] row) {
      Tally.replace(text(key), row == null ? null : text(row));
    }

    public void collect(@Nullable Object[] row, int weight) {
      Tally.collect(text(row), weight);
    }

    /**
     * A result of which a time in the row tells when it was due, in microseconds since the epoch.
     * One that comes before that was let out by the end of the input and does not count.
     */
    public void arrived(long timeMicros, long nowMicros) {
      long due = timeMicros + delay;
      if (due >= fromMicros && due <= nowMicros + 1000) {
        latencies.record(nowMicros - due);
      }
    }
  }
}
