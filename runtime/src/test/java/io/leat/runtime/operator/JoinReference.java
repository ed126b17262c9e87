package io.leat.runtime.operator;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.JoinKey;
import io.leat.runtime.circuit.JoinType;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.testing.Batches;
import io.leat.runtime.testing.Batches.Change;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.ScalarType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * A join of two multisets by two nested loops. A row that has no match, but a pair on which the
 * condition fails, is left out.
 */
final class JoinReference {
  private final Node.Join node;
  private final BiFunction<List<@Nullable Object>, List<@Nullable Object>, @Nullable Boolean>
      condition;
  private final int leftCount;
  private final int rightCount;

  /**
   * @param condition of a left and a right row of equal keys; NULL if it fails
   */
  JoinReference(
      Node.Join node,
      int leftCount,
      int rightCount,
      BiFunction<List<@Nullable Object>, List<@Nullable Object>, @Nullable Boolean> condition) {
    this.node = node;
    this.leftCount = leftCount;
    this.rightCount = rightCount;
    this.condition = condition;
  }

  List<Change> join(List<Change> left, List<Change> right) {
    Collection<Change> lefts = sum(left);
    Collection<Change> rights = sum(right);
    JoinType type = node.type();
    List<Change> result = new ArrayList<>();
    for (Change l : lefts) {
      long matches = 0;
      long unknown = 0;
      for (Change r : rights) {
        Boolean match = match(l, r);
        if (match == null) {
          unknown += r.weight();
        } else if (match) {
          matches += r.weight();
          if (!type.leftOnly()) {
            result.add(new Change(pair(l.row(), r.row()), l.weight() * r.weight()));
          }
        }
      }
      if (type == JoinType.SEMI ? matches != 0 : type == JoinType.ANTI && matches + unknown == 0) {
        result.add(l);
      } else if (type.keepsLeft() && matches + unknown == 0) {
        result.add(new Change(pair(l.row(), Collections.nCopies(rightCount, null)), l.weight()));
      }
    }
    for (Change r : rights) {
      long matches =
          lefts.stream()
              .filter(l -> !Boolean.FALSE.equals(match(l, r)))
              .mapToLong(Change::weight)
              .sum();
      if (type.keepsRight() && matches == 0) {
        result.add(new Change(pair(Collections.nCopies(leftCount, null), r.row()), r.weight()));
      }
    }
    return result;
  }

  private @Nullable Boolean match(Change left, Change right) {
    for (JoinKey key : node.keys()) {
      Object l = left.row().get(key.left());
      Object r = right.row().get(key.right());
      if (l == null || r == null ? l != r || !key.nullsMatch() : !text(l).equals(text(r))) {
        return false;
      }
    }
    return condition.apply(left.row(), right.row());
  }

  /** {@code numerator / (left - right) < 0}, which fails if both are equal. */
  static Expression quotient(int numerator, Expression left, Expression right) {
    DataType type = ScalarType.INTEGER;
    Expression difference = new Expression.Call("-", List.of(left, right), type);
    Expression quotient =
        new Expression.Call(
            "/", List.of(new Expression.Literal(numerator, type), difference), type);
    return new Expression.Call(
        "<", List.of(quotient, new Expression.Literal(0, type)), ScalarType.BOOLEAN);
  }

  /** What that gives; NULL if it fails. */
  static @Nullable Boolean quotient(int numerator, int left, int right) {
    int difference = Math.subtractExact(left, right);
    return difference == 0 ? null : Boolean.valueOf(numerator / difference < 0);
  }

  private static String text(Object value) {
    return Batches.text(value);
  }

  private static List<@Nullable Object> pair(
      List<@Nullable Object> left, List<@Nullable Object> right) {
    List<@Nullable Object> row = new ArrayList<>(left);
    row.addAll(right);
    return row;
  }

  /** Equal rows added up; those of weight 0 are gone. */
  private static Collection<Change> sum(List<Change> changes) {
    Map<String, Change> rows = new LinkedHashMap<>();
    for (Change change : changes) {
      rows.merge(
          Batches.text(change.row()),
          change,
          (a, b) ->
              a.weight() + b.weight() == 0 ? null : new Change(a.row(), a.weight() + b.weight()));
    }
    return rows.values();
  }
}
