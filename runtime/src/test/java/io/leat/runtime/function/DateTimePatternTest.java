package io.leat.runtime.function;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.leat.runtime.data.Slice;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Formats without java.time write and read what java.time writes and reads. */
class DateTimePatternTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "yyyy-MM-dd HH:mm:ss",
        "yyyy-MM-dd'T'HH:mm:ss.SSSSSS",
        "yyyyMMddHHmmss",
        "dd.MM.yyyy HH:mm:ss.S",
        "d/M/yy H:m:s",
        "EEEE, dd MMMM uuuu",
        "EEE MMM d yyyy hh:mm:ss a",
        "'it''s' HH 'o''clock'",
        "DDD D Q QQ",
        "kk k KK K h",
        "SSSSSSSSS n",
        "y u",
        "YYYY-'W'ww-e",
        "G yyyy [HH]",
        "yyyy–MM–dd 日本",
      })
  void writesAndReadsLikeJavaTime(String pattern) {
    DateTimeFormatter formatter = DateTimeFormatter.ofPattern(pattern, Locale.US);
    DateTimePattern own = DateTimePattern.ofJava(pattern);
    Random random = new Random(pattern.hashCode());
    Slice out = new Slice();
    Slice in = new Slice();
    long first = LocalDate.of(1, 1, 1).toEpochDay();
    long last = LocalDate.of(9999, 12, 31).toEpochDay();
    for (int i = 0; i < 5_000; i++) {
      long day = first + (long) (random.nextDouble() * (last - first));
      long nanos = (long) (random.nextDouble() * 86_400e9);
      LocalDateTime value =
          LocalDateTime.of(LocalDate.ofEpochDay(day), LocalTime.ofNanoOfDay(nanos));
      long micros = day * 86_400_000_000L + nanos / 1000;
      own.write(micros, (int) (nanos % 1000), out);
      String text = formatter.format(value);
      assertEquals(text, out.toString());
      in.set(text);
      long quick = own.parseQuickly(in);
      if (quick != DateTimePattern.NONE) {
        TemporalAccessor parsed = formatter.parse(text);
        LocalDate date = parsed.query(TemporalQueries.localDate());
        LocalTime time = parsed.query(TemporalQueries.localTime());
        LocalDateTime read =
            LocalDateTime.of(
                date == null ? LocalDate.EPOCH : date, time == null ? LocalTime.MIDNIGHT : time);
        assertEquals(
            read.toEpochSecond(ZoneOffset.UTC) * 1_000_000 + read.getNano() / 1000, quick, text);
      }
    }
  }
}
