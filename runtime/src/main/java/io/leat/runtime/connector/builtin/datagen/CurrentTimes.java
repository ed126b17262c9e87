package io.leat.runtime.connector.builtin.datagen;

import io.leat.runtime.data.Column;
import io.leat.runtime.data.IntColumn;
import io.leat.runtime.data.LongColumn;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;

/**
 * DATE and TIME: what a calendar and a clock on the wall show now.
 *
 * @param unitMicros the step to which TIME is cut
 */
record CurrentTimes(long unitMicros, ZoneId zone) implements Generator {
  private static final long SECOND = 1_000_000;
  private static final long DAY = 86_400 * SECOND;
  private static final long NANOS_PER_MICRO = 1000;

  @Override
  public void append(Column column, long first, int count, long nowMicros) {
    long local = nowMicros + offsetMicros(zone, nowMicros);
    int start = column.size();
    int end = start + count;
    if (column instanceof IntColumn dates) {
      Arrays.fill(dates.reserve(end), start, end, (int) Math.floorDiv(local, DAY));
    } else {
      long time = Math.floorMod(local, DAY);
      long nanos = (time - time % unitMicros) * NANOS_PER_MICRO;
      Arrays.fill(((LongColumn) column).reserve(end), start, end, nanos);
    }
    column.setSize(end);
  }

  @Override
  public long valueBytes() {
    return Long.BYTES;
  }

  /** The step of a type of that many fractional digits of a second, at least a microsecond. */
  static long unitMicros(int precision) {
    long unit = 1;
    for (int digits = precision; digits < 6; digits++) {
      unit *= 10;
    }
    return unit;
  }

  /** By how much the zone's wall clock is ahead of UTC at a time. */
  static long offsetMicros(ZoneId zone, long micros) {
    Instant instant = Instant.ofEpochSecond(Math.floorDiv(micros, SECOND));
    return zone.getRules().getOffset(instant).getTotalSeconds() * SECOND;
  }
}
