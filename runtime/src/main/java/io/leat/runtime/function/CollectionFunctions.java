package io.leat.runtime.function;

import java.util.List;
import java.util.Map;

/** Functions of arrays and maps over boxed values. */
public final class CollectionFunctions {
  private CollectionFunctions() {}

  public static int cardinality(Object nested) {
    return nested instanceof Map<?, ?> map ? map.size() : ((List<?>) nested).size();
  }
}
