package io.leat.sql.lower;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import io.leat.sql.catalog.CatalogTable;
import io.leat.sql.validate.TypeMapping;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/** Calcite's relational expressions as physical plans. */
final class RelLowering {
  private final Expressions expressions;
  private final PlanBuilder plans;
  private final LiteralLowering literals;

  RelLowering(ZoneId zone) {
    this.expressions = new Expressions(zone);
    this.plans = new PlanBuilder(expressions);
    this.literals = new LiteralLowering(zone);
  }

  PlanBuilder plans() {
    return plans;
  }

  Expressions expressions() {
    return expressions;
  }

  Plan lower(RelNode rel) {
    if (rel instanceof TableScan scan) {
      return new Plan.Scan(
          Objects.requireNonNull(scan.getTable().unwrap(CatalogTable.class), "scanned table"));
    }
    if (rel instanceof Project project) {
      Plan input = lower(project.getInput());
      return plans.project(
          input,
          lowerAll(project.getProjects(), input, project),
          project.getRowType().getFieldNames());
    }
    if (rel instanceof Filter filter) {
      Plan input = lower(filter.getInput());
      return plans.filter(input, lowerAll(List.of(filter.getCondition()), input, filter).get(0));
    }
    if (rel instanceof Union union && union.all) {
      return plans.union(
          union.getInputs().stream().map(this::lower).toList(),
          TypeMapping.toSchema(union.getRowType()));
    }
    if (rel instanceof Values values) {
      return values(values);
    }
    if (rel instanceof Sort sort && sort.getCollation().getFieldCollations().isEmpty()) {
      return plans.limit(lower(sort.getInput()), count(sort.offset, 0), count(sort.fetch, -1));
    }
    throw LeatException.notSupported(
        "the operation " + rel.getRelTypeName(), "use SELECT with WHERE, UNION ALL and LIMIT");
  }

  private List<Expression> lowerAll(List<RexNode> nodes, Plan input, RelNode rel) {
    List<DataType> types = input.schema().types();
    ExpressionLowering lowering =
        new ExpressionLowering(types, expressions, rel.getCluster().getRexBuilder(), literals);
    return nodes.stream().map(lowering::lower).toList();
  }

  private Plan values(Values values) {
    RowSchema schema = TypeMapping.toSchema(values.getRowType());
    return new Plan.Constant(
        schema,
        values.getTuples().stream()
            .map(
                tuple -> {
                  List<Expression.Literal> row = new ArrayList<>();
                  for (int i = 0; i < tuple.size(); i++) {
                    row.add(
                        expressions.evaluate(
                            expressions.cast(literals.lower(tuple.get(i)), schema.type(i), false)));
                  }
                  return List.copyOf(row);
                })
            .toList());
  }

  private static long count(@Nullable RexNode count, long absent) {
    if (count == null) {
      return absent;
    }
    if (count instanceof RexLiteral literal) {
      return Objects.requireNonNull(literal.getValueAs(BigDecimal.class), "count").longValueExact();
    }
    throw LeatException.notSupported("LIMIT with an expression", "write the number");
  }
}
