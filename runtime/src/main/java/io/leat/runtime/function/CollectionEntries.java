package io.leat.runtime.function;

import io.leat.runtime.function.FunctionEntry.Nulls;
import java.util.ArrayList;
import java.util.List;

/** The functions of arrays, maps and multisets. */
final class CollectionEntries {
  private CollectionEntries() {}

  static List<FunctionEntry> all() {
    List<FunctionEntry> all = new ArrayList<>();
    all.add(
        FunctionEntry.of(
                "collection",
                "CARDINALITY(ARRAY) → INT",
                "CARDINALITY(MAP) → INT",
                "CARDINALITY(MULTISET) → INT")
            .by("MapFunctions.cardinality")
            .says("How many elements or entries there are.")
            .example("CARDINALITY(ARRAY[1, 2, 3])"));
    all.add(
        boxed("element", "ELEMENT(ARRAY<T>) → T", "ELEMENT(MULTISET<T>) → T")
            .nulls(Nulls.POSSIBLE)
            .says("The only element; NULL if there is none, an error if there are more.")
            .example("ELEMENT(ARRAY[7])"));
    all.addAll(elements());
    all.addAll(sets());
    all.addAll(orders());
    all.addAll(maps());
    return all;
  }

  private static List<FunctionEntry> elements() {
    return List.of(
        boxed("append", "ARRAY_APPEND(ARRAY<T>, T) → ARRAY<T>")
            .nulls(Nulls.FIRST)
            .says("The array with the value after its last element.")
            .example("ARRAY_APPEND(ARRAY[1, 2], 3)"),
        boxed("prepend", "ARRAY_PREPEND(ARRAY<T>, T) → ARRAY<T>")
            .nulls(Nulls.FIRST)
            .says("The array with the value before its first element.")
            .example("ARRAY_PREPEND(ARRAY[1, 2], 0)"),
        boxed("concat", "ARRAY_CONCAT(ARRAY<T>...) → ARRAY<T>")
            .alias("ARRAY_CAT")
            .variadic()
            .says("The elements of all arrays, one array after the other.")
            .example("ARRAY_CONCAT(ARRAY[1, 2], ARRAY[3])"),
        boxed("contains", "ARRAY_CONTAINS(ARRAY<T>, T) → BOOLEAN")
            .nulls(Nulls.FIRST)
            .says("Whether the value is an element; NULL is the same as NULL.")
            .example("ARRAY_CONTAINS(ARRAY['a', 'b'], 'b')"),
        boxed("position", "ARRAY_POSITION(ARRAY<T>, T) → INT")
            .says("Where the value comes first, counted from 1; 0 if it is no element.")
            .example("ARRAY_POSITION(ARRAY['a', 'b'], 'b')"),
        boxed("remove", "ARRAY_REMOVE(ARRAY<T>, T) → ARRAY<T>")
            .nulls(Nulls.FIRST)
            .says("The array without the elements that are equal to the value, or NULL with it.")
            .example("ARRAY_REMOVE(ARRAY[1, 2, 1], 1)"),
        boxed("reverse", "ARRAY_REVERSE(ARRAY<T>) → ARRAY<T>")
            .says("The elements from the last to the first.")
            .example("ARRAY_REVERSE(ARRAY[1, 2, 3])"),
        boxed("slice", "ARRAY_SLICE(ARRAY<T>, INT[, INT]) → ARRAY<T>")
            .says(
                "The elements from one place to another, or to the end; places count from 1, or"
                    + " from the end where they are negative.")
            .example("ARRAY_SLICE(ARRAY[1, 2, 3, 4], 2, 3)"),
        boxed("join", "ARRAY_JOIN(ARRAY<T>, STRING[, STRING]) → STRING")
            .alias("ARRAY_TO_STRING")
            .zoned()
            .typed()
            .says(
                "The elements' texts with the second argument between them; NULLs are left out, or"
                    + " become the third argument.")
            .example("ARRAY_JOIN(ARRAY['a', NULL, 'b'], '-', '?')"));
  }

