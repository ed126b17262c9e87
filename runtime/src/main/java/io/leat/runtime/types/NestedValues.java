package io.leat.runtime.types;

import java.time.Period;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Access to and comparison of boxed values. Their own {@code equals} does not do: −0.0 is 0.0, and
 * arrays of bytes have content.
 */
public final class NestedValues {
  private NestedValues() {}

  /** An array's element, counted from 1, or a map's value; null where there is none. */
  public static @Nullable Object item(@Nullable Object nested, @Nullable Object key) {
    if (nested == null) {
      return null;
    }
    if (nested instanceof Map<?, ?> map) {
      return get(map, key);
    }
    List<?> list = (List<?>) nested;
    long index = key == null ? 0 : ((Number) key).longValue();
    return index < 1 || index > list.size() ? null : list.get((int) index - 1);
  }

  private static @Nullable Object get(Map<?, ?> map, @Nullable Object key) {
    if (equalsItself(key)) {
      return map.get(key);
    }
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (compare(entry.getKey(), key) == 0) {
        return entry.getValue();
      }
    }
    return null;
  }

  /** Adds an entry, in the place of one with an equal key. */
  public static void put(
      Map<@Nullable Object, @Nullable Object> map, @Nullable Object key, @Nullable Object value) {
    if (!equalsItself(key)) {
      for (Map.Entry<@Nullable Object, @Nullable Object> entry : map.entrySet()) {
        if (compare(entry.getKey(), key) == 0) {
          entry.setValue(value);
          return;
        }
      }
    }
    map.put(key, value);
  }

  /** Adds an element to a multiset. */
  public static void count(Map<@Nullable Object, @Nullable Object> multiset, @Nullable Object key) {
    Object count = get(multiset, key);
    put(multiset, key, count == null ? (Integer) 1 : (Integer) ((Integer) count + 1));
  }

  /** A row's field, counted from 0. */
  public static @Nullable Object field(@Nullable Object row, @Nullable Object index) {
    return row == null || index == null ? null : ((List<?>) row).get((Integer) index);
  }

  /** Whether values of that class are equal just where {@link #compare} says so. */
  private static boolean equalsItself(@Nullable Object value) {
    return !(value instanceof Double
        || value instanceof Float
        || value instanceof byte[]
        || value instanceof List<?>
        || value instanceof Map<?, ?>);
  }

  private static boolean equalsItself(DataType type) {
    if (type instanceof ArrayType array) {
      return equalsItself(array.element());
    } else if (type instanceof MultisetType multiset) {
      return equalsItself(multiset.element());
    } else if (type instanceof MapType map) {
      return equalsItself(map.key()) && equalsItself(map.value());
    } else if (type instanceof RowType row) {
      return row.schema().types().stream().allMatch(NestedValues::equalsItself);
    }
    return switch (type.kind()) {
      case FLOAT, DOUBLE, BINARY, VARBINARY -> false;
      default -> true;
    };
  }

  /** An empty set of values of that type, NULL among them. */
  public static Set<@Nullable Object> newSet(DataType type) {
    return equalsItself(type) ? new HashSet<>() : new TreeSet<>(NestedValues::compare);
  }

  /**
   * Orders two boxed values of a type; NULLs are equal to each other and first, also inside. Arrays
   * and rows are ordered element by element, maps by their entries in the order of the keys.
   */
  @SuppressWarnings("unchecked")
  public static int compare(@Nullable Object a, @Nullable Object b) {
    if (a == null || b == null) {
      return Boolean.compare(a != null, b != null);
    }
    if (a instanceof String left && b instanceof String right) {
      return compareTexts(left, right);
    }
    if (a instanceof List<?> left && b instanceof List<?> right) {
      return compareLists(left, right);
    }
    if (a instanceof Map<?, ?> left && b instanceof Map<?, ?> right) {
      return compareLists(sorted(left), sorted(right));
    }
    if (a instanceof byte[] left && b instanceof byte[] right) {
      return Arrays.compareUnsigned(left, right);
    }
    if (a instanceof Double || a instanceof Float) {
      return // NaN is the largest; adding makes −0.0 a 0.0.
      Double.compare(((Number) a).doubleValue() + 0.0, ((Number) b).doubleValue() + 0.0);
    }
    if (a instanceof Period left && b instanceof Period right) {
      return Long.compare(left.toTotalMonths(), right.toTotalMonths());
    }
    return ((Comparable<Object>) a).compareTo(b);
  }

  /** In the order of the code points, which is that of UTF-8. */
  private static int compareTexts(String a, String b) {
    int common = Math.min(a.length(), b.length());
    for (int i = 0; i < common; i++) {
      char left = a.charAt(i);
      char right = b.charAt(i);
      if (left != right) {
        boolean mixed = Character.isSurrogate(left) != Character.isSurrogate(right);
        return mixed
            ? Boolean.compare(Character.isSurrogate(left), Character.isSurrogate(right))
            : Character.compare(left, right);
      }
    }
    return Integer.compare(a.length(), b.length());
  }

  private static int compareLists(List<?> a, List<?> b) {
    Iterator<?> others = b.iterator();
    for (Object value : a) {
      if (!others.hasNext()) {
        return 1;
      }
      int order = compare(value, others.next());
      if (order != 0) {
        return order;
      }
    }
    return others.hasNext() ? -1 : 0;
  }

  /** The entries as pairs in order. */
  private static List<?> sorted(Map<?, ?> map) {
    List<List<@Nullable Object>> entries = new ArrayList<>(map.size());
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      entries.add(Arrays.asList(entry.getKey(), entry.getValue()));
    }
    entries.sort(NestedValues::compare);
    return entries;
  }
}
