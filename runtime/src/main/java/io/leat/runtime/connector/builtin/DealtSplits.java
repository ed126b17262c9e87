package io.leat.runtime.connector.builtin;

import io.leat.runtime.connector.Split;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Splits of a table whose rows are dealt out in blocks, round and round: a split's id is {@code
 * index/count}. Their number stays what it was when the table was first read.
 */
public final class DealtSplits {
  private DealtSplits() {}

  /** The id of a split. */
  public static String id(int index, int count) {
    return index + "/" + count;
  }

  /** How many splits the table has, as one of them says. */
  public static int count(String id) {
    return Integer.parseInt(id.substring(id.indexOf('/') + 1));
  }

  /**
   * The splits that nobody has begun to read.
   *
   * @param restored those that somebody has; at least one
   */
  public static IntStream missing(List<Split> restored) {
    Set<String> known = restored.stream().map(Split::id).collect(Collectors.toSet());
    int count = count(restored.get(0).id());
    return IntStream.range(0, count).filter(index -> !known.contains(id(index, count)));
  }
}
