package io.leat.sql.lower;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.JoinKey;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.ScalarType;
import io.leat.runtime.types.TypeKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds in a join's condition how far apart in time the rows of a pair may be: comparisons of a
 * time attribute of each side, moved by constant intervals or not.
 */
final class IntervalCondition {

  /**
   * {@code lowerMicros <= right time - left time <= upperMicros}.
   *
   * @see io.leat.runtime.circuit.Node.IntervalJoin
   */
  record Distance(long lowerMicros, long upperMicros) {}

  /** A column, moved by so much. */
  private record Moved(int column, long micros) {}

  private final Plan.Join join;
  private final int leftSize;
  private final int leftTime;
  private final int rightTime;
  private long lower = Long.MIN_VALUE;
  private long upper = Long.MAX_VALUE;
  private final List<Expression> rest = new ArrayList<>();
  private final List<JoinKey> keys = new ArrayList<>();

  private IntervalCondition(Plan.Join join, int leftTime, int rightTime) {
    this.join = join;
    this.leftSize = join.left().schema().size();
    this.leftTime = leftTime;
    this.rightTime = rightTime;
    for (JoinKey key : join.keys()) {
      if (key.left() == leftTime && key.right() == rightTime && !key.nullsMatch()) {
        raise(0);
        lessen(0);
      } else {
        keys.add(key);
      }
    }
    if (join.condition().isPresent()) {
      for (Expression term : Expressions.conjuncts(join.condition().get())) {
        if (!takes(term)) {
          rest.add(term);
        }
      }
    }
  }

  /**
   * A join as one in time; null if it is none.
   *
   * @param left time attributes
   * @param right time attributes
   */
  static TimePlan.@Nullable TimedJoin find(Plan.Join join, Set<Integer> left, Set<Integer> right) {
    if (!join.condition().stream().allMatch(Expressions::deterministic)) {
      return null;
    }
    for (int leftTime : new TreeSet<>(left)) {
      for (int rightTime : new TreeSet<>(right)) {
        TypeKind kind = join.left().schema().type(leftTime).kind();
        if (kind == join.right().schema().type(rightTime).kind()) {
          IntervalCondition found = new IntervalCondition(join, leftTime, rightTime);
          if (found.lower != Long.MIN_VALUE && found.upper != Long.MAX_VALUE) {
            return found.joined();
          }
        }
      }
    }
    return null;
  }

  private TimePlan.TimedJoin joined() {
    Optional<Expression> condition =
        rest.isEmpty() ? Optional.empty() : Optional.of(Expressions.and(rest));
    return new TimePlan.TimedJoin(
        new Plan.Join(join.left(), join.right(), join.type(), keys, condition, join.schema()),
        leftTime,
        rightTime,
        Optional.of(new Distance(lower, upper)));
  }

  private void raise(long micros) {
    lower = Math.max(lower, micros);
  }

  private void lessen(long micros) {
    upper = Math.min(upper, micros);
  }

  /** Whether a condition says no more than how far apart the times are. */
  private boolean takes(Expression term) {
    if (!(term instanceof Expression.Call call) || call.arguments().size() != 2) {
      return false;
    }
    Moved first = moved(call.arguments().get(0));
    Moved second = moved(call.arguments().get(1));
    if (first == null || second == null) {
      return false;
    }
    int right = leftSize + rightTime;
    if (first.column() == leftTime && second.column() == right) {
      // left + a <= right + b: right - left >= a - b.
      return takes(call.function(), first.micros() - second.micros());
    }
    if (first.column() == right && second.column() == leftTime) {
      return takes(turned(call.function()), second.micros() - first.micros());
    }
    return false;
  }

  private static String turned(String comparison) {
    return switch (comparison) {
      case "<" -> ">";
      case "<=" -> ">=";
      case ">" -> "<";
      case ">=" -> "<=";
      default -> comparison;
    };
  }

  /**
   * Takes a comparison of the left time and the right one.
   *
   * @param micros what the right time less the left one is where both sides are equal
   */
  private boolean takes(String comparison, long micros) {
    switch (comparison) {
      case "<" -> raise(micros + 1);
      case "<=" -> raise(micros);
      case ">" -> lessen(micros - 1);
      case ">=" -> lessen(micros);
      case "=" -> {
        raise(micros);
        lessen(micros);
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private static @Nullable Moved moved(Expression expression) {
    if (expression instanceof Expression.InputRef reference) {
      return new Moved(reference.index(), 0);
    }
    if (expression instanceof Expression.Cast cast) {
      return keepsTime(cast.argument().type(), cast.type()) ? moved(cast.argument()) : null;
    }
    if (!(expression instanceof Expression.Call call) || call.arguments().size() != 2) {
      return null;
    }
    Expression first = call.arguments().get(0);
    Expression second = call.arguments().get(1);
    Long added = micros(second);
    Moved time = added == null ? null : moved(first);
    if (added != null
        && time != null
        && (call.function().equals("+") || call.function().equals("-"))) {
      long by = call.function().equals("+") ? added : -added;
      return new Moved(time.column(), time.micros() + by);
    }
    Long before = micros(first);
    time = before == null ? null : moved(second);
    return before != null && time != null && call.function().equals("+")
        ? new Moved(time.column(), time.micros() + before)
        : null;
  }

  /** Whether a cast of a time to more digits, or to as many. */
  private static boolean keepsTime(DataType from, DataType to) {
    return from.kind() == to.kind()
        && (from.kind() == TypeKind.TIMESTAMP || from.kind() == TypeKind.TIMESTAMP_LTZ)
        && ((ScalarType) from).precision() <= ((ScalarType) to).precision();
  }

  private static @Nullable Long micros(Expression expression) {
    Expression value = expression;
    while (value instanceof Expression.Cast cast && cast.type().kind().isInterval()) {
      value = cast.argument();
    }
    if (!(value instanceof Expression.Literal literal)
        || !(literal.value() instanceof Duration duration)) {
      return null;
    }
    long most = Long.MAX_VALUE / 8 / 1_000_000;
    return Math.abs(duration.getSeconds()) > most
        ? null
        : Long.valueOf(duration.getSeconds() * 1_000_000 + duration.getNano() / 1000);
  }
}
