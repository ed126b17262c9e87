package io.leat.runtime.operator;

import io.leat.runtime.circuit.JoinType;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.testing.Batches;
import io.leat.runtime.testing.Batches.Change;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What operators that forget give, written for plainness: maps of keys with the time of their last
 * use. Rows are of INT columns, the first of which is the key.
 */
abstract class ExpiringModel {
  private final Map<String, Long> given = new TreeMap<>();

  /** Forgets what is over at a time, takes an epoch's changes, and gives what changes by them. */
  final void epoch(long micros, List<List<Change>> inputs) {
    forget(micros);
    for (int input = 0; input < inputs.size(); input++) {
      for (Change change : prepared(input, inputs.get(input))) {
        take(input, change.row(), change.weight(), micros);
      }
    }
    end();
  }

  /** An epoch's changes of an input as they are taken. */
  List<Change> prepared(int input, List<Change> changes) {
    return inOrder(changes);
  }

  abstract void forget(long micros);

  abstract void take(int input, List<@Nullable Object> row, long weight, long micros);

  abstract void end();

  /** How many keys, or rows, are kept. */
  abstract int size();

  /** All that has been given, added up. */
  final Map<String, Long> given() {
    return given;
  }

  final void give(List<@Nullable Object> row, long weight) {
    String text = String.join(" | ", row.stream().map(Batches::text).toList());
    given.merge(text, weight, (a, b) -> a + b == 0 ? null : Long.valueOf(a + b));
  }

  /** The sums of equal rows' weights: first those taken back, each in the order of the columns. */
  static List<Change> inOrder(List<Change> changes) {
    Map<List<@Nullable Object>, Long> sums = new HashMap<>();
    changes.forEach(change -> sums.merge(change.row(), change.weight(), Long::sum));
    return sums.entrySet().stream()
        .filter(row -> row.getValue() != 0)
        .map(row -> new Change(row.getKey(), row.getValue()))
        .sorted(
            Comparator.comparing((Change change) -> change.weight() > 0)
                .thenComparing(Change::row, ExpiringModel::compare))
        .toList();
  }

  static int compare(List<@Nullable Object> a, List<@Nullable Object> b) {
    for (int i = 0; i < a.size(); i++) {
      int compared = Integer.compare(number(a, i), number(b, i));
      if (compared != 0) {
        return compared;
      }
    }
    return 0;
  }

  static int number(List<@Nullable Object> row, int column) {
    return (Integer) Objects.requireNonNull(row.get(column));
  }

  /** Whether so much time has gone by, in steps of a sixteenth or 50 ms. */
  static boolean isOver(long used, long now, long lifetime) {
    long tick = Math.max(50_000, (lifetime + 15) / 16);
    long ticks = (lifetime + tick - 1) / tick;
    return lifetime > 0 && now / tick - used / tick > ticks;
  }

  static final class Use {
    long micros;
  }

  /** {@code COUNT(*), SUM(c1)} and, with members, {@code MIN(c1), COUNT(DISTINCT c1)} by c0. */
  static final class Groups extends ExpiringModel {
    private final long lifetime;
    private final boolean members;
    private final Map<Object, Group> groups = new LinkedHashMap<>();

    private static final class Group {
      final Use use = new Use();
      long count;
      long sum;
      final TreeMap<Integer, Long> values = new TreeMap<>();
      @Nullable List<@Nullable Object> row;
      boolean touched;
    }

    Groups(long lifetime, boolean members) {
      this.lifetime = lifetime;
      this.members = members;
    }

    @Override
    void forget(long micros) {
      groups.values().removeIf(group -> isOver(group.use.micros, micros, lifetime));
    }

    @Override
    void take(int input, List<@Nullable Object> row, long weight, long micros) {
      Group group = groups.computeIfAbsent(number(row, 0), key -> new Group());
      group.use.micros = micros;
      group.touched = true;
      long paid = Math.max(weight, -group.count);
      group.count += paid;
      group.sum += paid * number(row, 1);
      group.values.merge(number(row, 1), paid, Long::sum);
    }

