package io.leat.shell.render;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object per line. Numbers are bare, except NaN and the infinities, which JSON does not
 * have and which are texts; nested values are arrays and objects, a row an object by the names of
 * its fields if it has names; values of VARIANT are the JSON that they are; bytes are hexadecimal
 * digits.
 */
final class JsonWriter implements RowWriter {
  private final Appendable out;
  private List<Column> columns = List.of();
  private List<ValueType> types = List.of();

  JsonWriter(Appendable out) {
    this.out = out;
  }

  @Override
  public void begin(List<Column> columns) {
    this.columns = columns;
    types = columns.stream().map(column -> ValueType.of(column.typeName())).toList();
  }

  @Override
  public void rows(List<@Nullable Object[]> rows, boolean last) throws IOException {
    for (@Nullable Object[] row : rows) {
      out.append('{');
      for (int i = 0; i < row.length; i++) {
        if (i > 0) {
          out.append(',');
        }
        text(columns.get(i).name());
        out.append(':');
        value(row[i], types.get(i));
      }
      out.append("}\n");
    }
  }

  @Override
  public void end() {}

  private void value(@Nullable Object value, ValueType type) throws IOException {
    if (value == null || value instanceof Boolean) {
      out.append(String.valueOf(value));
    } else if (value instanceof Number number) {
      number(number);
    } else if (value instanceof Map<?, ?> map) {
      object(map, type);
    } else if (value instanceof List<?> values && type.kind().equals("ROW")) {
      row(values, type);
    } else if (value instanceof List<?> values) {
      array(values, type.part(0));
    } else if (value instanceof byte[] bytes) {
      text(hex(bytes));
    } else if (type.isJson()) {
      out.append(value.toString());
    } else {
      text(TimeText.of(value, type.digits()));
    }
  }

  /** An object by the fields' names, a list if they have none. */
  private void row(List<?> fields, ValueType type) throws IOException {
    boolean named = type.hasNames();
    out.append(named ? '{' : '[');
    for (int i = 0; i < fields.size(); i++) {
      if (i > 0) {
        out.append(',');
      }
      if (named) {
        text(type.fields().get(i));
        out.append(':');
      }
      value(fields.get(i), type.part(i));
    }
    out.append(named ? '}' : ']');
  }

  private void number(Number number) throws IOException {
    boolean finite = !(number instanceof Double || number instanceof Float);
    if (finite || Double.isFinite(number.doubleValue())) {
      out.append(
          number instanceof BigDecimal decimal ? decimal.toPlainString() : number.toString());
    } else {
      text(number.toString());
    }
  }

  private void object(Map<?, ?> map, ValueType type) throws IOException {
    out.append('{');
    boolean first = true;
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (!first) {
        out.append(',');
      }
      first = false;
      Object key = entry.getKey();
      text(
          key instanceof byte[] bytes
              ? hex(bytes)
              : key == null ? "null" : TimeText.of(key, type.part(0).digits()));
      out.append(':');
      value(entry.getValue(), type.part(1));
    }
    out.append('}');
  }

  private void array(List<?> values, ValueType element) throws IOException {
    out.append('[');
    boolean first = true;
    for (Object value : values) {
      if (!first) {
        out.append(',');
      }
      first = false;
      value(value, element);
    }
    out.append(']');
  }

  private void text(String text) throws IOException {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < ' ' || c == 0x7f || c == 0x2028 || c == 0x2029) {
            out.append(String.format("\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  private static String hex(byte[] bytes) {
    StringBuilder hex = new StringBuilder(bytes.length * 2);
    for (byte b : bytes) {
      hex.append(Character.forDigit((b >> 4) & 15, 16)).append(Character.forDigit(b & 15, 16));
    }
    return hex.toString();
  }
}
