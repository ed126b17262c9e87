package io.leat.runtime.connector.builtin.datagen;

import io.leat.runtime.data.Column;
import io.leat.runtime.data.LongColumn;
import io.leat.runtime.data.WideColumn;
import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/**
 * Timestamps from the stretch of time that ends now.
 *
 * @param maxPastMicros how long that stretch is; 0 for now
 * @param unitMicros the step to which they are cut
 * @param zone whose wall clock they show: UTC for TIMESTAMP_LTZ, which counts from the epoch
 */
record PastTimestamps(long seed, long maxPastMicros, long unitMicros, ZoneId zone)
    implements Generator {

  @Override
  public void append(Column column, long first, int count, long nowMicros) {
    boolean isSteady = isSteady(nowMicros);
    long steadyOffset = CurrentTimes.offsetMicros(zone, nowMicros);
    for (int i = 0; i < count; i++) {
      long past =
          maxPastMicros == 0 ? 0 : Words.below(Words.word(seed, first + i), maxPastMicros + 1);
      long micros = nowMicros - past;
      micros += isSteady ? steadyOffset : CurrentTimes.offsetMicros(zone, micros);
      micros -= Math.floorMod(micros, unitMicros);
      if (column instanceof WideColumn wide) {
        wide.append(micros, 0);
      } else {
        ((LongColumn) column).append(micros);
      }
    }
  }

  @Override
  public long valueBytes() {
    return 2 * Long.BYTES;
  }

  /** Whether the clocks are not changed within the stretch. */
  private boolean isSteady(long nowMicros) {
    ZoneRules rules = zone.getRules();
    if (maxPastMicros == 0 || rules.isFixedOffset()) {
      return true;
    }
    Instant now = Instant.ofEpochSecond(Math.floorDiv(nowMicros, 1_000_000) + 1);
    ZoneOffsetTransition change =
        rules.nextTransition(now.minusSeconds(maxPastMicros / 1_000_000 + 2));
    return change == null || change.getInstant().isAfter(now);
  }
}
