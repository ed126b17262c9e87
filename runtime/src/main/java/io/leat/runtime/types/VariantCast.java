package io.leat.runtime.types;

import io.leat.runtime.error.RowException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.json.JsonNumbers;
import io.leat.runtime.json.JsonScanner;
import io.leat.runtime.json.JsonStrings;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The value in a VARIANT as a value of another type: JSON's null is NULL, a string its content, an
 * array an ARRAY or the fields of a ROW in order, an object a MAP or a ROW: by the fields' names, a
 * field that the object has not is NULL.
 */
final class VariantCast {
  private static final ScalarType NUMBER =
      ScalarType.decimal(ScalarType.MAX_DECIMAL_PRECISION, ScalarType.MAX_LONG_DECIMAL_PRECISION);

  private VariantCast() {}

  static @Nullable Object cast(String json, DataType to, ZoneId zone) {
    if (to.kind() == TypeKind.VARIANT) {
      return json;
    }
    char first = json.charAt(0);
    if (first == 'n') {
      return null;
    }
    if (to.kind().isNested()) {
      return nested(json, to, zone);
    }
    if (first == '"') {
      byte[] utf8 = json.getBytes(StandardCharsets.UTF_8);
      String text = new String(JsonStrings.plain(utf8, 1, utf8.length - 1), StandardCharsets.UTF_8);
      return ValueCast.cast(text, ScalarType.STRING, to, zone);
    }
    if (to.kind().isCharacter()) {
      return ValueText.limit(json, (ScalarType) to);
    }
    return switch (first) {
      case '{', '[' -> throw ValueText.invalid(json, to);
      case 't' -> cast(true, ScalarType.BOOLEAN, json, to, zone);
      case 'f' -> cast(false, ScalarType.BOOLEAN, json, to, zone);
      default -> {
        byte[] digits = json.getBytes(StandardCharsets.US_ASCII);
        BigDecimal number = JsonNumbers.value(digits, 0, digits.length);
        if (number == null) {
          throw new RowException(
              SqlState.NUMERIC_OUT_OF_RANGE, to.sqlName() + " out of range: " + json);
        }
        yield cast(number, NUMBER, json, to, zone);
      }
    };
  }

  private static @Nullable Object cast(
      Object value, ScalarType from, String json, DataType to, ZoneId zone) {
    if (!CastRules.explicit(from, to)) {
      throw ValueText.invalid(json, to);
    }
    return ValueCast.cast(value, from, to, zone);
  }

  private static Object nested(String json, DataType to, ZoneId zone) {
    boolean object = json.charAt(0) == '{';
    if (json.charAt(0) == '[') {
      List<String> values = new ArrayList<>(parts(json, false).values());
      if (to instanceof ArrayType array) {
        List<@Nullable Object> elements = new ArrayList<>(values.size());
        for (String value : values) {
          elements.add(part(value, array.element(), zone));
        }
        return Collections.unmodifiableList(elements);
      }
      if (to instanceof RowType row && row.schema().size() == values.size()) {
        return fields(row, values, zone);
      }
    } else if (object && to instanceof MapType map) {
      Map<@Nullable Object, @Nullable Object> entries = new LinkedHashMap<>();
      for (Map.Entry<String, String> member : parts(json, true).entrySet()) {
        Object key = ValueCast.cast(member.getKey(), ScalarType.STRING, map.key(), zone);
        NestedValues.put(entries, key, part(member.getValue(), map.value(), zone));
      }
      return Collections.unmodifiableMap(entries);
    } else if (object && to instanceof RowType row) {
      Map<String, String> members = parts(json, true);
      List<String> values = new ArrayList<>();
      for (RowSchema.Field field : row.schema().fields()) {
        values.add(member(members, field.name()));
      }
      return fields(row, values, zone);
    }
    throw ValueText.invalid(json, to);
  }

  /** Of the name as it is, or else without regard to case. */
  private static String member(Map<String, String> members, String name) {
    String exact = members.get(name);
    if (exact != null) {
      return exact;
    }
    for (Map.Entry<String, String> member : members.entrySet()) {
      if (member.getKey().equalsIgnoreCase(name)) {
        return member.getValue();
      }
    }
    return "null";
  }

  private static List<@Nullable Object> fields(RowType row, List<String> values, ZoneId zone) {
    List<@Nullable Object> fields = new ArrayList<>(values.size());
    for (int i = 0; i < values.size(); i++) {
      fields.add(part(values.get(i), row.schema().type(i), zone));
    }
    return Collections.unmodifiableList(fields);
  }

  private static @Nullable Object part(String json, DataType to, ZoneId zone) {
    Object value = cast(json, to, zone);
    if (value == null && !to.nullable()) {
      throw new RowException(SqlState.NULL_NOT_ALLOWED, "NULL inside is no " + to);
    }
    return value;
  }

  /** The members of an object, or the elements of an array by their places; canonical text. */
  private static Map<String, String> parts(String json, boolean object) {
    byte[] text = json.getBytes(StandardCharsets.UTF_8);
    Map<String, String> parts = new LinkedHashMap<>();
    int at = 1;
    while (at < text.length - 1) {
      String key = String.valueOf(at);
      if (object) {
        int keyEnd = JsonScanner.value(text, at, text.length, 0);
        byte[] plain = JsonStrings.plain(text, at + 1, keyEnd - 1);
        key = new String(plain, StandardCharsets.UTF_8);
        at = keyEnd + 1;
      }
      int end = JsonScanner.value(text, at, text.length, 0);
      parts.put(key, new String(text, at, end - at, StandardCharsets.UTF_8));
      at = end + 1;
    }
    return parts;
  }
}
