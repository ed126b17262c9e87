package io.leat.sql.lower;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.JoinKey;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.types.RowSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Joins of {@link TimedPlans}: within windows, near in time, and with versions of a time. */
final class TimedJoins {
  private final PlanBuilder plans;
  private final Expressions expressions;
  private final Node.Emission emission;
  private final Function<Plan, TimedPlan> timed;

  /**
   * @param timed gives the inputs of joins, rewritten
   */
  TimedJoins(
      PlanBuilder plans,
      Expressions expressions,
      Node.Emission emission,
      Function<Plan, TimedPlan> timed) {
    this.plans = plans;
    this.expressions = expressions;
    this.emission = emission;
    this.timed = timed;
  }

  TimedPlan join(Plan.Join join, TimedPlan left, TimedPlan right) {
    int width = join.schema().size();
    for (Times.Windows ofLeft : left.times().windows()) {
      for (Times.Windows ofRight : right.times().windows()) {
        if (ofLeft.scale().equals(ofRight.scale())
            && matches(join.keys(), ofLeft.starts(), ofRight.starts())
            && matches(join.keys(), ofLeft.ends(), ofRight.ends())) {
          return windowJoin(join, left, right, ofLeft, ofRight);
        }
      }
    }
    Plan leftRows = left.visible(plans);
    Plan rightRows = right.visible(plans);
    boolean same = leftRows == join.left() && rightRows == join.right();
    Plan.Join rows = same ? join : (Plan.Join) join.withInputs(List.of(leftRows, rightRows));
    TimePlan.TimedJoin near =
        IntervalCondition.find(rows, left.visibleAttributes(), right.visibleAttributes());
    return near == null
        ? new TimedPlan(rows, width, Times.NONE)
        : new TimedPlan(near, width, times(near));
  }

  /** The result's bound is about the times that the pairs are found by, where they are not NULL. */
  private static Times times(TimePlan.TimedJoin join) {
    int left = join.leftTime();
    int right = join.join().left().schema().size() + join.rightTime();
    return switch (join.join().type()) {
      case INNER -> new Times(Set.of(left, right), List.of());
      case RIGHT -> new Times(Set.of(right), List.of());
      case FULL -> Times.NONE;
      case LEFT, SEMI, ANTI -> new Times(Set.of(left), List.of());
    };
  }

  /** A temporal join, of which lowering has not known the time attributes. */
  TimedPlan temporal(TimePlan.TimedJoin plan) {
    Plan.Join join = plan.join();
    int width = join.schema().size();
    TimedPlan left = timed.apply(join.left());
    Plan leftRows = left.visible(plans);
    int time = plan.leftTime();
    if (time < 0 || InTime.isProcessingTime(leftRows, time)) {
      Plan rightRows = timed.apply(join.right()).visible(plans);
      Plan.Join rows = (Plan.Join) join.withInputs(List.of(leftRows, rightRows));
      Times times = new Times(left.visibleAttributes(), List.of());
      return new TimedPlan(new TimePlan.TimedJoin(rows, -1, -1, Optional.empty()), width, times);
    }
    if (!left.visibleAttributes().contains(time)) {
      throw LeatException.notSupported(
          "FOR SYSTEM_TIME AS OF a column that is no time attribute",
          "Declare a WATERMARK of the left table, or join AS OF PROCTIME()");
    }
    List<Integer> keys = join.keys().stream().map(JoinKey::right).toList();
    InTime.Versions versions = InTime.versions(join.right(), keys, plans);
    TimedPlan right = timed.apply(versions == null ? join.right() : versions.plan());
    Plan rightRows = right.visible(plans);
    Set<Integer> attributes = right.visibleAttributes();
    if (versions != null && attributes.contains(versions.time())) {
      attributes = Set.of(versions.time());
    }
    int rightTime = InTime.versionTime(rightRows, attributes, leftRows.schema().type(time).kind());
    Plan.Join rows = (Plan.Join) join.withInputs(List.of(leftRows, rightRows));
    return new TimedPlan(
        new TimePlan.TimedJoin(rows, time, rightTime, Optional.empty()),
        width,
        new Times(Set.of(time), List.of()));
  }

  private static boolean matches(List<JoinKey> keys, Set<Integer> left, Set<Integer> right) {
    return keys.stream().anyMatch(key -> left.contains(key.left()) && right.contains(key.right()));
  }

  private TimedPlan windowJoin(
      Plan.Join join,
      TimedPlan left,
      TimedPlan right,
      Times.Windows ofLeft,
      Times.Windows ofRight) {
    int leftWidth = left.width();
    int shift = left.hidden();
    RowSchema schema = JoinBuilder.schema(join.type(), left.plan(), right.plan());
    Plan body =
        new Plan.Join(
            left.plan(),
            right.plan(),
            join.type(),
            join.keys(),
            join.condition().map(condition -> shifted(condition, leftWidth, shift)),
            schema);
    List<Integer> leftConstants = new ArrayList<>();
    List<Integer> rightConstants = new ArrayList<>();
    for (JoinKey key : join.keys()) {
      boolean start =
          ofLeft.starts().contains(key.left()) && ofRight.starts().contains(key.right());
      boolean end = ofLeft.ends().contains(key.left()) && ofRight.ends().contains(key.right());
      if (start || end) {
        leftConstants.add(key.left());
        rightConstants.add(key.right());
      }
    }
    Plan plan =
        ofLeft.windowed(
            body,
            List.of(ofLeft.time(), ofRight.time()),
            List.of(leftConstants, rightConstants),
            emission);
    boolean both = !join.type().leftOnly();
    int rightWidth = both ? right.width() : 0;
    int width = leftWidth + rightWidth;
    List<Integer> order = new ArrayList<>();
    IntStream.range(0, leftWidth).forEach(order::add);
    IntStream.range(0, rightWidth).forEach(i -> order.add(leftWidth + shift + i));
    IntStream.range(0, shift).forEach(i -> order.add(leftWidth + i));
    if (both) {
      IntStream.range(0, right.hidden())
          .forEach(i -> order.add(leftWidth + shift + rightWidth + i));
    }
    Times.Windows fromLeft =
        ofLeft.moved(column -> List.of(column < leftWidth ? column : column + rightWidth));
    Times.Windows fromRight =
        ofRight.moved(
            column ->
                List.of(
                    column < rightWidth
                        ? leftWidth + column
                        : width + shift + column - rightWidth));
    Times.Windows windows =
        switch (join.type()) {
          case INNER -> fromLeft.with(fromRight);
          case RIGHT -> fromRight;
          case FULL -> null;
          default -> fromLeft;
        };
    Times times = windows == null ? Times.NONE : new Times(windows.times(), List.of(windows));
    List<Expression> columns = TimedPlan.columns(plan, order);
    return new TimedPlan(
        Plan.Calc.isIdentity(columns, schema.size()) ? plan : plans.project(plan, columns),
        width,
        times);
  }

  private Expression shifted(Expression condition, int from, int by) {
    return by == 0
        ? condition
        : expressions.replace(
            condition,
            reference -> {
              int index = ((Expression.InputRef) reference).index();
              return index < from
                  ? reference
                  : new Expression.InputRef(index + by, reference.type());
            });
  }
}
