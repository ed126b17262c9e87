package io.leat.sql.lower;

import io.leat.runtime.circuit.Node;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.TypeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What columns of a stream have to do with its event time.
 *
 * @param attributes columns that are never before the stream's bound
 * @param windows of which every row is in one that the bound closes
 */
record Times(Set<Integer> attributes, List<Windows> windows) {
  static final Times NONE = new Times(Set.of(), List.of());

  Times {
    attributes = Set.copyOf(attributes);
    windows = List.copyOf(windows);
  }

  /**
   * What times are counted in. Bounds of different scales cannot be compared.
   *
   * @param local whether times are instants, not times as if in UTC
   */
  record Scale(boolean local, long unitMicros) {
    static Scale of(DataType time) {
      return new Scale(time.kind() == TypeKind.TIMESTAMP_LTZ, WindowLowering.unitMicros(time));
    }
  }

  /**
   * The columns of windows.
   *
   * @param times the last moments of windows, as instants
   * @param scale of these instants
   */
  record Windows(Set<Integer> starts, Set<Integer> ends, Set<Integer> times, Scale scale) {

    /** Whether columns tell the window. */
    boolean within(List<Integer> columns) {
      return columns.stream().anyMatch(starts::contains)
          && columns.stream().anyMatch(ends::contains);
    }

    int time() {
      return new TreeSet<>(times).first();
    }

    Windows with(Windows other) {
      return new Windows(
          union(starts, other.starts), union(ends, other.ends), union(times, other.times), scale);
    }

    Windows moved(IntFunction<List<Integer>> places) {
      return new Windows(
          Times.moved(starts, places),
          Times.moved(ends, places),
          Times.moved(times, places),
          scale);
    }

    /** Of columns, those that tell the window. */
    List<Integer> constants(List<Integer> columns) {
      return Stream.of(starts, ends, times)
          .flatMap(kind -> columns.stream().filter(kind::contains))
          .distinct()
          .toList();
    }

    /**
     * A plan that works within each of these windows.
     *
     * @param ends of each input, the column with the window's last moment
     * @param constants of each input, the columns that tell the window
     */
    TimePlan.Windowed windowed(
        Plan body, List<Integer> ends, List<List<Integer>> constants, Node.Emission emission) {
      return new TimePlan.Windowed(
          body, ends, constants, scale.unitMicros(), Node.Late.REPORTED, emission);
    }

    /** The columns that both have in the same places. */
    @Nullable Windows common(Windows other) {
      Windows both =
          new Windows(
              shared(starts, other.starts),
              shared(ends, other.ends),
              shared(times, other.times),
              scale);
      return both.starts.isEmpty() || both.ends.isEmpty() || !scale.equals(other.scale)
          ? null
          : both;
    }
  }

  /** The windows that columns tell; null for none. */
  @Nullable Windows within(List<Integer> columns) {
    return windows.stream().filter(known -> known.within(columns)).findFirst().orElse(null);
  }

  /**
   * The same of other columns.
   *
   * @param places of a column; none if it is gone
   */
  Times moved(IntFunction<List<Integer>> places) {
    List<Windows> moved = new ArrayList<>();
    for (Windows known : windows) {
      Windows kept = known.moved(places);
      if (!kept.starts().isEmpty() && !kept.ends().isEmpty() && !kept.times().isEmpty()) {
        moved.add(kept);
      }
    }
    return new Times(moved(attributes, places), moved);
  }

  private static Set<Integer> moved(Set<Integer> columns, IntFunction<List<Integer>> places) {
    Set<Integer> moved = new TreeSet<>();
    columns.forEach(column -> moved.addAll(places.apply(column)));
    return moved;
  }

  static Set<Integer> union(Set<Integer> some, Set<Integer> others) {
    Set<Integer> all = new TreeSet<>(some);
    all.addAll(others);
    return all;
  }

  static Set<Integer> shared(Set<Integer> some, Set<Integer> others) {
    Set<Integer> both = new TreeSet<>(some);
    both.retainAll(others);
    return both;
  }
}
