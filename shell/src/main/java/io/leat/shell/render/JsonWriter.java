package io.leat.shell.render;

import java.io.IOException;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.sql.Struct;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object per line. Numbers are bare, except NaN and the infinities, which JSON does not
 * have and which are texts; nested values are arrays and objects.
 */
final class JsonWriter implements RowWriter {
  private final Appendable out;
  private List<Column> columns = List.of();

  JsonWriter(Appendable out) {
    this.out = out;
  }

  @Override
  public void begin(List<Column> columns) {
    this.columns = columns;
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
        value(row[i]);
      }
      out.append("}\n");
    }
  }

  @Override
  public void end() {}

  private void value(@Nullable Object value) throws IOException {
    if (value == null || value instanceof Boolean) {
      out.append(String.valueOf(value));
    } else if (value instanceof Number number) {
      number(number);
    } else if (value instanceof Map<?, ?> map) {
      object(map);
    } else if (value instanceof Iterable<?> values) {
      array(values);
    } else if (value instanceof byte[] bytes) {
      text(hex(bytes));
    } else if (value.getClass().isArray()) {
      array(value);
    } else {
      sqlValue(value);
    }
  }

  private void sqlValue(Object value) throws IOException {
    try {
      if (value instanceof java.sql.Array array) {
        value(array.getArray());
      } else if (value instanceof Struct struct) {
        value(struct.getAttributes());
      } else {
        text(value.toString());
      }
    } catch (SQLException e) {
      throw new IllegalStateException("a nested value cannot be read: " + e.getMessage(), e);
    }
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

  private void object(Map<?, ?> map) throws IOException {
    out.append('{');
    boolean first = true;
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (!first) {
        out.append(',');
      }
      first = false;
      text(String.valueOf(entry.getKey()));
      out.append(':');
      value(entry.getValue());
    }
    out.append('}');
  }

  private void array(Iterable<?> values) throws IOException {
    out.append('[');
    boolean first = true;
    for (Object value : values) {
      if (!first) {
        out.append(',');
      }
      first = false;
      value(value);
    }
    out.append(']');
  }

  private void array(Object values) throws IOException {
    out.append('[');
    for (int i = 0; i < Array.getLength(values); i++) {
      if (i > 0) {
        out.append(',');
      }
      value(Array.get(values, i));
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
