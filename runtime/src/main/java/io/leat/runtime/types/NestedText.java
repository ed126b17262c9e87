package io.leat.runtime.types;

import io.leat.runtime.error.RowException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The text forms of nested values: {@code [1, 2]} for ARRAY, <code>{k=v}</code> for MAP and
 * MULTISET (an element and how often it occurs), {@code (1, a)} for ROW. Text and bytes inside
 * stand in double quotes where they could be taken for something else: if they are empty, are the
 * word NULL, begin or end with a space, or hold one of <code>, = " \ [ ] { } ( )</code>; a
 * backslash stands before a quote or backslash in them.
 */
final class NestedText {
  private static final String SPECIAL = ",=\"\\[]{}()";

  private final String text;
  private final DataType whole;
  private final ZoneId zone;
  private int at;

  private NestedText(String text, DataType whole, ZoneId zone) {
    this.text = text;
    this.whole = whole;
    this.zone = zone;
  }

  /** Appends the text of a nested value. */
  static void write(Object value, DataType type, ZoneId zone, StringBuilder out) {
    if (type instanceof ArrayType array) {
      String separator = "[";
      for (Object element : (List<?>) value) {
        out.append(separator);
        separator = ", ";
        part(element, array.element(), zone, out);
      }
      out.append(separator.equals("[") ? "[]" : "]");
    } else if (type instanceof RowType row) {
      out.append('(');
      int index = 0;
      for (Object field : (List<?>) value) {
        out.append(index == 0 ? "" : ", ");
        part(field, row.schema().type(index++), zone, out);
      }
      out.append(')');
    } else {
      DataType valueType = type instanceof MapType map ? map.value() : ScalarType.INTEGER;
      String separator = "{";
      for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
        out.append(separator);
        separator = ", ";
        part(entry.getKey(), keyType(type), zone, out);
        out.append('=');
        part(entry.getValue(), valueType, zone, out);
      }
      out.append(separator.equals("{") ? "{}" : "}");
    }
  }

  private static DataType keyType(DataType type) {
    return type instanceof MapType map ? map.key() : ((MultisetType) type).element();
  }

  private static void part(@Nullable Object value, DataType type, ZoneId zone, StringBuilder out) {
    if (value != null && type.kind().isNested()) {
      write(value, type, zone, out);
      return;
    }
    String plain = ValueText.of(value, type, zone);
    boolean isText = type.kind().isCharacter() || type.kind().isBinary();
    if (value == null || !isText || !needsQuotes(plain)) {
      out.append(plain);
      return;
    }
    out.append('"');
    for (int i = 0; i < plain.length(); i++) {
      char c = plain.charAt(i);
      out.append(c == '"' || c == '\\' ? "\\" : "").append(c);
    }
    out.append('"');
  }

  private static boolean needsQuotes(String plain) {
    return plain.isEmpty()
        || plain.equalsIgnoreCase("NULL")
        || !plain.equals(plain.strip())
        || plain.chars().anyMatch(c -> SPECIAL.indexOf(c) >= 0);
  }

  /**
   * The value of a text.
   *
   * @throws RowException if it is none of the type
   */
  static Object parse(String text, DataType type, ZoneId zone) {
    NestedText reader = new NestedText(text, type, zone);
    Object value = reader.nested(type);
    reader.skipSpaces();
    if (reader.at != text.length()) {
      throw reader.invalid();
    }
    return value;
  }

  private Object nested(DataType type) {
    if (type instanceof ArrayType array) {
      List<@Nullable Object> values = new ArrayList<>();
      expect('[');
      while (more(values.size(), ']')) {
        values.add(part(array.element(), ']'));
      }
      return Collections.unmodifiableList(values);
    }
    if (type instanceof RowType row) {
      List<@Nullable Object> values = new ArrayList<>();
      expect('(');
      while (more(values.size(), ')')) {
        if (values.size() == row.schema().size()) {
          throw invalid();
        }
        values.add(part(row.schema().type(values.size()), ')'));
      }
      if (values.size() != row.schema().size()) {
        throw invalid();
      }
      return Collections.unmodifiableList(values);
    }
    DataType valueType = type instanceof MapType map ? map.value() : ScalarType.INTEGER;
    Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
    expect('{');
    for (int count = 0; more(count, '}'); count++) {
      Object key = part(keyType(type), '=');
      expect('=');
      Object value = part(valueType, '}');
      if (type.kind() == TypeKind.MULTISET && !(value instanceof Integer number && number > 0)) {
        throw invalid();
      }
      map.put(key, value);
    }
    return Collections.unmodifiableMap(map);
  }

  /** Whether another part follows, behind a comma if it is not the first; else takes the end. */
  private boolean more(int count, char close) {
    skipSpaces();
    if (at < text.length() && text.charAt(at) == close) {
      at++;
      return false;
    }
    if (count > 0) {
      expect(',');
    }
    return true;
  }

  private @Nullable Object part(DataType type, char close) {
    skipSpaces();
    if (at == text.length()) {
      throw invalid();
    }
    if (text.charAt(at) == '"') {
      return ValueText.parse(quoted(), type, zone);
    }
    if (type.kind().isNested() && "[({".indexOf(text.charAt(at)) >= 0) {
      return nested(type);
    }
    int start = at;
    while (at < text.length() && text.charAt(at) != ',' && text.charAt(at) != close) {
      at++;
    }
    String plain = text.substring(start, at).strip();
    if (!plain.equalsIgnoreCase("NULL")) {
      return ValueText.parse(plain, type, zone);
    }
    if (!type.nullable()) {
      throw invalid();
    }
    return null;
  }

  private String quoted() {
    StringBuilder content = new StringBuilder();
    for (at++; at < text.length() && text.charAt(at) != '"'; at++) {
      if (text.charAt(at) == '\\' && at + 1 < text.length()) {
        at++;
      }
      content.append(text.charAt(at));
    }
    expect('"');
    return content.toString();
  }

  private void skipSpaces() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private void expect(char c) {
    if (c != '"') {
      skipSpaces();
    }
    if (at == text.length() || text.charAt(at) != c) {
      throw invalid();
    }
    at++;
  }

  private RowException invalid() {
    return ValueText.invalid(text, whole);
  }
}