    @Override
    void end() {
      groups.forEach(
          (key, group) -> {
            if (group.touched) {
              group.touched = false;
              List<@Nullable Object> now = group.count > 0 ? row(key, group) : null;
              if (!Objects.equals(now, group.row)) {
                if (group.row != null) {
                  give(group.row, -1);
                }
                if (now != null) {
                  give(now, 1);
                }
              }
              group.row = now;
            }
          });
      groups
          .values()
          .removeIf(
              group ->
                  group.count == 0
                      && (!members
                          || group.values.values().stream().allMatch(count -> count == 0)));
    }

    private List<@Nullable Object> row(Object key, Group group) {
      List<@Nullable Object> row = new ArrayList<>(List.of(key, group.count, group.sum));
      if (members) {
        List<Integer> present =
            group.values.keySet().stream().filter(value -> group.values.get(value) > 0).toList();
        row.add(present.isEmpty() ? null : present.get(0));
        row.add((long) present.size());
      }
      return row;
    }

    @Override
    int size() {
      return groups.size();
    }
  }

  /** Set operations of rows. */
  static final class Rows extends ExpiringModel {
    private final long lifetime;
    private final Node.SetOperation.Kind kind;
    private final int inputs;
    private final Map<List<@Nullable Object>, Counts> rows = new LinkedHashMap<>();

    private static final class Counts {
      final Use use = new Use();
      long[] of = {};
      long given;
    }

    Rows(long lifetime, Node.SetOperation.Kind kind, int inputs) {
      this.lifetime = lifetime;
      this.kind = kind;
      this.inputs = inputs;
    }

    @Override
    void forget(long micros) {
      rows.values().removeIf(counts -> isOver(counts.use.micros, micros, lifetime));
    }

    @Override
    void take(int input, List<@Nullable Object> row, long weight, long micros) {
      Counts counts = rows.computeIfAbsent(row, r -> new Counts());
      counts.of = counts.of.length == 0 ? new long[inputs] : counts.of;
      counts.of[input] = Math.max(0, counts.of[input] + weight);
      counts.use.micros = micros;
    }

    @Override
    void end() {
      rows.forEach(
          (row, counts) -> {
            long now = result(counts.of);
            if (now != counts.given) {
              give(row, now - counts.given);
            }
            counts.given = now;
          });
      rows.values().removeIf(counts -> IntStream.range(0, inputs).allMatch(i -> counts.of[i] == 0));
    }

    private long result(long[] of) {
      return switch (kind) {
        case DISTINCT -> Math.min(1, of[0]);
        case INTERSECT -> Math.min(1, Math.min(of[0], of[1]));
        case INTERSECT_ALL -> Math.min(of[0], of[1]);
        case EXCEPT -> of[1] > 0 ? 0 : Math.min(1, of[0]);
        case EXCEPT_ALL -> Math.max(0, of[0] - of[1]);
      };
    }

    @Override
    int size() {
      return rows.size();
    }
  }

  /** The first {@code fetch} rows of each key, in the order of c1 and all columns. */
  static final class Top extends ExpiringModel {
    private final long lifetime;
    private final int fetch;
    private final boolean numbered;
    private final Map<Object, Partition> partitions = new LinkedHashMap<>();

    private static final class Partition {
      final Use use = new Use();
      final TreeMap<List<@Nullable Object>, Long> rows =
          new TreeMap<>(
              Comparator.comparing((List<@Nullable Object> row) -> number(row, 1))
                  .thenComparing(ExpiringModel::compare));
      List<List<@Nullable Object>> given = List.of();
    }

    Top(long lifetime, int fetch, boolean numbered) {
      this.lifetime = lifetime;
      this.fetch = fetch;
      this.numbered = numbered;
    }

    @Override
    void forget(long micros) {
      partitions.values().removeIf(partition -> isOver(partition.use.micros, micros, lifetime));
    }

    @Override
    void take(int input, List<@Nullable Object> row, long weight, long micros) {
      Partition partition = partitions.computeIfAbsent(number(row, 0), key -> new Partition());
      partition.use.micros = micros;
      long sum = partition.rows.getOrDefault(row, 0L) + weight;
      if (sum > 0) {
        partition.rows.put(row, sum);
      } else {
        partition.rows.remove(row);
      }
    }

