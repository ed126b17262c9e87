package io.leat.jdbc;

import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZonedDateTime;

/** Dates and times in columns of text: ISO's forms, with a space in place of the T, too. */
final class TemporalTexts {
  private TemporalTexts() {}

  /** A LocalDate, LocalTime, LocalDateTime or, if the text has an offset, ZonedDateTime. */
  static Object parse(String text, ColumnType type) throws SQLException {
    String iso = text.strip().replace(' ', 'T');
    try {
      int time = iso.indexOf('T');
      if (time < 0) {
        return iso.indexOf(':') > 0 ? LocalTime.parse(iso) : LocalDate.parse(iso);
      }
      boolean hasOffset =
          iso.endsWith("Z") || iso.indexOf('+', time) > 0 || iso.indexOf('-', time) > 0;
      return hasOffset ? ZonedDateTime.parse(iso) : LocalDateTime.parse(iso);
    } catch (DateTimeException e) {
      throw new LeatSQLException(
          "'" + text + "' in a column of type " + type.name() + " is not a date or time", "22007");
    }
  }
}