  private static List<FunctionEntry> sets() {
    return List.of(
        boxed("distinct", "ARRAY_DISTINCT(ARRAY<T>) → ARRAY<T>")
            .typed()
            .says("Each element once, where it came first.")
            .example("ARRAY_DISTINCT(ARRAY[1, 2, 1])"),
        boxed("union", "ARRAY_UNION(ARRAY<T>, ARRAY<T>) → ARRAY<T>")
            .typed()
            .says("The elements of both arrays, each once.")
            .example("ARRAY_UNION(ARRAY[1, 2], ARRAY[2, 3])"),
        boxed("except", "ARRAY_EXCEPT(ARRAY<T>, ARRAY<T>) → ARRAY<T>")
            .typed()
            .says("The elements of the first array that are not in the second, each once.")
            .example("ARRAY_EXCEPT(ARRAY[1, 2, 3], ARRAY[2])"),
        boxed("intersect", "ARRAY_INTERSECT(ARRAY<T>, ARRAY<T>) → ARRAY<T>")
            .typed()
            .says("The elements of the first array that are in the second too, each once.")
            .example("ARRAY_INTERSECT(ARRAY[1, 2, 3], ARRAY[3, 2])"));
  }

  private static List<FunctionEntry> orders() {
    return List.of(
        boxed("sort", "ARRAY_SORT(ARRAY<O>[, BOOLEAN[, BOOLEAN]]) → ARRAY<O>")
            .says(
                "The elements in order, ascending unless the second argument is false; NULLs first"
                    + " if the third is true, or else if the order ascends.")
            .example("ARRAY_SORT(ARRAY[3, 1, 2], FALSE)"),
        boxed("max", "ARRAY_MAX(ARRAY<O>) → O")
            .nulls(Nulls.POSSIBLE)
            .says("The greatest element that is not NULL; NULL if there is none.")
            .example("ARRAY_MAX(ARRAY[1, 3, NULL])"),
        boxed("min", "ARRAY_MIN(ARRAY<O>) → O")
            .nulls(Nulls.POSSIBLE)
            .says("The least element that is not NULL; NULL if there is none.")
            .example("ARRAY_MIN(ARRAY[1, 3, NULL])"));
  }

  private static List<FunctionEntry> maps() {
    return List.of(
        map("keys", "MAP_KEYS(MAP<K, V>) → ARRAY<K>")
            .says("The keys, in the order of MAP_VALUES.")
            .example("MAP_KEYS(MAP['a', 1, 'b', 2])"),
        map("values", "MAP_VALUES(MAP<K, V>) → ARRAY<V>")
            .says("The values, in the order of MAP_KEYS.")
            .example("MAP_VALUES(MAP['a', 1, 'b', 2])"),
        map("entries", "MAP_ENTRIES(MAP<K, V>) → ARRAY<ROW<key K, value V> NOT NULL>")
            .says("The entries as rows of a key and a value.")
            .example("MAP_ENTRIES(MAP['a', 1, 'b', 2])"),
        map("fromArrays", "MAP_FROM_ARRAYS(ARRAY<K>, ARRAY<V>) → MAP<K, V>")
            .says(
                "A map of as many keys and values, pair by pair; of equal keys the last one's value"
                    + " counts.")
            .example("MAP_FROM_ARRAYS(ARRAY['a', 'b'], ARRAY[1, 2])"),
        map("fromEntries", "MAP_FROM_ENTRIES(ARRAY<ROW<key K, value V>>) → MAP<K, V>")
            .nulls(Nulls.POSSIBLE)
            .says(
                "A map of rows of a key and a value; of equal keys the last one's value counts;"
                    + " NULL if a row is NULL.")
            .example("MAP_FROM_ENTRIES(ARRAY[ROW('a', 1), ROW('b', 2)])"),
        map("union", "MAP_UNION(MAP<K, V>...) → MAP<K, V>")
            .variadic()
            .says("The entries of all maps; of equal keys the last map's value counts.")
            .example("MAP_UNION(MAP['a', 1], MAP['a', 2, 'b', 3])"));
  }

  private static FunctionEntry boxed(String method, String... signatures) {
    return FunctionEntry.of("collection", signatures).by("ArrayFunctions." + method).boxed();
  }

  private static FunctionEntry map(String method, String signature) {
    return FunctionEntry.of("collection", signature).by("MapFunctions." + method).boxed();
  }
}
