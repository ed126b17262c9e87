package io.leat.sql.parse;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.sql.SqlIntervalLiteral;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.parser.SqlParserPos;

/** INTERVAL '1 day 2 hours', INTERVAL '1 year 2 months', INTERVAL '2 days 03:04:05.678'. */
public final class IntervalText {
  private static final Pattern PART =
      Pattern.compile(
          "\\s*(?:([+-]?)(\\d+):(\\d{2})(?::(\\d{2}(?:\\.\\d{1,9})?))?|([+-]?\\d+(?:\\.\\d+)?)\\s*([a-zA-Z]+))(?=\\s|$|[+-])");

  private static final BigDecimal NANOS_PER_SECOND = BigDecimal.valueOf(1_000_000_000L);

  /** Units in nanoseconds. */
  private static final Map<String, BigDecimal> TIME_UNITS =
      Map.ofEntries(
          Map.entry("week", seconds(7 * 86_400)),
          Map.entry("w", seconds(7 * 86_400)),
          Map.entry("day", seconds(86_400)),
          Map.entry("d", seconds(86_400)),
          Map.entry("hour", seconds(3_600)),
          Map.entry("hr", seconds(3_600)),
          Map.entry("h", seconds(3_600)),
          Map.entry("minute", seconds(60)),
          Map.entry("min", seconds(60)),
          Map.entry("m", seconds(60)),
          Map.entry("second", seconds(1)),
          Map.entry("sec", seconds(1)),
          Map.entry("s", seconds(1)),
          Map.entry("millisecond", BigDecimal.valueOf(1_000_000)),
          Map.entry("ms", BigDecimal.valueOf(1_000_000)),
          Map.entry("microsecond", BigDecimal.valueOf(1_000)),
          Map.entry("us", BigDecimal.valueOf(1_000)),
          Map.entry("nanosecond", BigDecimal.ONE),
          Map.entry("ns", BigDecimal.ONE));

  /** Units in months. */
  private static final Map<String, BigDecimal> MONTH_UNITS =
      Map.of(
          "month", BigDecimal.ONE,
          "mon", BigDecimal.ONE,
          "quarter", BigDecimal.valueOf(3),
          "year", BigDecimal.valueOf(12),
          "yr", BigDecimal.valueOf(12),
          "y", BigDecimal.valueOf(12),
          "decade", BigDecimal.valueOf(120),
          "century", BigDecimal.valueOf(1200));

  private final String text;
  private final SqlParserPos pos;
  private BigDecimal nanos = BigDecimal.ZERO;
  private BigDecimal months = BigDecimal.ZERO;
  private boolean hasTime;

  /** Whether a unit shorter than a day is named. */
  private boolean hasClock;

  private boolean hasMonths;

  private IntervalText(String text, SqlParserPos pos) {
    this.text = text;
    this.pos = pos;
  }

  private static BigDecimal seconds(long seconds) {
    return BigDecimal.valueOf(seconds).multiply(NANOS_PER_SECOND);
  }

  /** The literal for a text that names its units; the sign multiplies the whole. */
  public static SqlIntervalLiteral parse(String text, int sign, SqlParserPos pos) {
    IntervalText interval = new IntervalText(text, pos);
    interval.read();
    return interval.literal(sign);
  }

  private void read() {
    Matcher matcher = PART.matcher(text);
    int end = 0;
    while (end < text.length() && matcher.region(end, text.length()).lookingAt()) {
      if (matcher.group(5) != null) {
        add(new BigDecimal(matcher.group(5)), matcher.group(6));
      } else {
        addClock(matcher);
      }
      end = matcher.end();
    }
    if (!text.substring(end).isBlank() || !hasTime && !hasMonths) {
      throw invalid("write for example INTERVAL '1 day 2 hours' or INTERVAL '5' MINUTE");
    }
    if (hasTime && hasMonths) {
      throw SyntaxError.unsupported(
          "an interval cannot hold both months and days",
          "add two intervals, one of years and months and one of days and time",
          pos);
    }
  }

