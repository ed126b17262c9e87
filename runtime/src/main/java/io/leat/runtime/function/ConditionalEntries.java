package io.leat.runtime.function;

import java.util.List;

final class ConditionalEntries {
  static List<FunctionEntry> all() {
    return List.of();
  }
}
