package io.leat.runtime.operator;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.state.StateReader;

/** The number that starts an operator's state in a key group. */
final class StateVersion {
  private StateVersion() {}

  /** Reads the version and refuses any other than {@code known}. */
  static void check(StateReader reader, int known) {
    int version = reader.readInt();
    if (version != known) {
      throw LeatException.notSupported(
          "Operator state of version " + version, "Use the version of Leat that wrote it");
    }
  }
}
