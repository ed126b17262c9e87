package io.leat.runtime.function;

import java.util.List;

final class TemporalEntries {
  static List<FunctionEntry> all() {
    return List.of();
  }
}
