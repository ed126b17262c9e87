package io.leat.sql.validate;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;

/**
 * Tells {@code (a, b)} that only groups values from a value of type ROW: rows of VALUES, groups of
 * GROUP BY, both sides of a comparison, IN, ANY and ALL. Rows that are compared field by field know
 * of NULL in three values; those that are one value do not.
 */
final class RowGroups {
  private final Set<SqlNode> groups = Collections.newSetFromMap(new IdentityHashMap<>());

  /** Whether this node, met before as part of another one, groups values. */
  boolean contains(SqlNode node) {
    return groups.contains(node);
  }

  /** Notes that the node groups values, if it is a row. */
  void add(SqlNode node) {
    if (node.getKind() == SqlKind.ROW) {
      groups.add(node);
    }
  }

  /** Notes the operands of this call that group values. */
  void enter(SqlCall call) {
    switch (call.getKind()) {
      case EQUALS,
          NOT_EQUALS,
          LESS_THAN,
          LESS_THAN_OR_EQUAL,
          GREATER_THAN,
          GREATER_THAN_OR_EQUAL,
          IS_DISTINCT_FROM,
          IS_NOT_DISTINCT_FROM,
          BETWEEN -> {
        boolean allRows =
            call.getOperandList().stream().allMatch(node -> node.getKind() == SqlKind.ROW);
        boolean query = call.getOperandList().stream().anyMatch(QueryConverter::isQuery);
        if (allRows || query) {
          call.getOperandList().forEach(this::add);
        }
      }
      case IN, NOT_IN, SOME, ALL -> {
        boolean array =
            call.operand(1) instanceof SqlNodeList list
                && list.size() == 1
                && list.get(0).getKind() != SqlKind.ROW;
        if (call.operand(0).getKind() == SqlKind.ROW && !array) {
          add(call.operand(0));
          if (call.operand(1) instanceof SqlNodeList list) {
            list.forEach(this::add);
          }
        }
      }
      case OVERLAPS,
          CONTAINS,
          PRECEDES,
          SUCCEEDS,
          IMMEDIATELY_PRECEDES,
          IMMEDIATELY_SUCCEEDS,
          PERIOD_EQUALS,
          GROUPING_SETS,
          ROLLUP,
          CUBE ->
          call.getOperandList().forEach(this::add);
      default -> {}
    }
  }
}
