package io.leat.sql.lower;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.JoinKey;
import io.leat.runtime.circuit.JoinType;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.TypeKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes joins: conditions on one side move below, equalities of the sides become keys, an outer
 * join whose extra rows a filter takes away becomes an inner one. What may refuse a row sees pairs
 * only, not rows of one side that may be in none, unless it is the only condition that links the
 * sides: as a key, it is computed for all rows of its side.
 */
final class JoinBuilder {
  private final PlanBuilder plans;
  private final Expressions expressions;

  JoinBuilder(PlanBuilder plans, Expressions expressions) {
    this.plans = plans;
    this.expressions = expressions;
  }

  /** Which inputs of a join an expression reads. */
  private enum Side {
    NONE,
    LEFT,
    RIGHT,
    BOTH
  }

  private static Side side(Expression expression, int leftSize, int size) {
    int[] uses = new int[size];
    Expressions.countUses(expression, uses);
    boolean left = false;
    boolean right = false;
    for (int i = 0; i < size; i++) {
      left |= uses[i] > 0 && i < leftSize;
      right |= uses[i] > 0 && i >= leftSize;
    }
    return left ? right ? Side.BOTH : Side.LEFT : right ? Side.RIGHT : Side.NONE;
  }

  Plan join(JoinType type, Plan left, Plan right, Expression condition, Lifetimes lifetimes) {
    List<Expression> terms = Expressions.conjuncts(condition);
    Plan newLeft = left;
    Plan newRight = right;
    int leftSize = left.schema().size();
    int size = leftSize + right.schema().size();
    List<Expression> rest = new ArrayList<>();
    for (Expression term : terms) {
      boolean stays = !Expressions.deterministic(term) || Expressions.refuses(term);
      Side side = stays ? Side.BOTH : side(term, leftSize, size);
      boolean leftBelow = type == JoinType.INNER || type == JoinType.RIGHT || type == JoinType.SEMI;
      boolean rightBelow = type != JoinType.RIGHT && type != JoinType.FULL;
      if (leftBelow && side == Side.LEFT) {
        newLeft = plans.filter(newLeft, term);
      } else if (rightBelow && (side == Side.RIGHT || side == Side.NONE)) {
        newRight = plans.filter(newRight, shift(term, -leftSize));
      } else {
        rest.add(term);
      }
    }
    Plan simple = withoutRows(type, newLeft, newRight);
    return simple != null ? simple : keyed(type, newLeft, newRight, rest, lifetimes, join -> join);
  }

  /**
   * A join of the right side as it was at a time of each left row.
   *
   * @param leftTime the left column with that time, or −1 for now
   */
  Plan temporal(JoinType type, Plan left, Plan right, List<Expression> terms, int leftTime) {
    return keyed(
        type,
        left,
        right,
        terms.stream().flatMap(term -> Expressions.conjuncts(term).stream()).toList(),
        Lifetimes.NONE,
        join -> {
          if (join.keys().isEmpty()) {
            throw LeatException.notSupported(
                "FOR SYSTEM_TIME AS OF without an equality of both sides in ON",
                "Join ON the key of the right relation");
          }
          return new TimePlan.TimedJoin(join, leftTime, -1, Optional.empty());
        });
  }

  private Expression shift(Expression expression, int by) {
    return expressions.replace(
        expression,
        reference ->
            new Expression.InputRef(
                ((Expression.InputRef) reference).index() + by, reference.type()));
  }

  /** The join if one side is known to be empty and that decides; else null. */
  private @Nullable Plan withoutRows(JoinType type, Plan left, Plan right) {
    boolean noLeft = PlanBuilder.isEmpty(left);
    boolean noRight = PlanBuilder.isEmpty(right);
    if ((noLeft && !type.keepsRight())
        || (noRight && (type == JoinType.INNER || type == JoinType.SEMI))) {
      return PlanBuilder.empty(schema(type, left, right));
    }
    if (noRight && type == JoinType.ANTI) {
      return left;
    }
    if (noRight && type == JoinType.LEFT) {
      List<Expression> columns = new ArrayList<>(PlanBuilder.references(left.schema()));
      for (DataType column : right.schema().types()) {
        columns.add(Expressions.literal(null, column));
      }
      return plans.project(left, columns, PlanBuilder.names(schema(type, left, right)));
    }
    return null;
  }

