package io.leat.runtime.testing;

import io.leat.runtime.circuit.SortKey;
import io.leat.runtime.testing.Batches.Change;
import io.leat.runtime.types.NestedValues;
import io.leat.runtime.types.RowSchema;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Orders rows of boxed values by keys, then by all columns ascending with NULLs first. */
public final class ReferenceOrder implements Comparator<Change> {
  private final RowSchema schema;
  private final List<SortKey> keys;

  public ReferenceOrder(RowSchema schema, List<SortKey> keys) {
    this.schema = schema;
    this.keys = keys;
  }

  @Override
  public int compare(Change a, Change b) {
    int order = compareKeys(a, b);
    for (int column = 0; column < schema.size() && order == 0; column++) {
      order = compare(a, b, new SortKey(column, false, true));
    }
    return order;
  }

  /** By the keys alone. */
  public int compareKeys(Change a, Change b) {
    for (SortKey key : keys) {
      int order = compare(a, b, key);
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private int compare(Change a, Change b, SortKey key) {
    Object left = a.row().get(key.column());
    Object right = b.row().get(key.column());
    if (left == null || right == null) {
      return left == right ? 0 : (left == null) == key.nullsFirst() ? -1 : 1;
    }
    int order = NestedValues.compare(left, right);
    return key.descending() ? -order : order;
  }

  /** The rows by the values of some columns. */
  public static Collection<List<Change>> partitions(List<Change> rows, List<Integer> columns) {
    Map<String, List<Change>> partitions = new LinkedHashMap<>();
    for (Change row : rows) {
      String key = columns.stream().map(i -> Batches.text(row.row().get(i))).toList().toString();
      partitions.computeIfAbsent(key, k -> new ArrayList<>()).add(row);
    }
    return partitions.values();
  }
}
