package io.leat.runtime.operator;

import java.util.Arrays;

/**
 * A window among those of one node, which are in order of their ends.
 *
 * @param end as an instant
 * @param constants the values of the columns that tell it from windows of the same end
 */
@SuppressWarnings("ArrayRecordComponent")
record WindowKey(long end, long[] constants) implements Comparable<WindowKey> {
  @Override
  public int compareTo(WindowKey other) {
    int byEnd = Long.compare(end, other.end);
    return byEnd != 0 ? byEnd : Arrays.compare(constants, other.constants);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof WindowKey key && compareTo(key) == 0;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(end) * 31 + Arrays.hashCode(constants);
  }
}
