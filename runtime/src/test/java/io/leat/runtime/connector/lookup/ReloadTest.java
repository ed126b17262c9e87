package io.leat.runtime.connector.lookup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.runtime.circuit.TableDefinition;
import io.leat.runtime.connector.TableOptions;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.testing.Batches;
import io.leat.runtime.types.ScalarType;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** When tables that are kept as a whole are read anew. */
class ReloadTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final String TIMED = "lookup.full-cache.timed-reload.";

  private static Reload reload(String... options) {
    Map<String, String> given = new HashMap<>(Map.of("lookup.cache", "FULL"));
    for (int i = 0; i < options.length; i += 2) {
      given.put(options[i], options[i + 1]);
    }
    return LookupOptions.of(
            new TableOptions(
                new TableDefinition("t", Batches.schema(ScalarType.INTEGER), given, List.of())))
        .reload();
  }

  private static Reload timed(String... options) {
    String[] all = new String[options.length + 2];
    System.arraycopy(options, 0, all, 0, options.length);
    all[options.length] = "lookup.full-cache.reload-strategy";
    all[options.length + 1] = "timed";
    return reload(all);
  }

  private static long at(String instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(instant));
  }

  private static boolean isDue(Reload reload, String first, String read, String now) {
    return reload.isDue(at(first), at(read), at(now), BERLIN);
  }

  @Test
  void withoutAWordTheTableIsReadOnce() {
    assertFalse(
        isDue(reload(), "2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z", "2036-01-01T00:00:00Z"));
  }

  @Test
  void periodsCountFromTheLastTime() {
    Reload reload = reload("lookup.full-cache.periodic-reload.interval", "10 min");
    String first = "2026-01-01T00:00:00Z";
    assertFalse(isDue(reload, first, "2026-01-01T07:00:00Z", "2026-01-01T07:09:59Z"));
    assertTrue(isDue(reload, first, "2026-01-01T07:00:00Z", "2026-01-01T07:10:00Z"));
  }

  @Test
  void aTimeOfTheDayIsThatOfTheSessionsZone() {
    Reload reload = timed(TIMED + "iso-time", "02:30");
    String first = "2026-01-10T00:00:00Z";
    assertFalse(isDue(reload, first, first, "2026-01-10T01:29:59Z"));
    assertTrue(isDue(reload, first, first, "2026-01-10T01:30:00Z"));
    assertFalse(isDue(reload, first, "2026-01-10T01:30:01Z", "2026-01-11T01:29:59Z"));
    assertTrue(isDue(reload, first, "2026-01-10T01:30:01Z", "2026-01-11T01:30:00Z"));
    assertTrue(isDue(reload, first, "2026-01-10T01:30:01Z", "2026-02-11T00:00:00Z"));
  }

  @Test
  void aTimeWithAnOffsetIsThatOfNoSession() {
    Reload reload = timed(TIMED + "iso-time", "02:30-05:00");
    String first = "2026-01-10T00:00:00Z";
    assertFalse(isDue(reload, first, first, "2026-01-10T07:29:59Z"));
    assertTrue(isDue(reload, first, first, "2026-01-10T07:30:00Z"));
  }

  @Test
  void daysCountFromTheFirstSuchTime() {
    Reload reload = timed(TIMED + "iso-time", "00:00Z", TIMED + "interval-in-days", "3");
    String first = "2026-01-10T12:00:00Z";
    assertTrue(isDue(reload, first, first, "2026-01-11T00:00:00Z"));
    assertFalse(isDue(reload, first, "2026-01-11T00:00:00Z", "2026-01-13T23:59:59Z"));
    assertTrue(isDue(reload, first, "2026-01-11T00:00:00Z", "2026-01-14T00:00:00Z"));
    assertFalse(isDue(reload, first, "2026-01-15T00:00:00Z", "2026-01-16T23:59:59Z"));
    assertTrue(isDue(reload, first, "2026-01-15T00:00:00Z", "2026-01-17T00:00:00Z"));
  }

  @Test
  void aTimeIsSeenOnceWhateverTheClockDoes() {
    Reload reload = timed(TIMED + "iso-time", "02:30");
    String first = "2026-03-28T12:00:00Z";
    // The clock skips it.
    assertFalse(isDue(reload, first, first, "2026-03-29T00:59:59Z"));
    assertTrue(isDue(reload, first, first, "2026-03-29T01:30:00Z"));
    // It comes twice.
    String autumn = "2026-10-24T12:00:00Z";
    assertTrue(isDue(reload, autumn, autumn, "2026-10-25T00:30:00Z"));
    assertFalse(isDue(reload, autumn, "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"));
  }

  @Test
  void whatDoesNotFitTogetherIsRefused() {
    assertEquals(
        "'lookup.full-cache.reload-strategy' = 'TIMED' without '" + TIMED + "iso-time'",
        assertThrows(LeatException.class, () -> timed()).getMessage());
    assertEquals(
        "'" + TIMED + "iso-time' without 'lookup.full-cache.reload-strategy' = 'TIMED'",
        assertThrows(LeatException.class, () -> reload(TIMED + "iso-time", "02:30")).getMessage());
    assertEquals(
        "'lookup.full-cache.periodic-reload.interval' with 'lookup.full-cache.reload-strategy' ="
            + " 'TIMED'",
        assertThrows(
                LeatException.class,
                () ->
                    timed(
                        TIMED + "iso-time",
                        "02:30",
                        "lookup.full-cache.periodic-reload.interval",
                        "1 h"))
            .getMessage());
    assertThrows(LeatException.class, () -> timed(TIMED + "iso-time", "25:00"));
    assertThrows(LeatException.class, () -> timed(TIMED + "iso-time", "noon"));
  }
}