  static RowSchema schema(JoinType type, Plan left, Plan right) {
    List<RowSchema.Field> fields = new ArrayList<>();
    for (RowSchema.Field field : left.schema().fields()) {
      fields.add(type.keepsRight() ? nullable(field) : field);
    }
    if (!type.leftOnly()) {
      for (RowSchema.Field field : right.schema().fields()) {
        fields.add(type.keepsLeft() ? nullable(field) : field);
      }
    }
    return new RowSchema(fields);
  }

  private static RowSchema.Field nullable(RowSchema.Field field) {
    return new RowSchema.Field(field.name(), field.type().withNullable(true));
  }

  /** The columns of one side, with those that keys need behind them. */
  private static final class Keyed {
    final Plan input;
    final List<Expression> columns;

    Keyed(Plan input) {
      this.input = input;
      this.columns = new ArrayList<>(PlanBuilder.references(input.schema()));
    }

    int column(Expression key) {
      int known = columns.indexOf(key);
      if (known < 0) {
        known = columns.size();
        columns.add(key);
      }
      return known;
    }

    int added() {
      return columns.size() - input.schema().size();
    }

    Plan plan(PlanBuilder plans) {
      return added() == 0 ? input : plans.project(input, columns);
    }
  }

  private Plan keyed(
      JoinType type,
      Plan left,
      Plan right,
      List<Expression> terms,
      Lifetimes lifetimes,
      Function<Plan.Join, Plan> kind) {
    int leftSize = left.schema().size();
    int rightSize = right.schema().size();
    Keyed leftKeys = new Keyed(left);
    Keyed rightKeys = new Keyed(right);
    int size = leftSize + rightSize;
    boolean linked =
        terms.stream()
            .anyMatch(
                term -> !Expressions.refuses(term) && side(term, leftSize, size) == Side.BOTH);
    List<JoinKey> keys = new ArrayList<>();
    List<Expression> rest = new ArrayList<>();
    for (Expression term :
        terms.stream().sorted(Comparator.comparing(Expressions::refuses)).toList()) {
      JoinKey key =
          linked && Expressions.refuses(term)
              ? null
              : key(term, leftKeys, rightKeys, leftSize, size);
      if (key == null) {
        rest.add(term);
      } else if (!keys.contains(key)) {
        keys.add(key);
      }
    }
    Plan newLeft = leftKeys.plan(plans);
    Plan newRight = rightKeys.plan(plans);
    int moved = leftKeys.added();
    Optional<Expression> condition =
        rest.isEmpty()
            ? Optional.empty()
            : Optional.of(
                expressions.replace(
                    Expressions.and(rest), reference -> beyond(reference, leftSize, moved)));
    Plan join =
        kind.apply(
            new Plan.Join(
                newLeft,
                newRight,
                type,
                keys,
                condition,
                lifetimes,
                schema(type, newLeft, newRight)));
    if (moved == 0 && (rightKeys.added() == 0 || type.leftOnly())) {
      return join;
    }
    List<Expression> columns = new ArrayList<>();
    for (int i = 0; i < leftSize; i++) {
      columns.add(PlanBuilder.reference(join, i));
    }
    for (int i = 0; !type.leftOnly() && i < rightSize; i++) {
      columns.add(PlanBuilder.reference(join, newLeft.schema().size() + i));
    }
    return plans.project(join, columns);
  }

  private static Expression beyond(Expression reference, int start, int by) {
    int index = ((Expression.InputRef) reference).index();
    return index < start ? reference : new Expression.InputRef(index + by, reference.type());
  }

  private @Nullable JoinKey key(Expression term, Keyed left, Keyed right, int leftSize, int size) {
    if (!(term instanceof Expression.Call call) || call.arguments().size() != 2) {
      return null;
    }
    boolean nullsMatch = call.function().equals("IS NOT DISTINCT FROM");
    if ((!nullsMatch && !call.function().equals("=")) || !Expressions.deterministic(term)) {
      return null;
    }
    Expression first = call.arguments().get(0);
    Expression second = call.arguments().get(1);
    if (!hashAlike(first.type(), second.type())) {
      return null;
    }
    Side firstSide = side(first, leftSize, size);
    Side secondSide = side(second, leftSize, size);
    if (firstSide == Side.LEFT && secondSide == Side.RIGHT) {
      return new JoinKey(left.column(first), right.column(shift(second, -leftSize)), nullsMatch);
    }
    if (firstSide == Side.RIGHT && secondSide == Side.LEFT) {
      return new JoinKey(left.column(second), right.column(shift(first, -leftSize)), nullsMatch);
    }
    return null;
  }

