package io.leat.sql.lower;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.JoinKey;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.circuit.TableDefinition;
import io.leat.runtime.connector.Connector;
import io.leat.runtime.connector.Connectors;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Joins as of processing time with a table whose connector finds rows by key: nothing is read of it
 * but what is asked for.
 */
final class LookupNodes {
  private final CircuitNodes nodes;
  private final Expressions expressions;

  LookupNodes(CircuitNodes nodes, Expressions expressions) {
    this.nodes = nodes;
    this.expressions = expressions;
  }

  /** Whether a join in time is one with such a table. */
  boolean isLookup(TimePlan.TimedJoin timed) {
    if (timed.leftTime() >= 0 || timed.distance().isPresent()) {
      return false;
    }
    Plan right = timed.join().right();
    Plan below = right instanceof Plan.Calc calc ? calc.input() : right;
    if (!(below instanceof Plan.Scan scan) || scan.table().isStored()) {
      return false;
    }
    Connector connector = Connectors.find(scan.table().connector());
    return connector != null && connector.lookups(scan.table()).isPresent();
  }

  /** The node of such a join. */
  int add(TimePlan.TimedJoin timed, int leftBelow) {
    Plan.Join join = timed.join();
    Plan right = join.right();
    Plan.Calc calc = right instanceof Plan.Calc made ? made : null;
    Plan.Scan scan = (Plan.Scan) (calc == null ? right : calc.input());
    TableDefinition table = scan.table();
    if (nodes.isLocal()) {
      throw LeatException.notSupported(
          "a lookup in table '" + table.name() + "' in a recursive query",
          "join the result of the recursion");
    }
    List<Integer> columns = calc == null ? TableReads.allColumns(scan) : TableReads.columnsOf(calc);
    List<JoinKey> lookupKeys =
        lookupKeys(join, calc, nodes.get(leftBelow).schema(), table.schema());
    if (lookupKeys.isEmpty()) {
      throw LeatException.notSupported(
          "a lookup in table '" + table.name() + "' without an equality of one of its columns",
          "Join ON column = value, where the value is CAST to the column's type if need be");
    }
    boolean appendOnly = nodes.traits(leftBelow).appendOnly();
    int input = appendOnly ? leftBelow : summed(leftBelow);
    String detail =
        join.type()
            + " "
            + table.name()
            + " "
            + columns
            + " "
            + lookupKeys
            + " "
            + join.keys()
            + " "
            + (calc == null ? "" : calc.condition() + " " + calc.projections())
            + " "
            + join.condition();
    Optional<Node.Calc> rightRows =
        Optional.ofNullable(calc)
            .map(given -> TableReads.overColumns(given, columns, expressions))
            .filter(given -> !isIdentity(given, columns.size()))
            .map(
                given ->
                    new Node.Calc(
                        "right", input, given.condition(), given.projections(), given.schema()));
    return nodes.share(
        List.of("lookup", input, table, detail, join.schema()),
        () ->
            new Node.Lookup(
                nodes.id("lookup", List.of(input), detail),
                input,
                table,
                columns,
                lookupKeys,
                rightRows,
                join.type(),
                join.keys(),
                join.condition(),
                appendOnly,
                join.schema()));
  }

  private static boolean isIdentity(Plan.Calc calc, int columns) {
    return calc.condition().isEmpty() && Plan.Calc.isIdentity(calc.projections(), columns);
  }

  /** Equal rows on one shard, each with the sum of its changes in an epoch. */
  private int summed(int below) {
    RowSchema schema = nodes.get(below).schema();
    int placed =
        schema.size() == 0
            ? nodes.singleton(below)
            : nodes.hashed(below, CircuitBuilder.all(schema));
    return nodes.share(
        List.of("consolidate", placed),
        () -> new Node.Consolidate(nodes.id("consolidate", List.of(placed), ""), placed, schema));
  }

  /** The join's keys that are columns of the table, with values by which it can be asked. */
  private static List<JoinKey> lookupKeys(
      Plan.Join join, Plan.@Nullable Calc calc, RowSchema left, RowSchema table) {
    List<JoinKey> keys = new ArrayList<>();
    for (JoinKey key : join.keys()) {
      int column = key.right();
      if (calc != null) {
        column =
            calc.projections().get(key.right()) instanceof Expression.InputRef reference
                ? reference.index()
                : -1;
      }
      if (column >= 0
          && !key.nullsMatch()
          && sameValues(left.type(key.left()), table.type(column))) {
        keys.add(new JoinKey(key.left(), column, false));
      }
    }
    return keys;
  }

  private static boolean sameValues(DataType left, DataType right) {
    return (left.kind() == right.kind() && !left.kind().isNested())
        || (isText(left) && isText(right))
        || (left.kind().isBinary() && right.kind().isBinary());
  }

  private static boolean isText(DataType type) {
    return type.kind().isCharacter();
  }
}
