package io.leat.sql.lower;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.OverCall;
import io.leat.runtime.circuit.SortKey;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import io.leat.sql.catalog.CatalogFunction;
import io.leat.sql.validate.AggregateFunction;
import io.leat.sql.validate.AggregateSignature;
import io.leat.sql.validate.FilteredAggregate;
import io.leat.sql.validate.WindowFunction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rex.RexFieldCollation;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.sql.SqlAggFunction;

/**
 * Window functions: one {@link Plan.Over} for each partition and order, above each other, over a
 * calc that computes what they partition and order by and their arguments.
 */
final class OverLowering {
  private static final Set<String> FRAMED = Set.of("FIRST_VALUE", "LAST_VALUE", "NTH_VALUE");

  private final Expressions expressions;
  private final PlanBuilder plans;
  private final Function<RexNode, Expression> lowering;
  private final Frame rows;
  private final WindowFrames frames;
  private final RowSchema input;
  private final List<Expression> below = new ArrayList<>();

  /**
   * Lowers the window functions of one relation's expressions, each window within the outer values
   * of its row.
   */
  OverLowering(RelLowering relations, Frame rows) {
    this.expressions = relations.expressions();
    this.plans = relations.plans();
    this.rows = rows;
    this.lowering = node -> relations.lowerAll(List.of(node), rows).get(0);
    this.frames = new WindowFrames(expressions, lowering);
    this.input = rows.plan().schema();
    this.below.addAll(PlanBuilder.references(input));
  }

  /** All window functions in expressions, each once. */
  static List<RexOver> findAll(List<RexNode> expressions) {
    Set<RexOver> found = new LinkedHashSet<>();
    RexShuttle finder =
        new RexShuttle() {
          @Override
          public RexNode visitOver(RexOver over) {
            found.add(over);
            return over;
          }
        };
    expressions.forEach(expression -> expression.accept(finder));
    return List.copyOf(found);
  }

  private record Window(List<Integer> partition, List<SortKey> order) {}

  /** A call and its place among all. */
  private record Placed(int place, OverCall call) {}

  /** Adds the calls' results to the rows. */
  void answer(List<RexOver> calls) {
    Map<Window, List<Placed>> windows = new LinkedHashMap<>();
    for (int i = 0; i < calls.size(); i++) {
      RexOver over = calls.get(i);
      windows
          .computeIfAbsent(window(over), unused -> new ArrayList<>())
          .add(new Placed(i, call(over)));
    }
    Plan result =
        below.size() == input.size()
            ? rows.plan()
            : plans.project(rows.plan(), below, names(below.size(), "f"));
    int[] columns = new int[calls.size()];
    for (Map.Entry<Window, List<Placed>> entry : inOrder(windows)) {
      for (Placed placed : entry.getValue()) {
        columns[placed.place()] = result.schema().size() + entry.getValue().indexOf(placed);
      }
      result = over(result, entry.getKey(), entry.getValue());
    }
    List<Expression> outputs = new ArrayList<>(PlanBuilder.references(input));
    for (int column : columns) {
      outputs.add(new Expression.InputRef(column, result.schema().type(column)));
    }
    rows.replace(plans.project(result, outputs, names(outputs.size(), "w")));
    for (int i = 0; i < calls.size(); i++) {
      rows.answer(calls.get(i), rows.column(input.size() + i));
    }
  }

  /**
   * Windows of one partition next to each other, so that rows move once; one that only numbers rows
   * last, where a filter on the number finds it.
   */
  private static List<Map.Entry<Window, List<Placed>>> inOrder(Map<Window, List<Placed>> windows) {
    List<Map.Entry<Window, List<Placed>>> entries = new ArrayList<>(windows.entrySet());
    List<List<Integer>> partitions = new ArrayList<>();
    List<List<Integer>> numbered = new ArrayList<>();
    for (Map.Entry<Window, List<Placed>> entry : entries) {
      partitions.add(entry.getKey().partition());
      if (numbersOnly(entry)) {
        numbered.add(entry.getKey().partition());
      }
    }
    entries.sort(
        Comparator.comparing(
                (Map.Entry<Window, List<Placed>> entry) ->
                    numbered.contains(entry.getKey().partition()))
            .thenComparing(entry -> partitions.indexOf(entry.getKey().partition()))
            .thenComparing(OverLowering::numbersOnly));
    return entries;
  }

  private static boolean numbersOnly(Map.Entry<Window, List<Placed>> entry) {
    return entry.getValue().stream()
        .allMatch(placed -> placed.call().function().equals("ROW_NUMBER"));
  }

  private static Plan over(Plan input, Window window, List<Placed> calls) {
    List<RowSchema.Field> fields = new ArrayList<>(input.schema().fields());
    for (Placed placed : calls) {
      fields.add(new RowSchema.Field("w" + placed.place(), placed.call().type()));
    }
    return new Plan.Over(
        input,
        window.partition(),
        window.order(),
        calls.stream().map(Placed::call).toList(),
        new RowSchema(fields));
  }

