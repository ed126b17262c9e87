package io.leat.sql.lower;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.JoinKey;
import io.leat.runtime.circuit.JoinType;
import io.leat.runtime.circuit.KeyRange;
import io.leat.runtime.circuit.TableDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Joins of constant rows with a stored table, as INSERT … ON CONFLICT DO UPDATE is: only rows of
 * the table that one of the constants can meet are read.
 */
final class JoinedKeys {
  private final Function<TableDefinition, List<KeyOrder>> orders;
  private final DerivedConstants derived;
  private final int mostAlternatives;

  JoinedKeys(
      Function<TableDefinition, List<KeyOrder>> orders,
      DerivedConstants derived,
      int mostAlternatives) {
    this.orders = orders;
    this.derived = derived;
    this.mostAlternatives = mostAlternatives;
  }

  /** The same join, with a range where it gives one. */
  Plan apply(Plan.Join join) {
    JoinType type = join.type();
    if (join.left() instanceof Plan.Constant rows && !type.keepsRight()) {
      Plan right = ranged(join.right(), rows, join.keys(), JoinKey::left, JoinKey::right);
      return right == null ? join : join.withInputs(List.of(join.left(), right));
    }
    boolean leftUnmatchedGoes = !type.keepsLeft() && type != JoinType.ANTI;
    if (join.right() instanceof Plan.Constant rows && leftUnmatchedGoes) {
      Plan left = ranged(join.left(), rows, join.keys(), JoinKey::right, JoinKey::left);
      return left == null ? join : join.withInputs(List.of(left, join.right()));
    }
    return join;
  }

  private @Nullable Plan ranged(
      Plan side,
      Plan.Constant rows,
      List<JoinKey> keys,
      Function<JoinKey, Integer> given,
      Function<JoinKey, Integer> found) {
    Plan.Calc calc = side instanceof Plan.Calc above ? above : null;
    Plan below = calc == null ? side : calc.input();
    if (!(below instanceof Plan.Scan scan)
        || !scan.table().isStored()
        || scan.range().isPresent()
        || rows.rows().isEmpty()
        || rows.rows().size() > mostAlternatives) {
      return null;
    }
    KeyRange best = null;
    for (KeyOrder order : orders.apply(scan.table())) {
      List<Integer> columns = new ArrayList<>();
      for (int column : order.columns()) {
        Integer from =
            keys.stream()
                .filter(key -> !key.nullsMatch() && column(calc, found.apply(key)) == column)
                .map(given)
                .findFirst()
                .orElse(null);
        if (from == null) {
          break;
        }
        columns.add(from);
      }
      boolean better = best == null || columns.size() > best.columns().size();
      if (!columns.isEmpty() && better) {
        KeyRange range = range(order, columns, rows, scan.table());
        best = range == null ? best : range;
      }
    }
    if (best == null) {
      return null;
    }
    Plan.Scan lookup = new Plan.Scan(scan.table(), Optional.of(best));
    return calc == null ? lookup : calc.withInputs(List.of(lookup));
  }

  /** The table's column that a column of the side is; −1 if it is computed. */
  private static int column(Plan.@Nullable Calc calc, int column) {
    if (calc == null) {
      return column;
    }
    return calc.projections().get(column) instanceof Expression.InputRef reference
        ? reference.index()
        : -1;
  }

  /** Null if a value cannot be looked up, or none of the rows can meet any. */
  private @Nullable KeyRange range(
      KeyOrder order, List<Integer> from, Plan.Constant rows, TableDefinition table) {
    List<KeyRange.Interval> intervals = new ArrayList<>();
    for (List<Expression.Constant> row : rows.rows()) {
      List<Expression.Constant> equal = new ArrayList<>();
      boolean meets = true;
      for (int i = 0; i < from.size(); i++) {
        Expression.Constant value = row.get(from.get(i));
        if (value instanceof Expression.Literal literal && literal.value() == null) {
          meets = false;
          break;
        }
        Optional<Expression.Constant> key =
            KeyCondition.inType(value, table.schema().type(order.columns().get(i)), derived);
        if (key.isEmpty()) {
          return null;
        }
        equal.add(key.get());
      }
      if (meets) {
        intervals.add(new KeyRange.Interval(equal, Optional.empty(), Optional.empty()));
      }
    }
    return intervals.isEmpty()
        ? null
        : new KeyRange(
            order.index(),
            order.columns().subList(0, from.size()),
            intervals.stream().distinct().toList());
  }
}
