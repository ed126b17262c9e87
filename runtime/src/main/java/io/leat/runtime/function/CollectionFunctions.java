package io.leat.runtime.function;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Functions of collections over boxed values; a multiset is the list of its elements. */
public final class CollectionFunctions {
  private CollectionFunctions() {}

  /** Each element of a multiset as often as it is in it. */
  public static List<Object> elements(Map<?, Integer> multiset) {
    List<Object> elements = new ArrayList<>();
    multiset.forEach((element, count) -> elements.addAll(Collections.nCopies(count, element)));
    return elements;
  }

  public static int cardinality(Object nested) {
    return nested instanceof Map<?, ?> map ? map.size() : ((List<?>) nested).size();
  }
}
