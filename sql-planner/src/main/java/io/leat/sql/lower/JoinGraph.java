package io.leat.sql.lower;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.JoinType;
import io.leat.sql.validate.StateLifetime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Relations that are joined, and conditions on them. A condition names columns by their place in
 * the row of all relations side by side, in the order in which they were added.
 */
final class JoinGraph {
  private final PlanBuilder plans;
  private final Expressions expressions;
  private final List<Plan> relations = new ArrayList<>();
  private final List<Optional<StateLifetime>> lifetimes = new ArrayList<>();
  private final List<Integer> starts = new ArrayList<>();
  private final List<Expression> conditions = new ArrayList<>();

  /** Columns that are equal to each other by the conditions. */
  private final List<BitSet> classes = new ArrayList<>();

  private int width;

  JoinGraph(PlanBuilder plans, Expressions expressions) {
    this.plans = plans;
    this.expressions = expressions;
  }

  int size() {
    return relations.size();
  }

  /**
   * Adds a relation; returns its columns.
   *
   * @param lifetime of its rows, if a hint is about them
   */
  List<Expression> addRelation(Plan relation, Optional<StateLifetime> lifetime) {
    List<Expression> columns = new ArrayList<>();
    for (int i = 0; i < relation.schema().size(); i++) {
      columns.add(new Expression.InputRef(width + i, relation.schema().type(i)));
    }
    relations.add(relation);
    lifetimes.add(lifetime);
    starts.add(width);
    width += relation.schema().size();
    return columns;
  }

  void addCondition(Expression condition) {
    for (Expression term : Expressions.conjuncts(condition)) {
      if (!addEquality(term)) {
        conditions.add(term);
      }
    }
  }

  /** Two columns of one type that must be equal are in one class from now on. */
  private boolean addEquality(Expression term) {
    if (!(term instanceof Expression.Call call)
        || !call.function().equals("=")
        || !(call.arguments().get(0) instanceof Expression.InputRef left)
        || !(call.arguments().get(1) instanceof Expression.InputRef right)
        || !left.type().withNullable(true).equals(right.type().withNullable(true))) {
      return false;
    }
    BitSet merged = new BitSet();
    merged.set(left.index());
    merged.set(right.index());
    for (int i = classes.size() - 1; i >= 0; i--) {
      if (classes.get(i).intersects(merged)) {
        merged.or(classes.remove(i));
      }
    }
    classes.add(merged);
    return true;
  }

  /** All relations joined; gives these columns. */
  Plan joined(List<Expression> columns, List<String> names) {
    spreadConstants();
    Joined joined = cheapestPair();
    while (joined.relations.cardinality() < relations.size()) {
      Joined best = null;
      for (int i = 0; i < relations.size(); i++) {
        if (!joined.relations.get(i)) {
          Joined next = joined.with(i);
          if (best == null || next.isBetter(best)) {
            best = next;
          }
        }
      }
      joined = Objects.requireNonNull(best, "a relation that is left");
    }
    Joined all = joined;
    return plans.project(all.plan(), columns.stream().map(all::placed).toList(), names);
  }

  /** A column that is a constant makes those equal to it that constant too. */
  private void spreadConstants() {
    for (BitSet equal : classes) {
      for (int i = 0; i < relations.size(); i++) {
        for (int column = equal.nextSetBit(starts.get(i));
            column >= 0 && column < starts.get(i) + relations.get(i).schema().size();
            column = equal.nextSetBit(column + 1)) {
          Expression constant = constant(relations.get(i), column - starts.get(i));
          if (constant != null) {
            spread(equal, column, constant);
          }
        }
      }
    }
  }

  private void spread(BitSet equal, int from, Expression constant) {
    for (int i = 0; i < relations.size(); i++) {
      Plan relation = relations.get(i);
      for (int column = 0; column < relation.schema().size(); column++) {
        int place = starts.get(i) + column;
        if (place != from && equal.get(place) && constant(relation, column) == null) {
          relation =
              plans.filter(
                  relation,
                  expressions.predicate(
                      "=", List.of(PlanBuilder.reference(relation, column), constant)));
        }
      }
      relations.set(i, relation);
    }
  }

  /** The constant that a filter demands of a column; null if there is none. */
  private static Expression.@Nullable Literal constant(Plan plan, int column) {
    if (!(plan instanceof Plan.Calc calc) || calc.condition().isEmpty()) {
      return null;
    }
    Expression tested = calc.projections().get(column);
    for (Expression term : Expressions.conjuncts(calc.condition().get())) {
      if (term instanceof Expression.Call call
          && call.function().equals("=")
          && call.arguments().get(0).equals(tested)
          && call.arguments().get(1) instanceof Expression.Literal literal) {
        return literal;
      }
    }
    return null;
  }

  private Joined cheapestPair() {
    Joined best = null;
    for (int i = 0; i < relations.size(); i++) {
      for (int j = i + 1; j < relations.size(); j++) {
        Joined pair = single(i).with(j);
        if (best == null || pair.isBetter(best)) {
          best = pair;
        }
      }
    }
    return Objects.requireNonNull(best, "two relations");
  }

  private Joined single(int relation) {
    BitSet one = new BitSet();
    one.set(relation);
    int[] places = new int[width];
    Arrays.fill(places, -1);
    for (int i = 0; i < relations.get(relation).schema().size(); i++) {
      places[starts.get(relation) + i] = i;
    }
    return new Joined(
        List.of(), relation, one, places, PlanEstimate.rows(relations.get(relation)), true);
  }

