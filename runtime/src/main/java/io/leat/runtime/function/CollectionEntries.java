package io.leat.runtime.function;

import java.util.List;

final class CollectionEntries {
  static List<FunctionEntry> all() {
    return List.of();
  }
}
