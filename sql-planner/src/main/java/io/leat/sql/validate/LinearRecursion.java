package io.leat.sql.validate;

import io.leat.runtime.error.LeatException;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Intersect;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Minus;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexVisitorImpl;
import org.apache.calcite.sql.SqlNode;

/**
 * The rule that a recursive query reads its relation linearly: each row that it gives comes from
 * one row of the relation, whatever else the relation holds.
 */
final class LinearRecursion {
  private final String relation;
  private final SqlNode place;

  private LinearRecursion(String relation, SqlNode place) {
    this.relation = relation;
    this.place = place;
  }

  /**
   * Refuses what is not linear, by its name.
   *
   * @param place the query in the statement's text
   */
  static void require(RelNode step, String relation, SqlNode place) {
    new LinearRecursion(relation, place).reads(step);
  }

  /** Whether a row of {@code rel} comes from a row of the relation. */
  private boolean reads(RelNode rel) {
    if (rel instanceof TableScan scan) {
      return Recursion.reads(scan, relation);
    }
    if (rel instanceof Project project) {
      project.getProjects().forEach(this::requireNoSubQuery);
      boolean reads = reads(project.getInput());
      if (reads && project.getProjects().stream().anyMatch(RexOver::containsOver)) {
        throw refused("a window function over the recursive relation '" + relation + "'");
      }
      return reads;
    }
    if (rel instanceof Filter filter) {
      requireNoSubQuery(filter.getCondition());
      return reads(filter.getInput());
    }
    if (rel instanceof Union union && union.all) {
      long reading = union.getInputs().stream().filter(this::reads).count();
      if (reading > 0 && reading < union.getInputs().size()) {
        throw refused("UNION ALL of the recursive relation '" + relation + "' with another query");
      }
      return reading > 0;
    }
    if (rel instanceof Join join) {
      return join(join);
    }
    if (rel instanceof Correlate correlate) {
      if (reads(correlate.getRight())) {
        throw refused("the recursive relation '" + relation + "' inside LATERAL");
      }
      return reads(correlate.getLeft());
    }
    for (RelNode input : rel.getInputs()) {
      if (reads(input)) {
        throw refused(described(rel) + " of the recursive relation '" + relation + "'");
      }
    }
    return false;
  }

  private boolean join(Join join) {
    requireNoSubQuery(join.getCondition());
    boolean left = reads(join.getLeft());
    boolean right = reads(join.getRight());
    if (left && right) {
      throw refused("reading the recursive relation '" + relation + "' twice in one query");
    }
    boolean filled =
        (left && join.getJoinType().generatesNullsOnLeft())
            || (right && join.getJoinType().generatesNullsOnRight());
    if (filled || (right && !join.getJoinType().projectsRight())) {
      throw refused(
          "the recursive relation '"
              + relation
              + "' on that side of an outer join that may be filled with NULLs");
    }
    return left || right;
  }

  private static String described(RelNode rel) {
    if (rel instanceof Aggregate aggregate) {
      return aggregate.getAggCallList().isEmpty() ? "DISTINCT" : "an aggregate";
    }
    if (rel instanceof Union) {
      return "UNION without ALL";
    }
    if (rel instanceof Intersect) {
      return "INTERSECT";
    }
    if (rel instanceof Minus) {
      return "EXCEPT";
    }
    if (rel instanceof Sort sort) {
      return sort.fetch == null && sort.offset == null ? "ORDER BY" : "LIMIT";
    }
    return rel instanceof Recursion ? "a recursion inside the recursion" : "this use";
  }

  private void requireNoSubQuery(RexNode expression) {
    expression.accept(
        new RexVisitorImpl<Void>(true) {
          @Override
          public Void visitSubQuery(RexSubQuery subQuery) {
            if (mentions(subQuery.rel)) {
              throw refused("the recursive relation '" + relation + "' inside a subquery");
            }
            return super.visitSubQuery(subQuery);
          }
        });
  }

  private boolean mentions(RelNode rel) {
    return (rel instanceof TableScan scan && Recursion.reads(scan, relation))
        || rel.getInputs().stream().anyMatch(this::mentions);
  }

  private LeatException refused(String what) {
    return QueryRewriter.refused(
        what, "join the relation with what it needs, once, and filter the result", place);
  }
}
