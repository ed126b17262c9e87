package io.leat.runtime.function;

import io.leat.runtime.error.RowException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.types.NestedValues;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Functions of maps and multisets over boxed values. Arguments are never changed. */
public final class MapFunctions {
  private MapFunctions() {}

  /** How many elements there are, equal ones included. */
  public static int multisetCardinality(Object multiset) {
    long sum = 0;
    for (Object count : ((Map<?, ?>) multiset).values()) {
      sum += ((Number) count).longValue();
    }
    return (int) Math.min(Integer.MAX_VALUE, sum);
  }

  public static int cardinality(Object nested) {
    return nested instanceof Map<?, ?> map ? map.size() : ((List<?>) nested).size();
  }

  public static Object keys(Object map) {
    return new ArrayList<@Nullable Object>(((Map<?, ?>) map).keySet());
  }

  public static Object values(Object map) {
    return new ArrayList<@Nullable Object>(((Map<?, ?>) map).values());
  }

  public static Object entries(Object map) {
    List<@Nullable Object> entries = new ArrayList<>();
    for (Map.Entry<?, ?> entry : ((Map<?, ?>) map).entrySet()) {
      entries.add(Arrays.asList(entry.getKey(), entry.getValue()));
    }
    return entries;
  }

  /** Of equal keys the last one's value stays. */
  public static Object fromArrays(Object keys, Object values) {
    List<?> keyList = (List<?>) keys;
    List<?> valueList = (List<?>) values;
    if (keyList.size() != valueList.size()) {
      throw new RowException(
          SqlState.INVALID_PARAMETER_VALUE,
          "MAP_FROM_ARRAYS of " + keyList.size() + " keys and " + valueList.size() + " values");
    }
    Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
    for (int i = 0; i < keyList.size(); i++) {
      NestedValues.put(map, keyList.get(i), valueList.get(i));
    }
    return map;
  }

  /** Of equal keys the last one's value stays; null if an entry is NULL. */
  public static @Nullable Object fromEntries(Object entries) {
    Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
    for (Object entry : (List<?>) entries) {
      if (entry == null) {
        return null;
      }
      NestedValues.put(map, ((List<?>) entry).get(0), ((List<?>) entry).get(1));
    }
    return map;
  }

  /** Of equal keys the last map's value stays. */
  public static Object union(Object[] maps) {
    Map<@Nullable Object, @Nullable Object> union = new LinkedHashMap<>();
    for (Object map : maps) {
      ((Map<?, ?>) map).forEach((key, value) -> NestedValues.put(union, key, value));
    }
    return union;
  }
}
