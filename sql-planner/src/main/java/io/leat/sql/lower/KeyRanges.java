package io.leat.sql.lower;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.KeyRange;
import io.leat.runtime.circuit.TableDefinition;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads of stored tables by key: what a filter directly over a table says of the columns of a key
 * or an index becomes a range of it, and is no longer tested row by row.
 */
final class KeyRanges {
  /** More alternatives than this are not looked up one by one. */
  private static final int MOST_ALTERNATIVES = 256;

  /** What a complete unique key is worth beside single columns. */
  private static final int UNIQUE_SCORE = 1_000;

  private static final int EQUALITY_SCORE = 10;

  private final Function<TableDefinition, List<KeyOrder>> orders;
  private final DerivedConstants derived;
  private final IdentityHashMap<Plan, Plan> done = new IdentityHashMap<>();

  KeyRanges(Function<TableDefinition, List<KeyOrder>> orders, DerivedConstants derived) {
    this.orders = orders;
    this.derived = derived;
  }

  /** The same plan, with ranges where filters give them. */
  Plan apply(Plan plan) {
    Plan known = done.get(plan);
    if (known == null) {
      known = ranged(plan);
      done.put(plan, known);
    }
    return known;
  }

  private Plan ranged(Plan plan) {
    if (plan instanceof Plan.Calc calc
        && calc.condition().isPresent()
        && calc.input() instanceof Plan.Scan scan
        && scan.table().isStored()
        && scan.range().isEmpty()) {
      return lookup(calc, calc.condition().get(), scan);
    }
    List<Plan> inputs = plan.inputs().stream().map(this::apply).toList();
    Plan ranged = plan;
    for (int i = 0; i < inputs.size(); i++) {
      if (inputs.get(i) != plan.inputs().get(i)) {
        ranged = plan.withInputs(inputs);
        break;
      }
    }
    return ranged instanceof Plan.Join join
        ? new JoinedKeys(orders, derived, MOST_ALTERNATIVES).apply(join)
        : ranged;
  }

  /** A range, the terms of the condition that it covers, and how good it is. */
  private record Found(KeyRange range, List<Expression> covered, int score) {}

  private Plan lookup(Plan.Calc calc, Expression condition, Plan.Scan scan) {
    List<Expression> terms = Expressions.conjuncts(condition);
    List<Optional<KeyCondition>> conditions =
        terms.stream().map(term -> KeyCondition.of(term, derived)).toList();
    Found best = null;
    for (KeyOrder order : orders.apply(scan.table())) {
      Found found = range(order, terms, conditions);
      if (found != null && (best == null || found.score() > best.score())) {
        best = found;
      }
    }
    if (best == null) {
      return calc;
    }
    List<Expression> left = new ArrayList<>(terms);
    for (Expression covered : best.covered()) {
      left.remove(covered);
    }
    return new Plan.Calc(
        new Plan.Scan(scan.table(), Optional.of(best.range())),
        left.isEmpty() ? Optional.empty() : Optional.of(Expressions.and(left)),
        calc.projections(),
        calc.schema());
  }

  private static @Nullable Found range(
      KeyOrder order, List<Expression> terms, List<Optional<KeyCondition>> conditions) {
    List<Expression> covered = new ArrayList<>();
    List<List<Expression.Constant>> equal = new ArrayList<>();
    equal.add(List.of());
    int columns = 0;
    Optional<KeyRange.Bound> lower = Optional.empty();
    Optional<KeyRange.Bound> upper = Optional.empty();
    for (int column : order.columns()) {
      int place = find(conditions, column, KeyCondition::isEquality);
      if (place < 0) {
        int low = find(conditions, column, other -> !other.isEquality() && other.isLower());
        int high = find(conditions, column, other -> !other.isEquality() && !other.isLower());
        lower = bound(low, conditions, terms, covered);
        upper = bound(high, conditions, terms, covered);
        break;
      }
      List<Expression.Constant> values = conditions.get(place).orElseThrow().values();
      if (equal.size() * values.size() > MOST_ALTERNATIVES) {
        break;
      }
      equal = combined(equal, values);
      covered.add(terms.get(place));
      columns++;
    }
    boolean bounded = lower.isPresent() || upper.isPresent();
    if (columns == 0 && !bounded) {
      return null;
    }
    List<KeyRange.Interval> intervals = new ArrayList<>();
    for (List<Expression.Constant> values : equal) {
      intervals.add(new KeyRange.Interval(values, lower, upper));
    }
    int score =
        EQUALITY_SCORE * columns + (lower.isPresent() ? 1 : 0) + (upper.isPresent() ? 1 : 0);
    if (order.unique() && columns == order.columns().size()) {
      score += UNIQUE_SCORE;
    }
    return new Found(
        new KeyRange(
            order.index(), order.columns().subList(0, columns + (bounded ? 1 : 0)), intervals),
        covered,
        score);
  }

  private static int find(
      List<Optional<KeyCondition>> conditions, int column, Predicate<KeyCondition> kind) {
    for (int i = 0; i < conditions.size(); i++) {
      if (conditions.get(i).filter(c -> c.column() == column && kind.test(c)).isPresent()) {
        return i;
      }
    }
    return -1;
  }

  private static Optional<KeyRange.Bound> bound(
      int place,
      List<Optional<KeyCondition>> conditions,
      List<Expression> terms,
      List<Expression> covered) {
    if (place < 0) {
      return Optional.empty();
    }
    covered.add(terms.get(place));
    KeyCondition condition = conditions.get(place).orElseThrow();
    return Optional.of(new KeyRange.Bound(condition.values().get(0), condition.isInclusive()));
  }

  private static List<List<Expression.Constant>> combined(
      List<List<Expression.Constant>> before, List<Expression.Constant> values) {
    List<List<Expression.Constant>> all = new ArrayList<>();
    for (List<Expression.Constant> begun : before) {
      for (Expression.Constant value : values) {
        List<Expression.Constant> longer = new ArrayList<>(begun);
        longer.add(value);
        all.add(longer);
      }
    }
    return all;
  }
}
