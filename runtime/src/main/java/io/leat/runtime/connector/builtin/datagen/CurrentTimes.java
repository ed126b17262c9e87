package io.leat.runtime.connector.builtin.datagen;

import io.leat.runtime.data.Column;
import io.leat.runtime.data.IntColumn;
import io.leat.runtime.data.LongColumn;
import io.leat.runtime.data.WideColumn;
import io.leat.runtime.types.ScalarType;
import io.leat.runtime.types.TypeKind;
import java.time.Instant;
import java.time.ZoneId;

/**
 * DATE, TIME and timestamps: now, or a random time of a stretch of the past that ends now. All but
 * TIMESTAMP_LTZ as a clock on the wall in the zone shows it.
 *
 * @param maxPastMicros how long that stretch is; 0 for now
 */
record CurrentTimes(long seed, ScalarType type, long maxPastMicros, ZoneId zone)
    implements Generator {
  private static final long SECOND = 1_000_000;
  private static final long DAY = 86_400 * SECOND;

  @Override
  public void append(Column column, long first, int count, long nowMicros) {
    long unit = unitMicros(type.precision());
    long local = nowMicros + offsetMicros(nowMicros);
    switch (type.kind()) {
      case DATE -> {
        IntColumn dates = (IntColumn) column;
        for (int i = 0; i < count; i++) {
          dates.append((int) Math.floorDiv(local, DAY));
        }
      }
      case TIME -> {
        LongColumn times = (LongColumn) column;
        long micros = Math.floorMod(local, DAY);
        for (int i = 0; i < count; i++) {
          times.append((micros - micros % unit) * 1000);
        }
      }
      default -> {
        boolean isLocal = type.kind() == TypeKind.TIMESTAMP;
        for (int i = 0; i < count; i++) {
          long micros = nowMicros;
          if (maxPastMicros > 0) {
            micros -= Words.below(Words.word(seed, first + i), maxPastMicros + 1);
          }
          // A stretch may reach over a change of the clocks.
          micros += isLocal ? (maxPastMicros > 0 ? offsetMicros(micros) : local - nowMicros) : 0;
          micros -= Math.floorMod(micros, unit);
          if (column instanceof WideColumn wide) {
            wide.append(micros, 0);
          } else {
            ((LongColumn) column).append(micros);
          }
        }
      }
    }
  }

  @Override
  public long valueBytes() {
    return 2 * Long.BYTES;
  }

  /** The smallest step of a type of that many fractional digits, at least a microsecond. */
  static long unitMicros(int precision) {
    long unit = 1;
    for (int digits = precision; digits < 6; digits++) {
      unit *= 10;
    }
    return unit;
  }

  private long offsetMicros(long micros) {
    Instant instant = Instant.ofEpochSecond(Math.floorDiv(micros, SECOND));
    return zone.getRules().getOffset(instant).getTotalSeconds() * SECOND;
  }
}
