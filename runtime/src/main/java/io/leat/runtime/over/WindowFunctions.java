package io.leat.runtime.over;

import io.leat.runtime.circuit.AggregateCall;
import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.circuit.OverCall;
import io.leat.runtime.state.PartitionedRows;
import io.leat.runtime.state.RowTable;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the window functions of a node. */
public final class WindowFunctions {
  private final Node.Over node;
  private final RowSchema input;
  private final PartitionedRows rows;
  private final RowTable table;
  private final ZoneId zone;

  private WindowFunctions(Node.Over node, RowSchema input, PartitionedRows rows, ZoneId zone) {
    this.node = node;
    this.input = input;
    this.rows = rows;
    this.table = rows.rows();
    this.zone = zone;
  }

  /**
   * The functions of a node's calls, in their order.
   *
   * @param rows whose columns are the input's, then the results
   */
  public static List<WindowFunction> of(
      Node.Over node, RowSchema input, PartitionedRows rows, ZoneId zone) {
    WindowFunctions maker = new WindowFunctions(node, input, rows, zone);
    List<WindowFunction> functions = new ArrayList<>();
    for (OverCall call : node.calls()) {
      functions.add(maker.make(call, input.size() + functions.size()));
    }
    return functions;
  }

  private WindowFunction make(OverCall call, int resultColumn) {
    if (call.user().isPresent()) {
      return new FrameAggregate(user(call), frame(call), resultColumn, rows);
    }
    return switch (call.function()) {
      case "ROW_NUMBER" -> ranking(Ranking.Kind.ROW_NUMBER, call, resultColumn);
      case "RANK" -> ranking(Ranking.Kind.RANK, call, resultColumn);
      case "DENSE_RANK" -> ranking(Ranking.Kind.DENSE_RANK, call, resultColumn);
      case "PERCENT_RANK" -> ranking(Ranking.Kind.PERCENT_RANK, call, resultColumn);
      case "CUME_DIST" -> ranking(Ranking.Kind.CUME_DIST, call, resultColumn);
      case "NTILE" -> ranking(Ranking.Kind.NTILE, call, resultColumn);
      case "LAG", "LEAD" ->
          new OffsetValue(
              Value.of(call.arguments().get(0)),
              argument(call, 1),
              argument(call, 2),
              call.function().equals("LEAD"),
              call.ignoreNulls(),
              table);
      case "FIRST_VALUE", "LAST_VALUE", "NTH_VALUE" ->
          new FrameValue(
              Value.of(call.arguments().get(0)),
              call.function().equals("LAST_VALUE"),
              argument(call, 1),
              call.ignoreNulls(),
              frame(call));
      default -> new FrameAggregate(accumulator(call), frame(call), resultColumn, rows);
    };
  }

  private static @Nullable Value argument(OverCall call, int index) {
    return index < call.arguments().size() ? Value.of(call.arguments().get(index)) : null;
  }

  private static Ranking ranking(Ranking.Kind kind, OverCall call, int resultColumn) {
    return new Ranking(kind, argument(call, 0), resultColumn);
  }

  private FrameBounds frame(OverCall call) {
    return FrameBounds.of(call.frame(), table, node.order(), zone);
  }

  private FrameAccumulator accumulator(OverCall call) {
    int filter = call.filter().orElse(-1);
    boolean columnsOnly =
        call.arguments().stream().allMatch(argument -> argument instanceof Expression.InputRef);
    int[] columns =
        columnsOnly
            ? call.arguments().stream()
                .mapToInt(argument -> ((Expression.InputRef) argument).index())
                .toArray()
            : new int[0];
    if (columnsOnly) {
      switch (call.function()) {
        case "COUNT" -> {
          if (!call.distinct()) {
            return new RowCounter(table, filter, columns);
          }
        }
        case "SUM", "SUM0", "$SUM0", "AVG" -> {
          FrameAccumulator sum = call.distinct() ? null : sum(call, filter, columns[0]);
          if (sum != null) {
            return sum;
          }
        }
        case "MIN", "MAX" -> {
          return new FrameExtreme(
              table,
              filter,
              columns[0],
              call.function().equals("MAX"),
              frame(call).isUnboundedBefore());
        }
        default -> {}
      }
    }
    return general(call);
  }

  private GeneralAggregate general(OverCall call) {
    return new GeneralAggregate(
        table,
        input,
        new AggregateCall(
            call.function(),
            call.arguments(),
            call.distinct(),
            call.filter(),
            List.of(),
            call.type(),
            call.user()));
  }

  /** Different arguments once have no place in the window's order: they come by their values. */
  private FrameAccumulator user(OverCall call) {
    return call.distinct()
        ? general(call)
        : new UserAggregate(table, call, call.user().orElseThrow());
  }

  /** SUM or AVG; null if the general way is to be gone. */
  private @Nullable FrameAccumulator sum(OverCall call, int filter, int column) {
    DataType type = input.type(column);
    boolean average = call.function().equals("AVG");
    boolean zeroIfEmpty = call.function().endsWith("SUM0");
    return switch (type.physical()) {
      case INT, LONG ->
          new WholeSum(
              table,
              filter,
              column,
              ((ScalarType) type).scale(),
              average,
              zeroIfEmpty,
              call.type());
      case FLOAT, DOUBLE ->
          new FloatingSum(table, filter, column, average, zeroIfEmpty, call.type());
      default -> null;
    };
  }
}
