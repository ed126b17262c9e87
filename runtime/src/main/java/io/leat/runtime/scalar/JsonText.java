package io.leat.runtime.scalar;

import io.leat.runtime.data.BoxedValues;
import io.leat.runtime.data.BytesColumn;
import io.leat.runtime.data.Column;
import io.leat.runtime.json.JsonBuffer;
import io.leat.runtime.types.ArrayType;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.MapType;
import io.leat.runtime.types.MultisetType;
import io.leat.runtime.types.RowType;
import io.leat.runtime.types.ScalarType;
import io.leat.runtime.types.ValueText;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON in UTF-8, written value by value. */
public final class JsonText {
  private final JsonBuffer out;

  public JsonText(JsonBuffer out) {
    this.out = out;
  }

  /**
   * The value of a column's row: numbers and truth values as they are, bytes in base 64, arrays as
   * arrays, maps and rows as objects, all others as the text that a cast gives.
   */
  public void value(Column column, int row, DataType type) {
    if (column instanceof BytesColumn text && type.kind().isCharacter() && !column.isNull(row)) {
      out.string(text.heap(), text.start(row), text.start(row) + text.length(row));
    } else {
      value(BoxedValues.get(column, row, type), type);
    }
  }

  public void value(@Nullable Object value, DataType type) {
    if (value == null) {
      out.ascii("null");
      return;
    }
    switch (type.kind()) {
      case BOOLEAN -> out.ascii(value.toString());
      case TINYINT, SMALLINT, INTEGER, BIGINT, DECIMAL ->
          out.ascii(ValueText.of(value, type, ZoneOffset.UTC));
      case FLOAT, DOUBLE -> {
        if (Double.isFinite(((Number) value).doubleValue())) {
          out.ascii(ValueText.of(value, type, ZoneOffset.UTC));
        } else {
          out.string(value.toString());
        }
      }
      case BINARY, VARBINARY -> out.string(Base64.getEncoder().encodeToString((byte[]) value));
      case VARIANT -> {
        byte[] json = ((String) value).getBytes(StandardCharsets.UTF_8);
        out.put(json, 0, json.length);
      }
      case ARRAY -> list((List<?>) value, ((ArrayType) type).element());
      case MAP -> object((Map<?, ?>) value, ((MapType) type).key(), ((MapType) type).value());
      case MULTISET ->
          object((Map<?, ?>) value, ((MultisetType) type).element(), ScalarType.INTEGER);
      case ROW -> row((List<?>) value, (RowType) type);
      default -> out.string(ValueText.of(value, type, ZoneOffset.UTC));
    }
  }

  private void list(List<?> values, DataType type) {
    char before = '[';
    for (Object element : values) {
      out.put(before);
      value(element, type);
      before = ',';
    }
    out.ascii(before == '[' ? "[]" : "]");
  }

  private void object(Map<?, ?> entries, DataType keyType, DataType valueType) {
    char before = '{';
    for (Map.Entry<?, ?> entry : entries.entrySet()) {
      out.put(before);
      out.string(ValueText.of(entry.getKey(), keyType, ZoneOffset.UTC));
      out.put(':');
      value(entry.getValue(), valueType);
      before = ',';
    }
    out.ascii(before == '{' ? "{}" : "}");
  }

  private void row(List<?> fields, RowType type) {
    for (int i = 0; i < fields.size(); i++) {
      out.put(i == 0 ? '{' : ',');
      out.string(type.schema().name(i));
      out.put(':');
      value(fields.get(i), type.schema().type(i));
    }
    out.ascii(fields.isEmpty() ? "{}" : "}");
  }
}
