package io.leat.runtime.aggregate;

import io.leat.runtime.scalar.NestedValues;
import io.leat.runtime.types.ArrayType;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.MapType;
import io.leat.runtime.types.MultisetType;
import io.leat.runtime.types.RowType;
import io.leat.runtime.types.ScalarType;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The order of nested values: that of their bytes; a map's entries come in that order too. */
final class NestedBytes {
  private NestedBytes() {}

  static int compare(Object a, Object b, DataType type) {
    return type.kind().isNested()
        ? Arrays.compareUnsigned(bytes(a, type), bytes(b, type))
        : NestedValues.compare(a, b, type);
  }

  /** The value with the entries of a map in order. */
  static @Nullable Object canonical(@Nullable Object value, DataType type) {
    if (!(value instanceof Map<?, ?> map)) {
      return value;
    }
    Map<@Nullable Object, @Nullable Object> sorted = new LinkedHashMap<>();
    map.entrySet().stream()
        .sorted((a, b) -> Arrays.compareUnsigned(entry(a, type), entry(b, type)))
        .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
    return sorted;
  }

  private static byte[] bytes(Object value, DataType type) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      writeContent(value, type, new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static byte[] entry(Map.Entry<?, ?> entry, DataType type) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      DataOutputStream out = new DataOutputStream(bytes);
      write(entry.getKey(), type instanceof MapType map ? map.key() : element(type), out);
      write(entry.getValue(), type instanceof MapType map ? map.value() : ScalarType.INTEGER, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static DataType element(DataType type) {
    return type instanceof ArrayType array ? array.element() : ((MultisetType) type).element();
  }

  private static void write(@Nullable Object value, DataType type, DataOutputStream out)
      throws IOException {
    out.writeByte(value == null ? 1 : 0);
    if (value != null) {
      writeContent(value, type, out);
    }
  }

  private static void writeContent(Object value, DataType type, DataOutputStream out)
      throws IOException {
    if (type instanceof RowType row) {
      for (int i = 0; i < row.schema().size(); i++) {
        write(((List<?>) value).get(i), row.schema().type(i), out);
      }
    } else if (value instanceof List<?> list) {
      out.writeInt(list.size());
      for (Object element : list) {
        write(element, element(type), out);
      }
    } else if (value instanceof Map<?, ?> map) {
      out.writeInt(map.size());
      List<byte[]> entries =
          map.entrySet().stream()
              .map(entry -> entry(entry, type))
              .sorted(Arrays::compareUnsigned)
              .toList();
      for (byte[] entry : entries) {
        out.write(entry);
      }
    } else if (value instanceof String text) {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      out.writeInt(utf8.length);
      out.write(utf8);
    } else if (value instanceof Long number) {
      out.writeLong(number);
    } else {
      out.writeInt((Integer) value);
    }
  }
}
