package io.leat.runtime.connector.format;

import io.leat.runtime.data.BooleanColumn;
import io.leat.runtime.data.BoxedValues;
import io.leat.runtime.data.BytesColumn;
import io.leat.runtime.data.Column;
import io.leat.runtime.data.IntColumn;
import io.leat.runtime.data.LongColumn;
import io.leat.runtime.error.RowException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.types.ScalarType;
import io.leat.runtime.types.TypeKind;
import io.leat.runtime.types.ValueText;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Values of a scalar type from their text in bytes: the usual spellings at once, all others by way
 * of {@link ValueText}, as CAST reads them. Binary values are base64. Text that is longer than the
 * type's length is refused, not cut.
 */
public final class FieldReader {
  private final ScalarType type;
  private final TypeKind kind;
  private final ZoneId zone;
  private final boolean isText;
  private final boolean isVariant;
  private final boolean isTime;
  private final TimeReader times;
  private final @Nullable NumberReader numbers;

  public FieldReader(ScalarType type, ZoneId zone) {
    this.type = type;
    this.kind = type.kind();
    this.zone = zone;
    this.isText = kind == TypeKind.VARCHAR && type.precision() == ScalarType.UNBOUNDED;
    this.isVariant = kind == TypeKind.VARIANT;
    this.isTime =
        (kind == TypeKind.TIMESTAMP || kind == TypeKind.TIMESTAMP_LTZ) && type.precision() <= 6;
    this.times = new TimeReader(type);
    this.numbers = NumberReader.reads(type) ? NumberReader.of(type) : null;
  }

  public ScalarType type() {
    return type;
  }

  /** Whether the type is STRING: of it, text of ASCII is its own value. */
  public boolean isText() {
    return isText;
  }

  public boolean isVariant() {
    return isVariant;
  }

  /** Whether {@link #append(DecimalDigits, Column)} takes the usual values of the type. */
  public boolean isNumber() {
    return numbers != null;
  }

  /**
   * Appends a number that has been scanned.
   *
   * @return false if nothing has been appended: then its text is to be read as any other
   */
  public boolean append(DecimalDigits number, Column column) {
    return numbers != null && numbers.append(number, column);
  }

  /**
   * Appends the value.
   *
   * @throws RowException if the text is none of the type; nothing has been appended then
   */
  public void append(byte[] bytes, int from, int to, Column column) {
    if (isText) {
      requireUtf8(bytes, from, to);
      ((BytesColumn) column).append(bytes, from, to - from);
    } else if (kind == TypeKind.BINARY || kind == TypeKind.VARBINARY) {
      appendBinary(bytes, from, to, (BytesColumn) column);
    } else if (!appendUsual(bytes, from, to, column)) {
      appendUnusual(bytes, from, to, column);
    }
  }

  private boolean appendUsual(byte[] bytes, int from, int to, Column column) {
    if (numbers != null) {
      return numbers.append(bytes, from, to, column);
    }
    if (isTime) {
      return times.appendTimestamp(bytes, from, to, (LongColumn) column);
    }
    return switch (kind) {
      case DATE -> times.appendDate(bytes, from, to, (IntColumn) column);
      case BOOLEAN -> appendBoolean(bytes, from, to, (BooleanColumn) column);
      default -> false;
    };
  }

  private static void requireUtf8(byte[] bytes, int from, int to) {
    if (!ByteSearch.isUtf8(bytes, from, to)) {
      throw new RowException(SqlState.CHARACTER_NOT_IN_REPERTOIRE, "the text is not valid UTF-8");
    }
  }

  private static boolean appendBoolean(byte[] bytes, int from, int to, BooleanColumn column) {
    int length = to - from;
    if (length == 4 && is(bytes, from, "true")) {
      column.append(true);
      return true;
    }
    if (length == 5 && is(bytes, from, "false")) {
      column.append(false);
      return true;
    }
    return false;
  }

  private static boolean is(byte[] bytes, int from, String word) {
    for (int i = 0; i < word.length(); i++) {
      if (bytes[from + i] != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private void appendBinary(byte[] bytes, int from, int to, BytesColumn column) {
    byte[] value;
    try {
      value = Base64.getDecoder().decode(Arrays.copyOfRange(bytes, from, to));
    } catch (IllegalArgumentException e) {
      throw new RowException(
          SqlState.INVALID_CAST_VALUE,
          "'" + text(bytes, from, Math.min(to, from + 100)) + "' is not base64");
    }
    if (value.length > type.precision()
        || (kind == TypeKind.BINARY && value.length != type.precision())) {
      throw new RowException(
          SqlState.STRING_TRUNCATED, value.length + " bytes do not fit " + type.sqlName());
    }
    column.append(value, 0, value.length);
  }

  private void appendUnusual(byte[] bytes, int from, int to, Column column) {
    requireUtf8(bytes, from, to);
    String text = text(bytes, from, to);
    if (kind.isCharacter() && text.codePointCount(0, text.length()) > type.precision()) {
      throw new RowException(SqlState.STRING_TRUNCATED, "the text does not fit " + type.sqlName());
    }
    BoxedValues.append(column, type, ValueText.parse(text, type, zone));
  }

  private static String text(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }
}
