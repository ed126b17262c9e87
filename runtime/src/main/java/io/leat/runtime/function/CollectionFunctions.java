package io.leat.runtime.function;

import java.util.List;
import java.util.Map;

/** Functions of arrays and maps over boxed values. */
public final class CollectionFunctions {
  private CollectionFunctions() {}

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
}
