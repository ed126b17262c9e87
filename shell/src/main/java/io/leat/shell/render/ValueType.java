package io.leat.shell.render;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a type's name tells of values inside a value, and which text is JSON already.
 *
 * @param kind {@code ARRAY}, {@code ROW}, {@code VARIANT} or the like
 * @param digits of a second, where the type has them
 * @param fields the names of a row's fields; empty for other types
 * @param parts the types of elements, of keys and values, or of fields
 */
record ValueType(String kind, int digits, List<String> fields, List<ValueType> parts) {
  static final ValueType UNKNOWN = new ValueType("", 0, List.of(), List.of());
  private static final Pattern DIGITS = Pattern.compile("\\((\\d)\\)(?: NOT NULL)?$");

  /** Reads {@code ARRAY<INT NOT NULL>}, {@code ROW<a INT, `b c` MAP<STRING, VARIANT>>}. */
  static ValueType of(String typeName) {
    int open = typeName.indexOf('<');
    int close = typeName.lastIndexOf('>');
    int end = 0;
    while (end < typeName.length() && Character.isLetterOrDigit(typeName.charAt(end))) {
      end++;
    }
    String kind = typeName.substring(0, end);
    if (open < 0 || close < open) {
      Matcher digits = DIGITS.matcher(typeName);
      int count = digits.find() ? Integer.parseInt(digits.group(1)) : 0;
      return new ValueType(kind, count, List.of(), List.of());
    }
    boolean named = kind.equals("ROW");
    List<String> fields = new ArrayList<>();
    List<ValueType> parts = new ArrayList<>();
    for (String part : split(typeName.substring(open + 1, close))) {
      int from = 0;
      if (named) {
        from = nameEnd(part);
        fields.add(name(part.substring(0, from)));
      }
      parts.add(of(part.substring(from).strip()));
    }
    return new ValueType(kind, 0, fields, parts);
  }

  ValueType part(int index) {
    return index < parts.size() ? parts.get(index) : UNKNOWN;
  }

  /** Whether somebody has named the fields: the names of others are made up. */
  boolean hasNames() {
    return !fields.isEmpty() && fields.stream().noneMatch(name -> name.matches("EXPR\\$\\d+"));
  }

  boolean isJson() {
    return kind.equals("VARIANT");
  }

  /** At commas outside of brackets and quotes. */
  private static List<String> split(String list) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int start = 0;
    boolean quoted = false;
    for (int i = 0; i < list.length(); i++) {
      char c = list.charAt(i);
      if (c == '`') {
        quoted = !quoted;
      } else if (!quoted) {
        depth += c == '<' || c == '(' ? 1 : c == '>' || c == ')' ? -1 : 0;
        if (c == ',' && depth == 0) {
          parts.add(list.substring(start, i).strip());
          start = i + 1;
        }
      }
    }
    if (!list.substring(start).isBlank()) {
      parts.add(list.substring(start).strip());
    }
    return parts;
  }

  private static int nameEnd(String field) {
    if (!field.startsWith("`")) {
      return Math.max(0, field.indexOf(' '));
    }
    int end = 1;
    while (end < field.length() && (field.charAt(end) != '`' || field.startsWith("``", end))) {
      end += field.charAt(end) == '`' ? 2 : 1;
    }
    return Math.min(field.length(), end + 1);
  }

  private static String name(String text) {
    return text.startsWith("`") ? text.substring(1, text.length() - 1).replace("``", "`") : text;
  }
}
