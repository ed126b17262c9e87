package io.leat.runtime.connector.format.json;

import io.leat.runtime.data.BoxedValues;
import io.leat.runtime.data.BytesColumn;
import io.leat.runtime.data.Column;
import io.leat.runtime.data.MapColumn;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.MapType;
import io.leat.runtime.types.MultisetType;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sees to it that each key of a map occurs once: of several, the last counts. */
final class UniqueKeys {
  /** Entries up to which each key is compared with each. */
  private static final int FEW = 16;

  void keepLast(MapColumn map, int row, DataType type) {
    int from = map.start(row);
    int to = map.end(row);
    DataType keyType = type instanceof MapType m ? m.key() : ((MultisetType) type).element();
    if (to - from < 2 || !repeats(map.keys(), keyType, from, to)) {
      return;
    }
    Object last = BoxedValues.get(map, row, type);
    map.truncate(row);
    BoxedValues.append(map, type, last);
  }

  private static boolean repeats(Column keys, DataType type, int from, int to) {
    if (keys instanceof BytesColumn texts && to - from <= FEW) {
      for (int i = from + 1; i < to; i++) {
        for (int j = from; j < i; j++) {
          if (same(texts, i, j)) {
            return true;
          }
        }
      }
      return false;
    }
    Set<@Nullable Object> seen = new HashSet<>();
    for (int i = from; i < to; i++) {
      if (!seen.add(BoxedValues.get(keys, i, type))) {
        return true;
      }
    }
    return false;
  }

  private static boolean same(BytesColumn texts, int a, int b) {
    byte[] heap = texts.heap();
    int startA = texts.start(a);
    int startB = texts.start(b);
    return Arrays.equals(
        heap, startA, startA + texts.length(a), heap, startB, startB + texts.length(b));
  }
}