  /** Names of computed columns; the input's keep theirs. */
  private List<String> names(int count, String prefix) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      names.add(i < input.size() ? input.name(i) : prefix + (i - input.size()));
    }
    return names;
  }

  /** The column below the windows that has the expression's value. */
  private int column(Expression expression) {
    if (expression instanceof Expression.InputRef reference) {
      return reference.index();
    }
    int known = below.indexOf(expression);
    if (known >= 0 && Expressions.deterministic(expression)) {
      return known;
    }
    below.add(expression);
    return below.size() - 1;
  }

  private Window window(RexOver over) {
    TreeSet<Integer> partition = new TreeSet<>();
    rows.domainColumns().forEach(column -> partition.add(column(column)));
    for (RexNode key : over.getWindow().partitionKeys) {
      Expression value = lowering.apply(key);
      if (!(value instanceof Expression.Literal)) {
        partition.add(column(value));
      }
    }
    List<SortKey> order = new ArrayList<>();
    Set<Integer> ordered = new TreeSet<>(partition);
    boolean ranged = isRanged(over);
    for (RexFieldCollation key : over.getWindow().orderKeys) {
      Expression value = lowering.apply(key.left);
      if (value instanceof Expression.Literal && !ranged) {
        continue;
      }
      RelLowering.requireOrder(value.type());
      int column = column(value);
      if (ordered.add(column) || ranged) {
        order.add(
            new SortKey(
                column,
                key.getDirection().isDescending(),
                key.getNullDirection() == RelFieldCollation.NullDirection.FIRST));
      }
    }
    return new Window(List.copyOf(partition), List.copyOf(order));
  }

  /** Whether a bound is a distance of the order key's value. */
  private static boolean isRanged(RexOver over) {
    return !over.getWindow().isRows()
        && (over.getWindow().getLowerBound().getOffset() != null
            || over.getWindow().getUpperBound().getOffset() != null);
  }

  private OverCall call(RexOver over) {
    List<Expression> arguments = new ArrayList<>();
    over.getOperands().forEach(operand -> arguments.add(lowering.apply(operand)));
    SqlAggFunction function = over.getAggOperator();
    if (function instanceof WindowFunction own) {
      return windowFunction(own, over, arguments);
    }
    if (function instanceof FilteredAggregate filtered) {
      Expression condition = arguments.remove(arguments.size() - 1);
      return aggregate(filtered.aggregate(), over, arguments, OptionalInt.of(column(condition)));
    }
    if (function instanceof AggregateFunction aggregate) {
      return aggregate(aggregate, over, arguments, OptionalInt.empty());
    }
    throw LeatException.notSupported(
        "the function " + function.getName() + " with OVER", "use an aggregate or a rank");
  }

  private OverCall windowFunction(
      WindowFunction function, RexOver over, List<Expression> arguments) {
    WindowFunction.Resolution resolution =
        Objects.requireNonNull(function.resolve(types(arguments)), "valid call");
    List<Expression> cast = cast(arguments, resolution.parameters());
    String name = function.functionName();
    switch (name) {
      case "NTILE" -> requireCount(name, cast.get(0));
      case "NTH_VALUE" -> requireCount(name, cast.get(1));
      default -> {}
    }
    return new OverCall(
        name,
        placed(cast),
        FRAMED.contains(name) ? frames.frame(over.getWindow()) : WindowFrames.PARTITION,
        false,
        OptionalInt.empty(),
        function.ignoresNulls(),
        resolution.result());
  }

  private static void requireCount(String function, Expression count) {
    if (!(count instanceof Expression.Literal literal)) {
      throw LeatException.notSupported(
          "a count that differs by row in " + function, "write the number");
    }
    if (literal.value() instanceof Long value && value < 1) {
      throw new LeatException(
          SqlState.INVALID_PARAMETER_VALUE, function + " counts from 1, not from " + value);
    }
  }

  private OverCall aggregate(
      AggregateFunction function, RexOver over, List<Expression> arguments, OptionalInt filter) {
    CatalogFunction.Java user = function.user();
    AggregateSignature signature = function.signature();
    AggregateSignature.Resolution resolution =
        Objects.requireNonNull(signature.resolve(types(arguments)), "valid call");
    List<Expression> columns = new ArrayList<>();
    List<Expression> cast = cast(arguments, resolution.parameters());
    for (int i = 0; i < cast.size(); i++) {
      boolean setting = AggregateLowering.isSetting(signature, i);
      if (setting && !(cast.get(i) instanceof Expression.Literal)) {
        throw LeatException.notSupported(
            "a second argument of " + signature.name() + " that is not constant",
            "write the constant");
      }
      columns.add(
          setting ? cast.get(i) : new Expression.InputRef(column(cast.get(i)), cast.get(i).type()));
    }
    if (signature.name().equals("LISTAGG") && columns.size() == 1) {
      columns.add(Expressions.literal(",", ScalarType.STRING));
    }
    String option = function.option();
    if (option != null) {
      columns.add(Expressions.literal(option, ScalarType.STRING));
    }
    return new OverCall(
        user == null ? signature.name() : user.name().name(),
        columns,
        frames.frame(over.getWindow()),
        over.isDistinct(),
        filter,
        false,
        resolution.result().withNullable(!signature.countsNothing()),
        Optional.ofNullable(
            user == null ? null : AggregateLowering.method(user, resolution.parameters())));
  }

  private static List<DataType> types(List<Expression> arguments) {
    return arguments.stream().map(Expression::type).toList();
  }

  private List<Expression> cast(List<Expression> arguments, List<DataType> types) {
    List<Expression> cast = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      cast.add(expressions.cast(arguments.get(i), types.get(i), false));
    }
    return cast;
  }

  /** Arguments as columns below the windows; constants stay. */
  private List<Expression> placed(List<Expression> arguments) {
    return arguments.stream()
        .map(
            argument ->
                argument instanceof Expression.Literal
                    ? argument
                    : new Expression.InputRef(column(argument), argument.type()))
        .toList();
  }
}
