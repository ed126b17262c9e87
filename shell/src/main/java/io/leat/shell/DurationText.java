package io.leat.shell;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: {@code 5s}, {@code 1 min 30 s}, {@code 500ms}, {@code PT5S}. */
final class DurationText {
  private static final Pattern PART =
      Pattern.compile("\\s*(\\d{1,12}(?:\\.\\d{1,9})?)\\s*(\\p{L}+)\\s*");

  private DurationText() {}

  /** The duration, if {@code text} is one and longer than nothing. */
  static Optional<Duration> parse(String text) {
    try {
      Duration duration =
          text.strip().matches("(?i)P.*") ? Duration.parse(text.strip()) : sum(text);
      return duration.isNegative() || duration.isZero() ? Optional.empty() : Optional.of(duration);
    } catch (DateTimeException | ArithmeticException e) {
      return Optional.empty();
    }
  }

  private static Duration sum(String text) {
    Matcher part = PART.matcher(text);
    Duration sum = Duration.ZERO;
    int end = 0;
    while (part.find() && part.start() == end) {
      long unit = nanos(part.group(2).toLowerCase(Locale.ROOT));
      BigDecimal nanos = new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(unit));
      sum = sum.plusNanos(nanos.toBigInteger().longValueExact());
      end = part.end();
    }
    return end == text.length() ? sum : Duration.ZERO;
  }

  /** Nanoseconds of a unit; 0 if it is none. */
  private static long nanos(String unit) {
    return switch (unit) {
      case "ms", "milli", "millis", "millisecond", "milliseconds" -> 1_000_000L;
      case "s", "sec", "secs", "second", "seconds" -> 1_000_000_000L;
      case "m", "min", "mins", "minute", "minutes" -> 60_000_000_000L;
      case "h", "hour", "hours" -> 3_600_000_000_000L;
      case "d", "day", "days" -> 86_400_000_000_000L;
      default -> throw new DateTimeException("not a unit: " + unit);
    };
  }
}