  /** Some of the relations, joined. */
  private final class Joined {
    private final List<Integer> before;
    private final int last;
    private final BitSet relations;
    private final int[] places;
    private final double rows;
    private final boolean connected;

    Joined(
        List<Integer> before,
        int last,
        BitSet relations,
        int[] places,
        double rows,
        boolean connected) {
      this.before = before;
      this.last = last;
      this.relations = relations;
      this.places = places;
      this.rows = rows;
      this.connected = connected;
    }

    private boolean isBetter(Joined other) {
      return connected == other.connected ? rows < other.rows : connected;
    }

    /** With one more relation. */
    Joined with(int relation) {
      List<Integer> order = new ArrayList<>(before);
      order.add(last);
      BitSet all = (BitSet) relations.clone();
      all.set(relation);
      int start = 0;
      for (int place : places) {
        start = Math.max(start, place + 1);
      }
      int[] moved = places.clone();
      Plan added = JoinGraph.this.relations.get(relation);
      for (int i = 0; i < added.schema().size(); i++) {
        moved[starts.get(relation) + i] = start + i;
      }
      double estimate = PlanEstimate.rows(added);
      List<Integer> keys = keysOf(relation);
      boolean linked = !keys.isEmpty();
      double result = rows * estimate;
      if (linked && PlanEstimate.unique(added, keys)) {
        result = rows * PlanEstimate.fraction(added);
      } else if (linked) {
        result = Math.max(rows, estimate);
      }
      for (Expression condition : conditions) {
        if (becomesKnown(condition, all)) {
          result *= PlanEstimate.selectivity(condition);
        }
      }
      return new Joined(order, relation, all, moved, Math.max(1, result), linked);
    }

    /** The columns of a relation that are equal to one of these. */
    private List<Integer> keysOf(int relation) {
      List<Integer> keys = new ArrayList<>();
      int start = starts.get(relation);
      int end = start + JoinGraph.this.relations.get(relation).schema().size();
      for (BitSet equal : classes) {
        int own = equal.nextSetBit(start);
        boolean known = equal.stream().anyMatch(column -> relations.get(relationOf(column)));
        if (known && own >= 0 && own < end) {
          keys.add(own - start);
        }
      }
      return keys;
    }

    private boolean becomesKnown(Expression condition, BitSet all) {
      BitSet used = relationsOf(condition);
      if (used.isEmpty() || isIn(used, relations)) {
        return false;
      }
      return isIn(used, all);
    }

    Expression placed(Expression expression) {
      return expressions.replace(
          expression,
          reference ->
              new Expression.InputRef(
                  places[((Expression.InputRef) reference).index()], reference.type()));
    }

    /** Joins one relation after the other, each with the conditions that it makes decidable. */
    Plan plan() {
      List<Integer> order = new ArrayList<>(before);
      order.add(last);
      BitSet done = new BitSet();
      BitSet placedColumns = new BitSet();
      List<Expression> open = new ArrayList<>(conditions);
      Plan plan = null;
      Optional<StateLifetime> kept = Optional.empty();
      for (int relation : order) {
        Optional<StateLifetime> lifetime = lifetimes.get(relation);
        Plan added = JoinGraph.this.relations.get(relation);
        done.set(relation);
        List<Expression> terms = equalities(relation, placedColumns);
        for (Expression condition : List.copyOf(open)) {
          if (isIn(relationsOf(condition), done)) {
            terms.add(placed(condition));
            open.remove(condition);
          }
        }
        Expression condition = Expressions.and(terms);
        plan =
            plan == null
                ? plans.filter(added, condition)
                : plans.join(JoinType.INNER, plan, added, condition, new Lifetimes(kept, lifetime));
        kept = done.cardinality() == 1 ? lifetime : Optional.empty();
        int start = starts.get(relation);
        placedColumns.set(start, start + added.schema().size());
      }
      return Objects.requireNonNull(plan, "joined relations");
    }

    /** Each column of a relation that has an equal among those before it, or in itself. */
    private List<Expression> equalities(int relation, BitSet before) {
      List<Expression> terms = new ArrayList<>();
      int start = starts.get(relation);
      int end = start + JoinGraph.this.relations.get(relation).schema().size();
      for (BitSet equal : classes) {
        BitSet known = (BitSet) equal.clone();
        known.and(before);
        int first = known.nextSetBit(0);
        for (int own = equal.nextSetBit(start);
            own >= 0 && own < end;
            own = equal.nextSetBit(own + 1)) {
          if (first < 0) {
            first = own;
          } else {
            terms.add(
                expressions.predicate("=", List.of(placed(column(first)), placed(column(own)))));
          }
        }
      }
      return terms;
    }
  }

  private static boolean isIn(BitSet some, BitSet all) {
    BitSet rest = (BitSet) some.clone();
    rest.andNot(all);
    return rest.isEmpty();
  }

  private Expression column(int place) {
    int relation = relationOf(place);
    return new Expression.InputRef(
        place, relations.get(relation).schema().type(place - starts.get(relation)));
  }

  private int relationOf(int column) {
    int relation = 0;
    while (relation + 1 < starts.size() && starts.get(relation + 1) <= column) {
      relation++;
    }
    return relation;
  }

  private BitSet relationsOf(Expression condition) {
    int[] uses = new int[width];
    Expressions.countUses(condition, uses);
    BitSet used = new BitSet();
    for (int i = 0; i < width; i++) {
      if (uses[i] > 0) {
        used.set(relationOf(i));
      }
    }
    return used;
  }
}
