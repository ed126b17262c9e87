package io.leat.runtime.aggregate;

import io.leat.runtime.data.BoxedValues;
import io.leat.runtime.data.BytesColumn;
import io.leat.runtime.data.Column;
import io.leat.runtime.types.ArrayType;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.MapType;
import io.leat.runtime.types.MultisetType;
import io.leat.runtime.types.RowType;
import io.leat.runtime.types.ScalarType;
import io.leat.runtime.types.ValueText;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON (RFC 8259) in UTF-8, written value by value. */
final class JsonText {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final int FIRST_PRINTABLE = 0x20;

  private byte[] bytes = new byte[256];
  private int size;

  void clear() {
    size = 0;
  }

  void appendTo(BytesColumn target) {
    target.append(bytes, 0, size);
  }

  /** One character of ASCII. */
  void put(char character) {
    reserve(1);
    bytes[size++] = (byte) character;
  }

  private void raw(String ascii) {
    for (int i = 0; i < ascii.length(); i++) {
      put(ascii.charAt(i));
    }
  }

  /**
   * The value of a column's row: numbers and truth values as they are, bytes in base 64, arrays as
   * arrays, maps and rows as objects, all others as the text that a cast gives.
   */
  void value(Column column, int row, DataType type) {
    if (column instanceof BytesColumn text && type.kind().isCharacter() && !column.isNull(row)) {
      string(text.heap(), text.start(row), text.length(row));
    } else {
      value(BoxedValues.get(column, row, type), type);
    }
  }

  private void value(@Nullable Object value, DataType type) {
    if (value == null) {
      raw("null");
      return;
    }
    switch (type.kind()) {
      case BOOLEAN -> raw(value.toString());
      case TINYINT, SMALLINT, INTEGER, BIGINT, DECIMAL ->
          raw(ValueText.of(value, type, ZoneOffset.UTC));
      case FLOAT, DOUBLE -> {
        if (Double.isFinite(((Number) value).doubleValue())) {
          raw(ValueText.of(value, type, ZoneOffset.UTC));
        } else {
          string(value.toString());
        }
      }
      case BINARY, VARBINARY -> string(Base64.getEncoder().encodeToString((byte[]) value));
      case ARRAY -> list((List<?>) value, ((ArrayType) type).element());
      case MAP -> object((Map<?, ?>) value, ((MapType) type).key(), ((MapType) type).value());
      case MULTISET ->
          object((Map<?, ?>) value, ((MultisetType) type).element(), ScalarType.INTEGER);
      case ROW -> row((List<?>) value, (RowType) type);
      default -> string(ValueText.of(value, type, ZoneOffset.UTC));
    }
  }

  private void list(List<?> values, DataType type) {
    char before = '[';
    for (Object element : values) {
      put(before);
      value(element, type);
      before = ',';
    }
    raw(before == '[' ? "[]" : "]");
  }

  private void object(Map<?, ?> entries, DataType keyType, DataType valueType) {
    char before = '{';
    for (Map.Entry<?, ?> entry : entries.entrySet()) {
      put(before);
      string(ValueText.of(entry.getKey(), keyType, ZoneOffset.UTC));
      put(':');
      value(entry.getValue(), valueType);
      before = ',';
    }
    raw(before == '{' ? "{}" : "}");
  }

  private void row(List<?> fields, RowType type) {
    for (int i = 0; i < fields.size(); i++) {
      put(i == 0 ? '{' : ',');
      string(type.schema().name(i));
      put(':');
      value(fields.get(i), type.schema().type(i));
    }
    raw(fields.isEmpty() ? "{}" : "}");
  }

  private void string(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    string(utf8, 0, utf8.length);
  }

  /** Text in quotes, with what JSON does not allow in it escaped. */
  private void string(byte[] source, int start, int length) {
    put('"');
    for (int i = start; i < start + length; i++) {
      byte value = source[i];
      if (value == '"' || value == '\\') {
        put('\\');
        put((char) value);
      } else if (value >= 0 && value < FIRST_PRINTABLE) {
        control(value);
      } else {
        reserve(1);
        bytes[size++] = value;
      }
    }
    put('"');
  }

  private void control(byte value) {
    put('\\');
    switch (value) {
      case '\b' -> put('b');
      case '\f' -> put('f');
      case '\n' -> put('n');
      case '\r' -> put('r');
      case '\t' -> put('t');
      default -> {
        raw("u00");
        put((char) HEX[value >> 4]);
        put((char) HEX[value & 0xf]);
      }
    }
  }

  private void reserve(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, bytes.length * 2);
    }
  }
}
