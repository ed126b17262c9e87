package io.leat.runtime.connector.format;

import io.leat.runtime.data.BooleanColumn;
import io.leat.runtime.data.BoxedValues;
import io.leat.runtime.data.BytesColumn;
import io.leat.runtime.data.Column;
import io.leat.runtime.data.IntColumn;
import io.leat.runtime.data.LongColumn;
import io.leat.runtime.json.JsonBuffer;
import io.leat.runtime.scalar.CivilDate;
import io.leat.runtime.types.ScalarType;
import io.leat.runtime.types.TypeKind;
import io.leat.runtime.types.ValueText;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Objects;

/**
 * The text of scalar values, as {@link FieldReader} reads it: as CAST writes it, but {@code true}
 * and {@code false} small, binary values in base64, and TIMESTAMP_LTZ in UTC with a {@code Z}.
 */
public final class FieldWriter {
  private static final ZoneId UTC = ZoneOffset.UTC;
  private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);
  private static final long MICROS_PER_DAY = 86_400_000_000L;

  /** Days of the years 0001 to 9999, which have four digits. */
  private static final int FIRST_DAY = CivilDate.day(1, 1, 1);

  private static final int DATE_BYTES = 10;
  private static final int LAST_DAY = CivilDate.day(9999, 12, 31);

  private final ScalarType type;
  private final TypeKind kind;
  private final char dateEnd;
  private final byte[] digits = new byte[20];

  /** A timestamp of up to six digits: the date, which stays for the next one, and the time. */
  private final byte[] time = new byte[DATE_BYTES + 17];

  /** The day whose date that is; at first none that is written. */
  private int lastDay = Integer.MIN_VALUE;

  /**
   * @param dateEnd what stands between date and time of a timestamp
   */
  public FieldWriter(ScalarType type, char dateEnd) {
    this.type = type;
    this.kind = type.kind();
    this.dateEnd = dateEnd;
  }

  public ScalarType type() {
    return type;
  }

  /** Whether the text has only characters that no format has to quote. */
  public boolean isPlain() {
    return !kind.isCharacter() && kind != TypeKind.VARIANT;
  }

  /** Whether the text is what the column holds. */
  public boolean isText() {
    return kind.isCharacter() || kind == TypeKind.VARIANT;
  }

  /** Writes the text of a value that is not NULL. */
  public void write(Column column, int row, JsonBuffer out) {
    switch (kind) {
      case BIGINT -> number(((LongColumn) column).get(row), out);
      case TINYINT, SMALLINT, INTEGER -> number(((IntColumn) column).get(row), out);
      case BOOLEAN -> {
        byte[] word = ((BooleanColumn) column).get(row) ? TRUE : FALSE;
        out.put(word, 0, word.length);
      }
      case CHAR, VARCHAR, VARIANT -> {
        BytesColumn text = (BytesColumn) column;
        out.put(text.heap(), text.start(row), text.start(row) + text.length(row));
      }
      case BINARY, VARBINARY -> {
        byte[] base64 = Base64.getEncoder().encode(((BytesColumn) column).get(row));
        out.put(base64, 0, base64.length);
      }
      case DATE -> date(((IntColumn) column).get(row), out);
      case TIMESTAMP, TIMESTAMP_LTZ -> {
        if (type.precision() <= 6) {
          timestamp(((LongColumn) column).get(row), column, row, out);
        } else {
          boxed(column, row, out);
        }
      }
      default -> boxed(column, row, out);
    }
  }

  private void number(long value, JsonBuffer out) {
    if (value == Long.MIN_VALUE) {
      out.ascii(Long.toString(value));
      return;
    }
    long rest = Math.abs(value);
    int at = digits.length;
    do {
      long tenth = rest / 10;
      digits[--at] = (byte) ('0' + rest - tenth * 10);
      rest = tenth;
    } while (rest > 0);
    if (value < 0) {
      digits[--at] = '-';
    }
    out.put(digits, at, digits.length);
  }

  private void date(int day, JsonBuffer out) {
    out.put(dateBytes(day), 0, DATE_BYTES);
  }

  /** The bytes of a date at the start of {@link #time}. */
  private byte[] dateBytes(int day) {
    if (day != lastDay) {
      lastDay = day;
      int packed = CivilDate.packed(day);
      int year = CivilDate.year(packed);
      two(year / 100, 0);
      two(year % 100, 2);
      time[4] = '-';
      two(CivilDate.month(packed), 5);
      time[7] = '-';
      two(CivilDate.dayOfMonth(packed), 8);
    }
    return time;
  }

  private void two(int value, int at) {
    time[at] = (byte) ('0' + value / 10);
    time[at + 1] = (byte) ('0' + value % 10);
  }

  private void timestamp(long micros, Column column, int row, JsonBuffer out) {
    long day = Math.floorDiv(micros, MICROS_PER_DAY);
    if (day < FIRST_DAY || day > LAST_DAY) {
      boxed(column, row, out);
      return;
    }
    byte[] text = dateBytes((int) day);
    long ofDay = micros - day * MICROS_PER_DAY;
    int seconds = (int) (ofDay / 1_000_000);
    text[10] = (byte) dateEnd;
    two(seconds / 3600, 11);
    text[13] = ':';
    two(seconds / 60 % 60, 14);
    text[16] = ':';
    two(seconds % 60, 17);
    int end = 19;
    if (type.precision() > 0) {
      text[end++] = '.';
      int rest = (int) (ofDay % 1_000_000);
      for (int i = 0, unit = 100_000; i < type.precision(); i++, unit /= 10) {
        text[end++] = (byte) ('0' + rest / unit % 10);
      }
    }
    if (kind == TypeKind.TIMESTAMP_LTZ) {
      text[end++] = 'Z';
    }
    out.put(text, 0, end);
  }

  private void boxed(Column column, int row, JsonBuffer out) {
    Object value = Objects.requireNonNull(BoxedValues.get(column, row, type));
    String text = ValueText.of(value, type, UTC);
    boolean timed = kind == TypeKind.TIMESTAMP || kind == TypeKind.TIMESTAMP_LTZ;
    out.ascii(timed ? text.replace(' ', dateEnd) : text);
    if (kind == TypeKind.TIMESTAMP_LTZ) {
      out.put('Z');
    }
  }
}
