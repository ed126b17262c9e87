package io.leat.runtime.scalar;

import io.leat.runtime.error.RowException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.types.ArrayType;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.MapType;
import io.leat.runtime.types.RowType;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Access to and comparison of boxed values. */
public final class NestedValues {
  private NestedValues() {}

  /** An array's element, counted from 1, or a map's value; null where there is none. */
  public static @Nullable Object item(@Nullable Object nested, @Nullable Object key) {
    if (nested == null || key == null) {
      return null;
    }
    if (nested instanceof Map<?, ?> map) {
      return map.get(key);
    }
    List<?> list = (List<?>) nested;
    long index = ((Number) key).longValue();
    if (index < 1) {
      throw new RowException(
          SqlState.INVALID_PARAMETER_VALUE, "array index " + index + ": indexes begin at 1");
    }
    return index > list.size() ? null : list.get((int) index - 1);
  }

  /** A row's field, counted from 0. */
  public static @Nullable Object field(@Nullable Object row, @Nullable Object index) {
    return row == null || index == null ? null : ((List<?>) row).get((Integer) index);
  }

  /**
   * Orders two boxed values of a type; NULLs inside are equal to each other and first. Maps are
   * only told apart: 0 if they hold the same entries.
   */
  @SuppressWarnings("unchecked")
  public static int compare(@Nullable Object a, @Nullable Object b, DataType type) {
    if (a == null || b == null) {
      return Boolean.compare(a != null, b != null);
    }
    if (a instanceof List<?> left && b instanceof List<?> right) {
      Iterator<?> others = right.iterator();
      int index = 0;
      for (Object value : left) {
        if (!others.hasNext()) {
          return 1;
        }
        int order = compare(value, others.next(), elementType(type, index++));
        if (order != 0) {
          return order;
        }
      }
      return others.hasNext() ? -1 : 0;
    }
    if (a instanceof Map<?, ?> left && b instanceof Map<?, ?> right) {
      return sameEntries(left, right, type) ? 0 : left.hashCode() < right.hashCode() ? -1 : 1;
    }
    if (a instanceof byte[] left && b instanceof byte[] right) {
      return Arrays.compareUnsigned(left, right);
    }
    if (a instanceof String left && b instanceof String right) {
      return Arrays.compareUnsigned(
          left.getBytes(java.nio.charset.StandardCharsets.UTF_8),
          right.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    if (a instanceof Double || a instanceof Float) {
      return Arithmetic.compare(((Number) a).doubleValue(), ((Number) b).doubleValue());
    }
    if (a instanceof java.time.Period left && b instanceof java.time.Period right) {
      return Long.compare(left.toTotalMonths(), right.toTotalMonths());
    }
    return ((Comparable<Object>) a).compareTo(b);
  }

  private static DataType elementType(DataType type, int index) {
    return type instanceof RowType row ? row.schema().type(index) : ((ArrayType) type).element();
  }

  private static boolean sameEntries(Map<?, ?> left, Map<?, ?> right, DataType type) {
    if (left.size() != right.size()) {
      return false;
    }
    for (Map.Entry<?, ?> entry : left.entrySet()) {
      if (!right.containsKey(entry.getKey())) {
        return false;
      }
      DataType valueType =
          type instanceof MapType map ? map.value() : io.leat.runtime.types.ScalarType.INTEGER;
      if (compare(entry.getValue(), right.get(entry.getKey()), valueType) != 0) {
        return false;
      }
    }
    return true;
  }
}
