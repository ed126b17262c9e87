package io.leat.sql.validate;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.UnaryOperator;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSetOperator;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * Brings a query of WITH RECURSIVE that reads itself into the form {@code first UNION [ALL] step}:
 * of a chain of unions those that do not read the relation come first.
 */
final class RecursionRewriter {
  private final UnaryOperator<SqlNode> queries;
  private final IntSupplier reads;

  /**
   * A rewriter of one relation's query.
   *
   * @param queries prepares a part of it
   * @param reads how often the relation has been named so far
   */
  RecursionRewriter(UnaryOperator<SqlNode> queries, IntSupplier reads) {
    this.queries = queries;
    this.reads = reads;
  }

  /** The query prepared; as it is, if it does not read the relation. */
  SqlNode rewrite(SqlWithItem item) {
    SqlNode query = item.query;
    if (query.getKind() != SqlKind.UNION) {
      return plain(item, query);
    }
    SqlCall union = (SqlCall) query;
    SqlSetOperator operator = (SqlSetOperator) union.getOperator();
    List<SqlNode> base = new ArrayList<>();
    List<SqlNode> steps = new ArrayList<>();
    for (SqlNode term : terms(union, operator)) {
      int before = reads.getAsInt();
      SqlNode prepared = queries.apply(term);
      (reads.getAsInt() == before ? base : steps).add(prepared);
    }
    if (steps.isEmpty()) {
      return combined(base, operator);
    }
    if (base.isEmpty()) {
      throw invalid(
          item, "the recursive query of '" + item.name.getSimple() + "' begins with nothing");
    }
    String name = item.name.getSimple();
    return new RecursiveUnion(name, operator.isAll())
        .createCall(
            query.getParserPosition(),
            new RecursionBase(combined(base, operator), item),
            combined(steps, SqlStdOperatorTable.UNION_ALL));
  }

  private SqlNode plain(SqlWithItem item, SqlNode query) {
    int before = reads.getAsInt();
    SqlNode prepared = queries.apply(query);
    if (reads.getAsInt() == before) {
      return prepared;
    }
    if (query.getKind() == SqlKind.ORDER_BY || query.getKind() == SqlKind.WITH) {
      throw QueryRewriter.refused(
          (query.getKind() == SqlKind.WITH ? "WITH" : "ORDER BY or LIMIT")
              + " in the recursive query of '"
              + item.name.getSimple()
              + "'",
          query.getKind() == SqlKind.WITH
              ? "define its queries before this one"
              : "use it where the relation is read",
          item.name);
    }
    throw invalid(
        item,
        "the query of '"
            + item.name.getSimple()
            + "' reads itself, but is not of the form first UNION [ALL] step");
  }

  private static LeatException invalid(SqlWithItem item, String message) {
    return new LeatException(
        SqlState.INVALID_RECURSION,
        message,
        Positions.of(item.name),
        "write WITH RECURSIVE r AS (SELECT … UNION ALL SELECT … FROM r …)",
        null);
  }

  /** The queries of a chain of the same union, in order. */
  private static List<SqlNode> terms(SqlNode node, SqlSetOperator operator) {
    if (!(node instanceof SqlCall call)
        || !(call.getOperator() instanceof SqlSetOperator other)
        || other.getKind() != SqlKind.UNION
        || other.isAll() != operator.isAll()) {
      return List.of(node);
    }
    List<SqlNode> terms = new ArrayList<>();
    call.getOperandList().forEach(operand -> terms.addAll(terms(operand, operator)));
    return terms;
  }

  private static SqlNode combined(List<SqlNode> terms, SqlSetOperator operator) {
    SqlNode result = terms.get(0);
    for (SqlNode term : terms.subList(1, terms.size())) {
      SqlParserPos pos = result.getParserPosition().plus(term.getParserPosition());
      result = operator.createCall(pos, result, term);
    }
    return result;
  }
}
