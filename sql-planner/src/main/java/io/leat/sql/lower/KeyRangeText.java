package io.leat.sql.lower;

import io.leat.runtime.circuit.KeyRange;
import io.leat.runtime.types.RowSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A key range as people read it. */
final class KeyRangeText {
  /** More alternatives than this are only counted. */
  private static final int MOST_SHOWN = 3;

  private KeyRangeText() {}

  static String of(KeyRange range, RowSchema table) {
    List<String> names = ColumnNames.of(table);
    String rows =
        range.alternatives().stream()
            .limit(MOST_SHOWN)
            .map(interval -> interval(interval, range.columns().stream().map(names::get).toList()))
            .collect(Collectors.joining(" or "));
    int more = range.alternatives().size() - MOST_SHOWN;
    return range.index().map(index -> "index " + index).orElse("primary key")
        + ": "
        + rows
        + (more > 0 ? " or " + more + " more" : "");
  }

  private static String interval(KeyRange.Interval interval, List<String> columns) {
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < interval.equal().size(); i++) {
      parts.add(columns.get(i) + " = " + ExpressionText.constant(interval.equal().get(i)));
    }
    int next = interval.equal().size();
    interval
        .lower()
        .ifPresent(
            bound ->
                parts.add(
                    columns.get(next)
                        + (bound.inclusive() ? " >= " : " > ")
                        + ExpressionText.constant(bound.value())));
    interval
        .upper()
        .ifPresent(
            bound ->
                parts.add(
                    columns.get(next)
                        + (bound.inclusive() ? " <= " : " < ")
                        + ExpressionText.constant(bound.value())));
    return String.join(" and ", parts);
  }
}
