package io.leat.runtime.function;

import java.util.List;

/** The functions of arrays, maps and multisets. */
final class CollectionEntries {
  private CollectionEntries() {}

  static List<FunctionEntry> all() {
    return List.of(
        FunctionEntry.of(
                "collection",
                "CARDINALITY(ARRAY) → INT",
                "CARDINALITY(MAP) → INT",
                "CARDINALITY(MULTISET) → INT")
            .by("CollectionFunctions.cardinality")
            .says("How many elements or entries there are.")
            .example("CARDINALITY(ARRAY[1, 2, 3])"));
  }
}
