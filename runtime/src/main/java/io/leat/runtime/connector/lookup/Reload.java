package io.leat.runtime.connector.lookup;

import io.leat.runtime.connector.OptionParser;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** When a table that is kept as a whole is read anew. Times are of epochs, in microseconds. */
public sealed interface Reload {

  /**
   * Whether the table is to be read anew.
   *
   * @param first when it was read for the first time
   * @param read when it was read last
   * @param zone of the session
   */
  boolean isDue(long first, long read, long now, ZoneId zone);

  /** Never again. */
  record Never() implements Reload {
    @Override
    public boolean isDue(long first, long read, long now, ZoneId zone) {
      return false;
    }
  }

  /** So long after it was read last. */
  record Every(long micros) implements Reload {
    @Override
    public boolean isDue(long first, long read, long now, ZoneId zone) {
      return now - read >= micros;
    }
  }

  /**
   * At a time of the day: when that comes first, and every so many days from then on.
   *
   * @param days at least 1
   */
  record Daily(TimeOfDay time, long days) implements Reload {
    @Override
    public boolean isDue(long first, long read, long now, ZoneId zone) {
      ZonedDateTime start = time.after(first, zone);
      return count(start, read) < count(start, now);
    }

    /** How many of the times have come. */
    private long count(ZonedDateTime start, long micros) {
      ZonedDateTime then = instant(micros).atZone(start.getZone());
      return then.isBefore(start) ? 0 : 1 + ChronoUnit.DAYS.between(start, then) / days;
    }

    private static Instant instant(long micros) {
      return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
  }

  /**
   * What a clock shows.
   *
   * @param zone of that clock; empty for the session's
   */
  record TimeOfDay(LocalTime time, Optional<ZoneId> zone) {
    static OptionParser<TimeOfDay> parser() {
      return new OptionParser<>(
          "a time such as '02:30' or '02:30+01:00'", text -> read(text.trim()));
    }

    private static Optional<TimeOfDay> read(String text) {
      try {
        if (text.matches("[0-9:.]*")) {
          return Optional.of(new TimeOfDay(LocalTime.parse(text), Optional.empty()));
        }
        OffsetTime time = OffsetTime.parse(text);
        return Optional.of(new TimeOfDay(time.toLocalTime(), Optional.of(time.getOffset())));
      } catch (DateTimeException e) {
        return Optional.empty();
      }
    }

    /** The first such time after another time. */
    private ZonedDateTime after(long micros, ZoneId session) {
      ZonedDateTime then = Daily.instant(micros).atZone(zone.orElse(session));
      ZonedDateTime sameDay = then.with(time).withEarlierOffsetAtOverlap();
      return sameDay.isAfter(then)
          ? sameDay
          : then.plusDays(1).with(time).withEarlierOffsetAtOverlap();
    }
  }
}
