package io.leat.server.oracle;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.sql.Array;
import java.sql.Blob;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Values in one form, whichever engine they come from: exact numbers are BigDecimals without
 * trailing zeros, inexact ones Doubles, byte strings ByteBuffers, maps sorted by their keys' text.
 */
public final class Canonical {
  private Canonical() {}

  public static List<@Nullable Object> row(List<? extends @Nullable Object> values) {
    List<@Nullable Object> row = new ArrayList<>(values.size());
    for (Object value : values) {
      row.add(value(value));
    }
    return row;
  }

  public static @Nullable Object value(@Nullable Object value) {
    if (value instanceof Double number) {
      return number == 0 ? 0.0 : number;
    }
    if (value instanceof Float number) {
      return number == 0 ? 0.0 : number.doubleValue();
    }
    if (value instanceof BigDecimal number) {
      return number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
    }
    if (value instanceof BigInteger number) {
      return value(new BigDecimal(number));
    }
    if (value instanceof Number number) {
      return value(BigDecimal.valueOf(number.longValue()));
    }
    if (value instanceof byte[] bytes) {
      return ByteBuffer.wrap(bytes);
    }
    if (value instanceof List<?> list) {
      return row(list);
    }
    if (value instanceof Map<?, ?> map) {
      TreeMap<String, @Nullable Object> sorted = new TreeMap<>();
      map.forEach((key, element) -> sorted.put(String.valueOf(value(key)), value(element)));
      return sorted;
    }
    if (value instanceof Timestamp timestamp) {
      return timestamp.toLocalDateTime();
    }
    if (value instanceof OffsetDateTime time) {
      return time.toInstant();
    }
    try {
      if (value instanceof Blob blob) {
        return ByteBuffer.wrap(blob.getBytes(1, (int) blob.length()));
      }
      if (value instanceof Array array) {
        return row(Arrays.asList((Object[]) array.getArray()));
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return value != null && value.getClass().getSimpleName().equals("JsonNode")
        ? value.toString()
        : value;
  }
}
