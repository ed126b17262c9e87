package io.leat.jdbc;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values as text: what {@code CAST(… AS STRING)} gives, except that bytes are hexadecimal digits. A
 * second has as many fractional digits as the type has.
 */
final class ValueText {
  private static final int MONTHS = 12;

  /** What text inside a nested value is quoted for. */
  private static final String SPECIAL = ",=\"\\[]{}()";

  private ValueText() {}

  static String of(@Nullable Object value, ColumnType type) {
    if (value == null) {
      return "NULL";
    }
    return switch (type.kind()) {
      case BOOLEAN -> value.toString().toUpperCase(Locale.ROOT);
      case DECIMAL -> ((BigDecimal) value).toPlainString();
      case BINARY -> HexFormat.of().formatHex((byte[]) value);
      case TIME -> time((LocalTime) value, type.digits());
      case TIMESTAMP -> dateTime((LocalDateTime) value, type.digits());
      case TIMESTAMP_LTZ -> zoned((ZonedDateTime) value, type.digits());
      case DATE -> date((LocalDate) value);
      case YEAR_MONTH -> {
        long months = ((Period) value).toTotalMonths();
        long size = Math.abs(months);
        yield (months < 0 ? "-" : "+") + size / MONTHS + "-" + "%02d".formatted(size % MONTHS);
      }
      case DAY_TIME -> {
        Duration size = ((Duration) value).abs();
        yield (((Duration) value).isNegative() ? "-" : "+")
            + size.toDays()
            + " "
            + time(
                LocalTime.of(size.toHoursPart(), size.toMinutesPart(), size.toSecondsPart())
                    .withNano(size.toNanosPart()),
                type.digits());
      }
      case ARRAY -> {
        List<String> parts = new ArrayList<>();
        for (Object element : (List<?>) value) {
          parts.add(part(element, type.parts().get(0)));
        }
        yield "[" + String.join(", ", parts) + "]";
      }
      case MAP -> {
        List<String> parts = new ArrayList<>();
        for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
          parts.add(
              part(entry.getKey(), type.parts().get(0))
                  + "="
                  + part(entry.getValue(), type.parts().get(1)));
        }
        yield "{" + String.join(", ", parts) + "}";
      }
      case ROW -> {
        List<String> parts = new ArrayList<>();
        List<?> fields = (List<?>) value;
        for (int i = 0; i < fields.size(); i++) {
          parts.add(part(fields.get(i), type.parts().get(i)));
        }
        yield "(" + String.join(", ", parts) + ")";
      }
      default -> value.toString();
    };
  }

  /** Inside a nested value, text that could be taken for something else stands in quotes. */
  private static String part(@Nullable Object value, ColumnType type) {
    if (!(value instanceof String text) || !needsQuotes(text)) {
      return of(value, type);
    }
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static boolean needsQuotes(String text) {
    return text.isEmpty()
        || text.equalsIgnoreCase("NULL")
        || !text.equals(text.strip())
        || text.chars().anyMatch(c -> SPECIAL.indexOf(c) >= 0);
  }

  private static String date(LocalDate date) {
    return "%04d-%02d-%02d".formatted(date.getYear(), date.getMonthValue(), date.getDayOfMonth());
  }

  private static String dateTime(LocalDateTime value, int digits) {
    return date(value.toLocalDate()) + " " + time(value.toLocalTime(), digits);
  }

  /** With its offset where the zone's clock shows that time once more than before. */
  private static String zoned(ZonedDateTime value, int digits) {
    String text = dateTime(value.toLocalDateTime(), digits);
    boolean again = !value.withEarlierOffsetAtOverlap().getOffset().equals(value.getOffset());
    return again ? text + value.getOffset() : text;
  }

  private static String time(LocalTime time, int digits) {
    String whole = "%02d:%02d:%02d".formatted(time.getHour(), time.getMinute(), time.getSecond());
    return digits == 0
        ? whole
        : whole + "." + "%09d".formatted(time.getNano()).substring(0, Math.min(9, digits));
  }
}
