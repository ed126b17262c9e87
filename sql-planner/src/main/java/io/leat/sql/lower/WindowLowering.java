package io.leat.sql.lower;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.Window;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import io.leat.sql.validate.TypeMapping;
import io.leat.sql.validate.WatermarkedTable;
import io.leat.sql.validate.WindowColumn;
import io.leat.sql.validate.WindowKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/** Tables with watermarks, and window table functions. */
final class WindowLowering {
  private static final long MILLI = 1_000;

  private final RelLowering relations;
  private final PlanBuilder plans;
  private final Expressions expressions;

  WindowLowering(RelLowering relations, PlanBuilder plans, Expressions expressions) {
    this.relations = relations;
    this.plans = plans;
    this.expressions = expressions;
  }

  /** Whether a projection adds windows to rows. */
  static boolean addsWindows(Project project) {
    return project.getProjects().stream().anyMatch(WindowLowering::isWindow);
  }

  private static boolean isWindow(RexNode node) {
    return node instanceof RexCall call && call.getOperator() instanceof WindowColumn;
  }

  /** The least step of a time attribute. */
  static long unitMicros(DataType time) {
    return ((ScalarType) time).precision() > 3 ? 1 : MILLI;
  }

  Lowered watermark(WatermarkedTable table) {
    Plan input = relations.lower(table.getInput(), null).plan();
    RowSchema schema = TypeMapping.toSchema(table.getRowType());
    DataType time = schema.type(table.times().iterator().next());
    return new Lowered(
        new TimePlan.Watermark(
            input,
            table.times(),
            unitMicros(time),
            table.idleMicros(),
            table.byProcessingTime(),
            table.alignment(),
            schema),
        schema.size());
  }

  Lowered lower(Project project, @Nullable Domain domain) {
    Lowered input = relations.present(relations.lower(project.getInput(), domain), domain);
    Frame frame = new Frame(input, domain, Set.of());
    RexCall first =
        (RexCall)
            project.getProjects().stream()
                .filter(WindowLowering::isWindow)
                .findFirst()
                .orElseThrow();
    WindowColumn function = (WindowColumn) first.getOperator();
    List<Expression> operands = relations.lowerAll(first.getOperands(), frame);
    List<Expression> below = new ArrayList<>(PlanBuilder.references(frame.plan().schema()));
    int time = column(operands.get(0), below);
    int keys = 1 + function.intervals();
    List<Integer> partition = new ArrayList<>();
    for (Expression key : operands.subList(keys, operands.size())) {
      if (!(key instanceof Expression.Literal)) {
        partition.add(column(key, below));
      }
    }
    frame.domainColumns().forEach(column -> partition.add(column(column, below)));
    Plan rows =
        below.size() == frame.plan().schema().size()
            ? frame.plan()
            : plans.project(frame.plan(), below);
    Plan windows =
        windows(
            rows,
            time,
            partition.stream().distinct().toList(),
            function,
            operands.subList(1, keys),
            project);
    int added = windows.schema().size() - WindowColumn.Part.values().length;
    List<Expression> columns = new ArrayList<>();
    for (RexNode node : project.getProjects()) {
      columns.add(
          node instanceof RexCall call && call.getOperator() instanceof WindowColumn column
              ? PlanBuilder.reference(
                  windows, added + List.of(WindowColumn.Part.values()).indexOf(column.part()))
              : relations.lowerAll(List.of(node), frame).get(0));
    }
    int width = columns.size();
    List<String> names = new ArrayList<>(project.getRowType().getFieldNames());
    for (Expression column : frame.domainColumns()) {
      columns.add(column);
      names.add("d" + names.size());
    }
    return new Lowered(plans.project(windows, columns, names), width);
  }

  private static int column(Expression expression, List<Expression> below) {
    int known = below.indexOf(expression);
    if (known >= 0) {
      return known;
    }
    below.add(expression);
    return below.size() - 1;
  }

  private Plan windows(
      Plan rows,
      int time,
      List<Integer> partition,
      WindowColumn function,
      List<Expression> given,
      Project project) {
    List<RowSchema.Field> fields = new ArrayList<>(rows.schema().fields());
    for (WindowColumn.Part part : WindowColumn.Part.values()) {
      for (int i = 0; i < project.getProjects().size(); i++) {
        if (project.getProjects().get(i) instanceof RexCall call
            && call.getOperator() instanceof WindowColumn column
            && column.part() == part) {
          fields.add(TypeMapping.toSchema(project.getRowType()).fields().get(i));
          break;
        }
      }
    }
    RowSchema schema = new RowSchema(fields);
    if (PlanBuilder.isEmpty(rows)) {
      return PlanBuilder.empty(schema);
    }
    long[] intervals = new long[given.size()];
    for (int i = 0; i < intervals.length; i++) {
      intervals[i] = micros(function, i, given.get(i));
    }
    return switch (function.window()) {
      case SESSION ->
          new TimePlan.Sessions(
              PlanBuilder.unordered(rows), time, partition, intervals[0], Optional.empty(), schema);
      case TUMBLE, HOP, CUMULATE ->
          new TimePlan.WindowAssign(
              PlanBuilder.unordered(rows), time, window(function, intervals), schema);
    };
  }

  private static Window window(WindowColumn function, long[] intervals) {
    int required = function.window() == WindowKind.TUMBLE ? 1 : 2;
    long offset = intervals.length > required ? intervals[required] : 0;
    if (function.window() == WindowKind.CUMULATE && intervals[1] % intervals[0] != 0) {
      throw new LeatException(
          SqlState.INVALID_PARAMETER_VALUE,
          "the SIZE of CUMULATE must be a multiple of its STEP, but "
              + text(intervals[1])
              + " is none of "
              + text(intervals[0]),
          function.position(),
          "arguments are (table, time, step, size)",
          null);
    }
    return switch (function.window()) {
      case HOP -> new Window.Hop(intervals[0], intervals[1], offset);
      case CUMULATE -> new Window.Cumulate(intervals[0], intervals[1], offset);
      default -> new Window.Tumble(intervals[0], offset);
    };
  }

  static String text(long micros) {
    return TimeText.text(micros);
  }

  private static boolean isConstant(Expression expression) {
    return !(expression instanceof Expression.InputRef)
        && expression.parts().stream().allMatch(WindowLowering::isConstant);
  }

  private long micros(WindowColumn function, int place, Expression interval) {
    String name = function.window() + "'s " + function.window().intervals().get(place);
    Object value = isConstant(interval) ? expressions.evaluate(interval).value() : null;
    if (!(value instanceof Duration duration)) {
      throw new LeatException(
          SqlState.INVALID_PARAMETER_VALUE,
          name + " must be a constant interval of days or less",
          function.position(),
          "write INTERVAL '10' MINUTE or the like",
          null);
    }
    long micros = duration.toSeconds() * 1_000_000 + duration.getNano() / 1_000;
    if (micros <= 0 && !function.window().intervals().get(place).equals("OFFSET")) {
      throw new LeatException(
          SqlState.INVALID_PARAMETER_VALUE,
          name + " must be more than zero, not " + text(micros),
          function.position(),
          null,
          null);
    }
    return micros;
  }
}
