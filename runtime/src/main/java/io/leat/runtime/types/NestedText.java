package io.leat.runtime.types;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the text forms of nested values: {@code [1, 2]}, <code>{k=v}</code>, {@code (1, a)}. Text
 * inside them is not quoted, so text that holds commas or brackets of its own cannot be told apart.
 */
final class NestedText {
  private NestedText() {}

  static Object parse(String text, DataType type, ZoneId zone) {
    String trimmed = text.trim();
    if (type instanceof ArrayType array) {
      List<@Nullable Object> values = new ArrayList<>();
      for (String part : parts(trimmed, '[', ']', type)) {
        values.add(value(part, array.element(), zone));
      }
      return Collections.unmodifiableList(values);
    }
    if (type instanceof RowType row) {
      List<String> parts = parts(trimmed, '(', ')', type);
      if (parts.size() != row.schema().size()) {
        throw ValueText.invalid(text, type);
      }
      List<@Nullable Object> values = new ArrayList<>();
      for (int i = 0; i < parts.size(); i++) {
        values.add(value(parts.get(i), row.schema().type(i), zone));
      }
      return Collections.unmodifiableList(values);
    }
    boolean isMap = type instanceof MapType;
    DataType keyType = isMap ? ((MapType) type).key() : ((MultisetType) type).element();
    DataType valueType = isMap ? ((MapType) type).value() : ScalarType.INTEGER;
    Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
    for (String part : parts(trimmed, '{', '}', type)) {
      int equals = split(part, '=', 0);
      if (equals == part.length()) {
        throw ValueText.invalid(text, type);
      }
      map.put(
          value(part.substring(0, equals), keyType, zone),
          value(part.substring(equals + 1), valueType, zone));
    }
    return Collections.unmodifiableMap(map);
  }

  private static @Nullable Object value(String text, DataType type, ZoneId zone) {
    return text.equals("NULL") ? null : ValueText.parse(text, type, zone);
  }

  private static List<String> parts(String text, char open, char close, DataType type) {
    int end = text.length() - 1;
    if (end < 1 || text.charAt(0) != open || text.charAt(end) != close) {
      throw ValueText.invalid(text, type);
    }
    String inner = text.substring(1, end);
    List<String> parts = new ArrayList<>();
    int from = 0;
    while (!inner.isEmpty() && from <= inner.length()) {
      int comma = split(inner, ',', from);
      parts.add(inner.substring(from, comma));
      from = comma + 1;
      if (from < inner.length() && inner.charAt(from) == ' ') {
        from++;
      }
    }
    return parts;
  }

  /** The place of a separator outside brackets, or the text's length. */
  private static int split(String text, char separator, int from) {
    int depth = 0;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '[' || c == '(' || c == '{') {
        depth++;
      } else if (c == ']' || c == ')' || c == '}') {
        depth--;
      } else if (c == separator && depth == 0) {
        return i;
      }
    }
    return text.length();
  }
}
