package io.leat.runtime.connector;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How the text of an option becomes a value.
 *
 * @param expected completes the sentence "'key' must be …"
 * @param parse the value; empty if the text is not one
 */
public record OptionParser<T>(String expected, Function<String, Optional<T>> parse) {
  private static final BigInteger LONG_MIN = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);
  private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]{1,100}");
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]{1,4})?");
  private static final Pattern DURATION = Pattern.compile("([0-9]{1,18})\\s*([a-zµ]*)");
  private static final Map<String, Duration> UNITS =
      Map.of(
          "d", Duration.ofDays(1),
          "h", Duration.ofHours(1),
          "min", Duration.ofMinutes(1),
          "s", Duration.ofSeconds(1),
          "ms", Duration.ofMillis(1),
          "us", Duration.ofNanos(1000),
          "ns", Duration.ofNanos(1));
  private static final Map<String, String> UNIT_NAMES =
      Map.ofEntries(
          Map.entry("", "ms"),
          Map.entry("day", "d"),
          Map.entry("hour", "h"),
          Map.entry("m", "min"),
          Map.entry("minute", "min"),
          Map.entry("sec", "s"),
          Map.entry("second", "s"),
          Map.entry("milli", "ms"),
          Map.entry("millisecond", "ms"),
          Map.entry("µs", "us"),
          Map.entry("micro", "us"),
          Map.entry("microsecond", "us"),
          Map.entry("nano", "ns"),
          Map.entry("nanosecond", "ns"));

  /** Any text. */
  public static OptionParser<String> text() {
    return new OptionParser<>("a text", Optional::of);
  }

  /** {@code true} or {@code false} in any case. */
  public static OptionParser<Boolean> bool() {
    return new OptionParser<>(
        "'true' or 'false'",
        text ->
            switch (text.toLowerCase(Locale.ROOT)) {
              case "true" -> Optional.of(true);
              case "false" -> Optional.of(false);
              default -> Optional.empty();
            });
  }

  /** One of a few words, in any case. */
  public static OptionParser<String> choice(List<String> words) {
    return new OptionParser<>(
        words.stream().map(word -> "'" + word + "'").collect(Collectors.joining(" or ")),
        text -> words.stream().filter(text::equalsIgnoreCase).findFirst());
  }

  /** A whole number in a range, which {@code expected} describes. */
  public static OptionParser<Long> whole(String expected, long min, long max) {
    return new OptionParser<>(
        expected,
        text ->
            wholeNumber(text)
                .filter(n -> n.compareTo(LONG_MIN) >= 0 && n.compareTo(LONG_MAX) <= 0)
                .map(BigInteger::longValue)
                .filter(n -> n >= min && n <= max));
  }

  public static OptionParser<Long> whole(long min, long max) {
    return whole("a whole number from " + min + " to " + max, min, max);
  }

  /** As {@link #whole}, except that a greater number is taken for {@link Long#MAX_VALUE}. */
  public static OptionParser<Long> wholeOrMore(String expected, long min) {
    return new OptionParser<>(
        expected,
        text ->
            wholeNumber(text)
                .map(n -> n.min(LONG_MAX).max(LONG_MIN).longValue())
                .filter(n -> n >= min));
  }

  /** A number in decimal or scientific notation. */
  public static OptionParser<BigDecimal> number(String expected, BigDecimal min, BigDecimal max) {
    return new OptionParser<>(
        expected,
        text ->
            NUMBER.matcher(text.trim()).matches()
                ? Optional.of(new BigDecimal(text.trim()))
                    .filter(n -> n.compareTo(min) >= 0 && n.compareTo(max) <= 0)
                : Optional.empty());
  }

  /** A probability. */
  public static OptionParser<Double> fraction() {
    OptionParser<BigDecimal> number =
        number("a number from 0 to 1", BigDecimal.ZERO, BigDecimal.ONE);
    return new OptionParser<>(
        number.expected(), text -> number.parse().apply(text).map(BigDecimal::doubleValue));
  }

  /** A number and a unit from days to nanoseconds; milliseconds where there is no unit. */
  public static OptionParser<Duration> duration() {
    return new OptionParser<>("a duration such as '10 s' or '2 h'", OptionParser::parseDuration);
  }

  private static Optional<BigInteger> wholeNumber(String text) {
    String trimmed = text.trim();
    return WHOLE.matcher(trimmed).matches()
        ? Optional.of(new BigInteger(trimmed))
        : Optional.empty();
  }

  private static Optional<Duration> parseDuration(String text) {
    Matcher matcher = DURATION.matcher(text.trim().toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String name = matcher.group(2);
    Duration unit = unit(name);
    if (unit == null && name.length() > 3 && name.endsWith("s")) {
      unit = unit(name.substring(0, name.length() - 1));
    }
    if (unit == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(unit.multipliedBy(Long.parseLong(matcher.group(1))));
    } catch (ArithmeticException e) {
      return Optional.empty();
    }
  }

  private static @Nullable Duration unit(String name) {
    return UNITS.get(UNIT_NAMES.getOrDefault(name, name));
  }
}
