package io.leat.runtime.function;

import java.util.List;

final class NumericEntries {
  static List<FunctionEntry> all() {
    return List.of();
  }
}
