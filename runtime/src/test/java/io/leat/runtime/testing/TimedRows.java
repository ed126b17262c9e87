package io.leat.runtime.testing;

import io.leat.runtime.testing.Batches.Change;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Random rows {@code (key INT, time TIMESTAMP(6), value INT)} whose times go on from epoch to
 * epoch, out of order, some of them late, some NULL; and of these, the ones that an operator has to
 * count.
 */
public final class TimedRows {
  public static final DataType INT = ScalarType.INTEGER;
  public static final DataType TIME = ScalarType.timestamp(6);
  public static final RowSchema SCHEMA = Batches.schema(INT, TIME, INT);

  private static final LocalDateTime START = LocalDateTime.of(2026, 1, 1, 0, 0);
  private static final LocalDateTime EPOCH = LocalDateTime.of(1970, 1, 1, 0, 0);

  private final Random random;
  private final int keys;
  private final boolean takesBack;
  private final List<Change> onTime = new ArrayList<>();

  /**
   * @param takesBack whether rows are taken back while they are not late
   */
  public TimedRows(Random random, int keys, boolean takesBack) {
    this.random = random;
    this.keys = keys;
    this.takesBack = takesBack;
  }

  /** A time in seconds since the start. */
  public static LocalDateTime at(long seconds) {
    return START.plusSeconds(seconds);
  }

  /** The same as an operator counts it. */
  public static long micros(long seconds) {
    return micros(at(seconds));
  }

  public static long micros(Object time) {
    Duration since = Duration.between(EPOCH, (LocalDateTime) time);
    return since.getSeconds() * 1_000_000 + since.getNano() / 1000;
  }

  /** The time of a row in microseconds. */
  public static long time(List<@Nullable Object> row) {
    Object time = row.get(1);
    if (time == null) {
      throw new IllegalArgumentException("a row without a time");
    }
    return micros(time);
  }

  public static List<@Nullable Object> row(@Nullable Object... values) {
    return Collections.unmodifiableList(Arrays.asList(values));
  }

  /**
   * Changes around a time.
   *
   * @param bound as of the epoch before, by which rows are late
   */
  public List<Change> changes(int count, long second, int disorder, long bound) {
    List<Change> changes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      List<@Nullable Object> row = draw(second, disorder);
      long weight = random.nextInt(8) == 0 ? 2 : 1;
      if (takesBack && random.nextInt(3) == 0) {
        List<@Nullable Object> held = held(bound);
        if (held != null) {
          row = held;
          weight = -1;
        }
      }
      Change change = new Change(row, weight);
      changes.add(change);
      if (row.get(1) == null || time(row) >= bound) {
        onTime.add(change);
      }
    }
    Collections.shuffle(changes, random);
    return changes;
  }

  private List<@Nullable Object> draw(long second, int disorder) {
    Integer key = random.nextInt(12) == 0 ? null : Integer.valueOf(random.nextInt(keys));
    LocalDateTime time =
        random.nextInt(20) == 0
            ? null
            : at(second + random.nextInt(2 * disorder) - disorder).plusNanos(1000);
    return row(key, time, random.nextInt(4));
  }

  private @Nullable List<@Nullable Object> held(long bound) {
    for (int attempt = 0; attempt < 5 && !onTime.isEmpty(); attempt++) {
      Change candidate = onTime.get(random.nextInt(onTime.size()));
      List<@Nullable Object> row = candidate.row();
      long weight =
          onTime.stream()
              .filter(change -> change.row().equals(row))
              .mapToLong(Change::weight)
              .sum();
      if (weight > 0 && row.get(1) != null && time(row) >= bound) {
        return row;
      }
    }
    return null;
  }

  /** All changes so far that were not late, equal rows apart. */
  public List<Change> onTime() {
    return onTime;
  }
}