  /** Whether equal values of two types have the same hash: not DECIMALs of different scales. */
  private static boolean hashAlike(DataType left, DataType right) {
    return (left.kind() != TypeKind.DECIMAL && right.kind() != TypeKind.DECIMAL)
        || left.withNullable(true).equals(right.withNullable(true));
  }

  /** Rows of a join for which a condition is true. */
  Plan filter(Plan.Join join, Expression condition) {
    List<Expression> terms = Expressions.conjuncts(condition);
    int leftSize = join.left().schema().size();
    int size = leftSize + join.right().schema().size();
    JoinType type = strengthened(join.type(), terms, leftSize);
    List<Expression> left = new ArrayList<>();
    List<Expression> right = new ArrayList<>();
    List<Expression> inside = new ArrayList<>();
    List<Expression> above = new ArrayList<>();
    for (Expression term : terms) {
      Side side = Expressions.deterministic(term) ? side(term, leftSize, size) : Side.BOTH;
      if (Expressions.refuses(term) && (side != Side.BOTH || !join.keys().isEmpty())) {
        above.add(term);
      } else if (side == Side.LEFT && !type.keepsRight()) {
        left.add(term);
      } else if (side == Side.RIGHT && !type.keepsLeft() && !type.leftOnly()) {
        right.add(shift(term, -leftSize));
      } else if (type == JoinType.INNER && Expressions.deterministic(term)) {
        inside.add(term);
      } else {
        above.add(term);
      }
    }
    if (type == join.type() && left.isEmpty() && right.isEmpty() && inside.isEmpty()) {
      return PlanBuilder.kept(join, condition);
    }
    Plan filtered = rebuilt(join, type, left, right, inside);
    Expression rest = Expressions.and(above);
    return above.isEmpty() ? filtered : plans.filter(filtered, rest);
  }

  private Plan rebuilt(
      Plan.Join join,
      JoinType type,
      List<Expression> left,
      List<Expression> right,
      List<Expression> inside) {
    Plan newLeft = left.isEmpty() ? join.left() : plans.filter(join.left(), Expressions.and(left));
    Plan newRight =
        right.isEmpty() ? join.right() : plans.filter(join.right(), Expressions.and(right));
    List<Expression> terms = new ArrayList<>(keyTerms(join));
    join.condition().ifPresent(condition -> terms.addAll(Expressions.conjuncts(condition)));
    terms.addAll(inside);
    return join(type, newLeft, newRight, Expressions.and(terms), join.lifetimes());
  }

  /** The conditions that a join's keys stand for. */
  List<Expression> keyTerms(Plan.Join join) {
    int leftSize = join.left().schema().size();
    List<Expression> terms = new ArrayList<>();
    for (JoinKey key : join.keys()) {
      Expression left = PlanBuilder.reference(join.left(), key.left());
      Expression right =
          new Expression.InputRef(leftSize + key.right(), join.right().schema().type(key.right()));
      terms.add(
          new Expression.Call(
              key.nullsMatch() ? "IS NOT DISTINCT FROM" : "=",
              List.of(left, right),
              Expressions.TRUTH.withNullable(
                  !key.nullsMatch() && (left.type().nullable() || right.type().nullable()))));
    }
    return terms;
  }

  /** An outer join whose filled-up rows do not pass the conditions keeps fewer sides. */
  private static JoinType strengthened(JoinType type, List<Expression> terms, int leftSize) {
    boolean left = type.keepsLeft();
    boolean right = type.keepsRight();
    for (Expression term : terms) {
      left &= !NullRejection.rejects(term, index -> index >= leftSize);
      right &= !NullRejection.rejects(term, index -> index < leftSize);
    }
    if (left == type.keepsLeft() && right == type.keepsRight()) {
      return type;
    }
    return left ? JoinType.LEFT : right ? JoinType.RIGHT : JoinType.INNER;
  }
}
