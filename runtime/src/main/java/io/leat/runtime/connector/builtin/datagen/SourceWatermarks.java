package io.leat.runtime.connector.builtin.datagen;

import io.leat.runtime.data.Column;
import io.leat.runtime.data.LongColumn;
import java.time.ZoneId;
import java.util.Arrays;

/**
 * The moment before the earliest that {@link PastTimestamps} may give.
 *
 * @param maxPastMicros how long before now that is
 * @param unitMicros the step to which timestamps are cut
 * @param zone whose wall clock they show
 */
record SourceWatermarks(long maxPastMicros, long unitMicros, ZoneId zone) implements Generator {

  @Override
  public void append(Column column, long first, int count, long nowMicros) {
    long earliest = nowMicros - maxPastMicros;
    earliest += CurrentTimes.offsetMicros(zone, earliest);
    int start = column.size();
    int end = start + count;
    long watermark = earliest - Math.floorMod(earliest, unitMicros) - unitMicros;
    Arrays.fill(((LongColumn) column).reserve(end), start, end, watermark);
    column.setSize(end);
  }

  @Override
  public long valueBytes() {
    return Long.BYTES;
  }
}
