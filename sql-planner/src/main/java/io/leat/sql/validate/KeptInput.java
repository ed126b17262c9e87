package io.leat.sql.validate;

import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.SingleRel;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.jspecify.annotations.Nullable;

/**
 * The rows of an input of a query block, of which the block's join or aggregate keeps what it keeps
 * for a time of its own.
 */
public final class KeptInput extends SingleRel {
  private final StateLifetime lifetime;

  KeptInput(RelOptCluster cluster, RelTraitSet traits, RelNode input, StateLifetime lifetime) {
    super(cluster, traits, input);
    this.lifetime = lifetime;
  }

  /** How long that is. */
  public StateLifetime lifetime() {
    return lifetime;
  }

  /**
   * What is said of the input of a join or aggregate; null if nothing is. A condition or an
   * expression of the block may be computed in between; a block that does no more has no such hint.
   */
  public static @Nullable StateLifetime of(RelNode input) {
    RelNode rel = input;
    while (rel instanceof Project || rel instanceof Filter) {
      rel = rel.getInput(0);
    }
    return rel instanceof KeptInput kept ? kept.lifetime : null;
  }

  @Override
  public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
    return new KeptInput(getCluster(), traits, inputs.get(0), lifetime);
  }

  @Override
  public RelWriter explainTerms(RelWriter writer) {
    return super.explainTerms(writer).item("lifetime", lifetime);
  }
}
