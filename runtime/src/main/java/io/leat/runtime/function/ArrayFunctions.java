package io.leat.runtime.function;

import io.leat.runtime.error.RowException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.types.ArrayType;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.NestedValues;
import io.leat.runtime.types.ValueText;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Functions of arrays over boxed values. Elements are the same by {@link NestedValues#compare}:
 * NULL is the same as NULL. Argument lists are never changed.
 */
public final class ArrayFunctions {
  private ArrayFunctions() {}

  public static Object append(Object array, @Nullable Object element) {
    List<@Nullable Object> result = copy(array, 1);
    result.add(element);
    return result;
  }

  public static Object prepend(Object array, @Nullable Object element) {
    List<?> list = (List<?>) array;
    List<@Nullable Object> result = new ArrayList<>(list.size() + 1);
    result.add(element);
    result.addAll(list);
    return result;
  }

  public static Object concat(Object[] arrays) {
    List<@Nullable Object> result = new ArrayList<>();
    for (Object array : arrays) {
      result.addAll((List<?>) array);
    }
    return result;
  }

  public static Object contains(Object array, @Nullable Object element) {
    return indexOf(array, element) >= 0;
  }

  /** Counted from 1; 0 if there is none. */
  public static Object position(Object array, Object element) {
    return indexOf(array, element) + 1;
  }

  private static int indexOf(Object array, @Nullable Object element) {
    int index = 0;
    for (Object candidate : (List<?>) array) {
      if (NestedValues.compare(candidate, element) == 0) {
        return index;
      }
      index++;
    }
    return -1;
  }

  public static Object distinct(DataType type, Object array) {
    return without(NestedValues.newSet(element(type)), (List<?>) array);
  }

  public static Object union(DataType type, Object left, Object right) {
    List<@Nullable Object> both = copy(left, ((List<?>) right).size());
    both.addAll((List<?>) right);
    return distinct(type, both);
  }

  public static Object except(DataType type, Object left, Object right) {
    Set<@Nullable Object> seen = NestedValues.newSet(element(type));
    seen.addAll((List<?>) right);
    return without(seen, (List<?>) left);
  }

  public static Object intersect(DataType type, Object left, Object right) {
    Set<@Nullable Object> common = NestedValues.newSet(element(type));
    common.addAll((List<?>) right);
    List<@Nullable Object> result = new ArrayList<>();
    for (Object value : (List<?>) left) {
      if (common.remove(value)) {
        result.add(value);
      }
    }
    return result;
  }

  /** The values that are not in the set, each once. */
  private static List<@Nullable Object> without(Set<@Nullable Object> seen, List<?> values) {
    List<@Nullable Object> result = new ArrayList<>();
    for (Object value : values) {
      if (seen.add(value)) {
        result.add(value);
      }
    }
    return result;
  }

  public static Object remove(Object array, @Nullable Object element) {
    List<@Nullable Object> result = new ArrayList<>();
    for (Object value : (List<?>) array) {
      if (NestedValues.compare(value, element) != 0) {
        result.add(value);
      }
    }
    return result;
  }

  public static Object reverse(Object array) {
    List<@Nullable Object> result = copy(array, 0);
    Collections.reverse(result);
    return result;
  }

  public static Object slice(Object array, Object start) {
    return slice(array, start, ((List<?>) array).size());
  }

  /** Both ends count from 1 and belong to the slice; negative ones count from the array's end. */
  public static Object slice(Object array, Object start, Object end) {
    List<?> list = (List<?>) array;
    int size = list.size();
    int first = fromStart((Integer) start, size);
    int last = (Integer) end == 0 ? 1 : fromStart((Integer) end, size);
    first = Math.max(first, 1);
    last = Math.min(last, size);
    return last < first ? List.of() : new ArrayList<>(list.subList(first - 1, last));
  }

  private static int fromStart(int place, int size) {
    return place < 0 ? place + size + 1 : place;
  }

  public static Object sort(Object array) {
    return sort(array, true);
  }

  public static Object sort(Object array, Object ascending) {
    return sort(array, ascending, ascending);
  }

  public static Object sort(Object array, Object ascending, Object nullsFirst) {
    Comparator<@Nullable Object> order =
        (a, b) -> {
          if (a == null || b == null) {
            int nulls = Boolean.compare(a != null, b != null);
            return (Boolean) nullsFirst ? nulls : -nulls;
          }
          int values = NestedValues.compare(a, b);
          return (Boolean) ascending ? values : -values;
        };
    List<@Nullable Object> result = copy(array, 0);
    result.sort(order);
    return result;
  }

  /** NULL elements do not count; null if no other is there. */
  public static @Nullable Object max(Object array) {
    Object best = null;
    for (Object value : (List<?>) array) {
      // NULL comes first in the order.
      if (NestedValues.compare(value, best) > 0) {
        best = value;
      }
    }
    return best;
  }

  public static @Nullable Object min(Object array) {
    Object best = null;
    for (Object value : (List<?>) array) {
      if (value != null && (best == null || NestedValues.compare(value, best) < 0)) {
        best = value;
      }
    }
    return best;
  }

  /** NULL elements are left out. */
  public static Object join(ZoneId zone, DataType type, Object array, Object separator) {
    return join(zone, type, array, separator, null);
  }

  public static Object join(
      ZoneId zone,
      DataType type,
      Object array,
      Object separator,
      @Nullable Object nullReplacement) {
    DataType element = element(type);
    StringBuilder text = new StringBuilder();
    boolean first = true;
    for (Object value : (List<?>) array) {
      if (value == null && nullReplacement == null) {
        continue;
      }
      if (!first) {
        text.append((String) separator);
      }
      first = false;
      text.append(value == null ? (String) nullReplacement : ValueText.of(value, element, zone));
    }
    return text.toString();
  }

  /** The only element of an array or multiset; null if there is none. */
  public static @Nullable Object element(Object collection) {
    Collection<?> values =
        collection instanceof Map<?, ?> multiset ? multiset.keySet() : (List<?>) collection;
    int count = cardinalityOf(collection);
    if (count > 1) {
      throw new RowException(
          SqlState.CARDINALITY_VIOLATION, "ELEMENT of a collection of " + count + " elements");
    }
    return count == 0 ? null : values.iterator().next();
  }

  private static int cardinalityOf(Object collection) {
    return collection instanceof Map<?, ?>
        ? MapFunctions.multisetCardinality(collection)
        : ((List<?>) collection).size();
  }

  private static DataType element(DataType array) {
    return ((ArrayType) array).element();
  }

  private static List<@Nullable Object> copy(Object array, int more) {
    List<?> list = (List<?>) array;
    List<@Nullable Object> copy = new ArrayList<>(list.size() + more);
    copy.addAll(list);
    return copy;
  }
}