    @Override
    void end() {
      for (Partition partition : partitions.values()) {
        List<List<@Nullable Object>> now = new ArrayList<>();
        partition.rows.forEach(
            (row, weight) -> {
              for (long i = 0; i < weight && now.size() < fetch; i++) {
                List<@Nullable Object> shown = new ArrayList<>(row);
                if (numbered) {
                  shown.add(now.size() + 1L);
                }
                now.add(shown);
              }
            });
        partition.given.forEach(row -> give(row, -1));
        now.forEach(row -> give(row, 1));
        partition.given = now;
      }
      partitions.values().removeIf(partition -> partition.rows.isEmpty());
    }

    @Override
    int size() {
      return partitions.size();
    }
  }

  /** Joins on c0, and if filtered where the left c1 is less than the right one. */
  static final class Pairs extends ExpiringModel {
    private final List<Long> lifetimes;
    private final JoinType type;
    private final boolean filtered;
    private final List<Boolean> appendOnly;
    private final List<List<Row>> sides = List.of(new ArrayList<>(), new ArrayList<>());

    private static final class Row {
      final Use use = new Use();
      final List<@Nullable Object> values;
      long weight;
      long matches;

      Row(List<@Nullable Object> values) {
        this.values = values;
      }
    }

    /** Copies of a row that is never taken back are rows of their own. */
    @Override
    List<Change> prepared(int input, List<Change> changes) {
      return appendOnly.get(input) ? changes : inOrder(changes);
    }

    Pairs(List<Long> lifetimes, JoinType type, boolean filtered, List<Boolean> appendOnly) {
      this.lifetimes = lifetimes;
      this.type = type;
      this.filtered = filtered;
      this.appendOnly = appendOnly;
    }

    @Override
    void forget(long micros) {
      for (int input = 0; input < 2; input++) {
        long lifetime = lifetimes.get(input);
        sides.get(input).removeIf(row -> isOver(row.use.micros, micros, lifetime));
      }
    }

    @Override
    void take(int input, List<@Nullable Object> values, long weight, long micros) {
      List<Row> own = sides.get(input);
      Row row =
          appendOnly.get(input)
              ? null
              : own.stream().filter(held -> held.values.equals(values)).findAny().orElse(null);
      long paid = Math.max(weight, row == null ? 0 : -row.weight);
      if (paid == 0) {
        return;
      }
      long matches = 0;
      for (Row other : sides.get(1 - input)) {
        List<@Nullable Object> left = input == 0 ? values : other.values;
        List<@Nullable Object> right = input == 0 ? other.values : values;
        if (number(left, 0) == number(right, 0)
            && (!filtered || number(left, 1) < number(right, 1))) {
          matches += other.weight;
          if (!type.leftOnly()) {
            List<@Nullable Object> pair = new ArrayList<>(left);
            pair.addAll(right);
            give(pair, paid * other.weight);
          }
          boolean before = other.matches != 0;
          other.matches += paid;
          if (before != (other.matches != 0)) {
            alone(1 - input, other.values, before, -other.weight);
            alone(1 - input, other.values, !before, other.weight);
          }
        }
      }
      alone(input, values, (row == null ? matches : row.matches) != 0, paid);
      if (row == null) {
        row = new Row(values);
        row.matches = matches;
        own.add(row);
      }
      row.weight += paid;
      row.use.micros = micros;
      if (row.weight == 0) {
        own.remove(row);
      }
    }

    private void alone(int input, List<@Nullable Object> values, boolean matched, long weight) {
      boolean tracked = input == 0 ? type.keepsLeft() || type.leftOnly() : type.keepsRight();
      if (tracked && matched == (type == JoinType.SEMI)) {
        List<@Nullable Object> row = new ArrayList<>(values);
        if (!type.leftOnly()) {
          row.addAll(input == 0 ? values.size() : 0, Collections.nCopies(2, null));
        }
        give(row, weight);
      }
    }

    @Override
    void end() {}

    @Override
    int size() {
      return sides.get(0).size() + sides.get(1).size();
    }
  }
}
