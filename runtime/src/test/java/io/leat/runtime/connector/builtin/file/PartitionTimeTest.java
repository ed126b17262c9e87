package io.leat.runtime.connector.builtin.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.runtime.error.LeatException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The times that names of partitions tell. */
class PartitionTimeTest {
  private static final List<String> COLUMNS = List.of("dt", "hour");

  private static PartitionTime time(String pattern, String formatter, String zone) {
    return new PartitionTime(
        COLUMNS,
        Optional.of(pattern),
        formatter.isEmpty() ? Optional.empty() : PartitionTime.formatter(formatter),
        ZoneId.of(zone));
  }

  private static void tells(String expected, PartitionTime time, String... values) {
    assertEquals(Instant.parse(expected).toEpochMilli() * 1000, time.micros(List.of(values)));
  }

  @Test
  void asSqlWritesIt() {
    tells("2026-03-04T05:00:00Z", time("$dt $hour:00:00", "", "UTC"), "2026-03-04", "05");
    tells("2026-03-04T00:00:00Z", time("$dt", "", "UTC"), "2026-03-04", "05");
    tells("2026-03-04T04:00:00Z", time("$dt $hour:00:00", "", "+01:00"), "2026-03-04", "05");
  }

  @Test
  void asAFormatterReadsIt() {
    tells("2026-03-04T05:00:00Z", time("$dt-$hour", "yyyyMMdd-HH", "UTC"), "20260304", "05");
    tells("2026-03-04T00:00:00Z", time("$dt", "dd.MM.yyyy", "UTC"), "04.03.2026", "05");
  }

  @Test
  void whatTellsNoTimeIsNamed() {
    PartitionTime time = time("$dt", "yyyyMMdd", "UTC");
    LeatException error =
        assertThrows(LeatException.class, () -> time.micros(List.of("2026-03-04", "05")));
    assertTrue(error.message().contains("tells no time: '2026-03-04'"), error.message());
    assertTrue(String.valueOf(error.hint()).contains("timestamp-formatter"), error.hint());
    assertTrue(PartitionTime.formatter("yyyy-bb").isEmpty());
  }
}
