package io.leat.runtime.function;

import io.leat.runtime.types.DataType;
import io.leat.runtime.types.ScalarType;
import io.leat.runtime.types.TypeInference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the variables of a signature stand for in one call. */
final class TypeVariables {
  private final Map<String, List<DataType>> places = new HashMap<>();
  private final Map<String, DataType> common = new HashMap<>();

  void add(String variable, DataType type) {
    places.computeIfAbsent(variable, unused -> new ArrayList<>()).add(type);
  }

  /** Gives each variable the common type of its places; false if one has none. */
  boolean solve() {
    for (Map.Entry<String, List<DataType>> place : places.entrySet()) {
      @Nullable DataType type = TypeInference.common(place.getValue());
      if (type == null) {
        return false;
      }
      common.put(place.getKey(), type);
    }
    return true;
  }

  /** NULL where every argument that could tell is a bare NULL. */
  DataType common(String variable) {
    return common.getOrDefault(variable, ScalarType.NULL);
  }
}
