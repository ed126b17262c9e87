package io.leat.runtime.operator;

import io.leat.runtime.scalar.Temporals;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.TypeKind;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import org.jspecify.annotations.Nullable;

/**
 * What a wall clock shows, and when it has come to a border of windows; in microseconds. Times are
 * mostly near the one before, of which the answer is kept.
 */
final class LocalTimes {
  /** No change of a clock is felt so long before or after it. */
  private static final long FAR = 2 * 86_400 * Temporals.MICROS_PER_SECOND;

  /** Null for a clock that is never changed. */
  private final @Nullable ZoneRules rules;

  // The offset from instants to the clock, and the instants for which it holds, the last excluded.
  private long offset;
  private long from;
  private long to;

  private long border = Long.MIN_VALUE;
  private long borderInstant = Long.MIN_VALUE;

  private LocalTimes(@Nullable ZoneRules rules, long offset) {
    this.rules = rules;
    this.offset = offset;
    this.from = rules == null ? Long.MIN_VALUE : 0;
    this.to = rules == null ? Long.MAX_VALUE : 0;
  }

  /** For a time attribute: a TIMESTAMP is what a clock shows. */
  static LocalTimes of(DataType type, ZoneId zone) {
    ZoneRules rules = zone.getRules();
    if (type.kind() != TypeKind.TIMESTAMP_LTZ) {
      return new LocalTimes(null, 0);
    } else if (rules.isFixedOffset()) {
      return new LocalTimes(null, micros(rules.getOffset(Instant.EPOCH)));
    }
    return new LocalTimes(rules, 0);
  }

  private static long micros(ZoneOffset offset) {
    return offset.getTotalSeconds() * Temporals.MICROS_PER_SECOND;
  }

  boolean isNeverChanged() {
    return rules == null;
  }

  /** What the clock shows at an instant. */
  long local(long instant) {
    if (rules != null && (instant < from || instant >= to)) {
      seek(rules, instant);
    }
    return instant + offset;
  }

  private void seek(ZoneRules zone, long micros) {
    Instant instant = Instant.ofEpochSecond(Math.floorDiv(micros, Temporals.MICROS_PER_SECOND));
    offset = micros(zone.getOffset(instant));
    ZoneOffsetTransition next = zone.nextTransition(instant);
    ZoneOffsetTransition last = zone.previousTransition(instant.plusNanos(1));
    from = last == null ? Long.MIN_VALUE / 2 : micros(last);
    to = next == null ? Long.MAX_VALUE / 2 : micros(next);
  }

  private static long micros(ZoneOffsetTransition transition) {
    return transition.toEpochSecond() * Temporals.MICROS_PER_SECOND;
  }

  /**
   * The instant from which on the clock never shows an earlier time: that of the change where the
   * clock skips the border, the last one where it shows it twice.
   */
  long border(long local) {
    long instant = local - offset;
    if (rules == null || (instant > from + FAR && instant < to - FAR)) {
      return instant;
    }
    if (local != border) {
      borderInstant = border(rules, local);
      border = local;
    }
    return borderInstant;
  }

  private static long border(ZoneRules zone, long local) {
    LocalDateTime wall =
        LocalDateTime.ofEpochSecond(
            Math.floorDiv(local, Temporals.MICROS_PER_SECOND), 0, ZoneOffset.UTC);
    ZoneOffsetTransition change = zone.getTransition(wall);
    if (change == null) {
      return local - micros(zone.getOffset(wall));
    } else if (change.isGap()) {
      return micros(change);
    }
    // Once set back, the clock shows the time that it is set back to, and none before it.
    boolean first =
        change.getDateTimeAfter().toEpochSecond(ZoneOffset.UTC) * Temporals.MICROS_PER_SECOND
            == local;
    return local - micros(first ? change.getOffsetBefore() : change.getOffsetAfter());
  }
}
