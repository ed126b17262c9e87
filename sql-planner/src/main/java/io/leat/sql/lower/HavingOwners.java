package io.leat.sql.lower;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;

/**
 * Tells each filter all variables by which its sub-queries name its rows. Calcite's converter tells
 * a HAVING those of its first sub-query only, and the projection above it those of the others.
 */
final class HavingOwners {
  private HavingOwners() {}

  static RelNode complete(RelNode query) {
    return complete(query, Set.of());
  }

  private static RelNode complete(RelNode rel, Set<CorrelationId> around) {
    RelNode own = rel instanceof Project project ? withoutOthers(project) : rel;
    Set<CorrelationId> known = new HashSet<>(around);
    known.addAll(own.getVariablesSet());
    if (rel instanceof Filter filter) {
      Set<CorrelationId> missing = missing(filter, known);
      if (!missing.isEmpty()) {
        known.addAll(missing);
        missing.addAll(filter.getVariablesSet());
        own =
            LogicalFilter.create(
                filter.getInput(), filter.getCondition(), ImmutableSet.copyOf(missing));
      }
    }
    RelNode asked =
        own.accept(
            new RexShuttle() {
              @Override
              public RexNode visitSubQuery(RexSubQuery subQuery) {
                RexSubQuery inside = (RexSubQuery) super.visitSubQuery(subQuery);
                return inside.clone(complete(inside.rel, known));
              }
            });
    List<RelNode> inputs = new ArrayList<>();
    for (RelNode input : asked.getInputs()) {
      inputs.add(complete(input, known));
    }
    return inputs.equals(asked.getInputs()) ? asked : asked.copy(asked.getTraitSet(), inputs);
  }

  /** The projection without variables that its own sub-queries do not name. */
  private static Project withoutOthers(Project project) {
    Variables variables = new Variables();
    project.getProjects().forEach(expression -> expression.accept(variables));
    Set<CorrelationId> used = new HashSet<>();
    variables.found.forEach(variable -> used.add(variable.id));
    return used.containsAll(project.getVariablesSet())
        ? project
        : LogicalProject.create(
            project.getInput(),
            project.getHints(),
            project.getProjects(),
            project.getRowType(),
            Sets.intersection(project.getVariablesSet(), used).immutableCopy());
  }

  /** Variables that nothing around the filter defines and that have the type of its rows. */
  private static Set<CorrelationId> missing(Filter filter, Set<CorrelationId> known) {
    Variables variables = new Variables();
    var unused = filter.getCondition().accept(variables);
    RelDataType rows = filter.getInput().getRowType();
    Set<CorrelationId> missing = new HashSet<>();
    for (RexCorrelVariable variable : variables.found) {
      if (!known.contains(variable.id) && variable.getType().equals(rows)) {
        missing.add(variable.id);
      }
    }
    return missing;
  }

  /** Collects the variables of expressions and of the queries in them. */
  private static final class Variables extends RexShuttle {
    final List<RexCorrelVariable> found = new ArrayList<>();

    @Override
    public RexNode visitCorrelVariable(RexCorrelVariable variable) {
      found.add(variable);
      return variable;
    }

    @Override
    public RexNode visitSubQuery(RexSubQuery subQuery) {
      visit(subQuery.rel);
      return super.visitSubQuery(subQuery);
    }

    private void visit(RelNode rel) {
      var unused = rel.accept(this);
      rel.getInputs().forEach(this::visit);
    }
  }
}