  private void add(BigDecimal amount, String unit) {
    String name = unit.toLowerCase(Locale.ROOT);
    String singular =
        name.equals("centuries")
            ? "century"
            : name.length() > 2 && name.endsWith("s") ? name.substring(0, name.length() - 1) : name;
    BigDecimal time = TIME_UNITS.get(singular);
    BigDecimal month = MONTH_UNITS.get(singular);
    if (time != null) {
      hasClock |= time.compareTo(seconds(86_400)) < 0;
      nanos = nanos.add(amount.multiply(time));
      hasTime = true;
    } else if (month != null) {
      months = months.add(amount.multiply(month));
      hasMonths = true;
    } else {
      throw invalid("\"" + unit + "\" is no unit of time");
    }
  }

  private void addClock(Matcher matcher) {
    BigDecimal clock =
        new BigDecimal(matcher.group(2))
            .multiply(seconds(3_600))
            .add(new BigDecimal(matcher.group(3)).multiply(seconds(60)));
    if (matcher.group(4) != null) {
      clock = clock.add(new BigDecimal(matcher.group(4)).multiply(NANOS_PER_SECOND));
    }
    nanos = matcher.group(1).equals("-") ? nanos.subtract(clock) : nanos.add(clock);
    hasTime = true;
    hasClock = true;
  }

  private SqlIntervalLiteral literal(int sign) {
    BigDecimal total = hasTime ? nanos : months;
    if (total.stripTrailingZeros().scale() > 0) {
      throw invalid("it is no whole number of " + (hasTime ? "nanoseconds" : "months"));
    }
    int signum = total.signum() < 0 ? -sign : sign;
    BigDecimal size = total.abs();
    return hasTime ? dayTime(size, signum) : yearMonth(size, signum);
  }

  private SqlIntervalLiteral yearMonth(BigDecimal size, int sign) {
    BigDecimal[] years = size.divideAndRemainder(BigDecimal.valueOf(12));
    String digits = years[0].toBigInteger().toString();
    SqlIntervalQualifier qualifier =
        new SqlIntervalQualifier(TimeUnit.YEAR, startPrecision(digits), TimeUnit.MONTH, -1, pos);
    return SqlLiteral.createInterval(sign, digits + "-" + years[1].intValue(), qualifier, pos);
  }

  private SqlIntervalLiteral dayTime(BigDecimal size, int sign) {
    BigDecimal[] days = size.divideAndRemainder(seconds(86_400));
    long rest = days[1].longValueExact();
    long second = rest / 1_000_000_000L;
    long fraction = rest % 1_000_000_000L;
    String digits = days[0].toBigInteger().toString();
    if (rest == 0 && !hasClock) {
      SqlIntervalQualifier qualifier =
          new SqlIntervalQualifier(TimeUnit.DAY, startPrecision(digits), null, -1, pos);
      return SqlLiteral.createInterval(sign, digits, qualifier, pos);
    }
    String clock =
        String.format(
            Locale.ROOT,
            "%s %02d:%02d:%02d",
            digits,
            second / 3_600,
            second / 60 % 60,
            second % 60);
    int fractionDigits = -1;
    if (fraction != 0) {
      String nine = String.format(Locale.ROOT, "%09d", fraction);
      String shortest = nine.replaceAll("0+$", "");
      clock += "." + shortest;
      fractionDigits = shortest.length() > 6 ? shortest.length() : -1;
    }
    SqlIntervalQualifier qualifier =
        new SqlIntervalQualifier(
            TimeUnit.DAY, startPrecision(digits), TimeUnit.SECOND, fractionDigits, pos);
    return SqlLiteral.createInterval(sign, clock, qualifier, pos);
  }

  /** The default of two digits, or as many as there are. */
  private int startPrecision(String digits) {
    if (digits.length() > 10) {
      throw invalid("it is too large");
    }
    return digits.length() > 2 ? digits.length() : -1;
  }

  private SyntaxError invalid(String reason) {
    return SyntaxError.at("invalid interval '" + text + "': " + reason, pos);
  }
}
