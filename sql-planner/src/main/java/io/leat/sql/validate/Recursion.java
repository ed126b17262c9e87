package io.leat.sql.validate;

import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.BiRel;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.schema.TransientTable;

/**
 * A relation of WITH RECURSIVE: the rows of the left input, and all that the right one, which reads
 * the relation, makes of them. Both have the relation's types.
 */
public final class Recursion extends BiRel {
  private final String relation;
  private final boolean all;

  Recursion(
      RelOptCluster cluster,
      RelTraitSet traits,
      RelNode base,
      RelNode step,
      String relation,
      boolean all) {
    super(cluster, traits, base, step);
    this.relation = relation;
    this.all = all;
  }

  /** The name under which the step reads the relation. */
  public String relation() {
    return relation;
  }

  /** Whether a row counts as often as it is found. */
  public boolean all() {
    return all;
  }

  /** Whether a scan reads a recursive relation of that name. */
  public static boolean reads(TableScan scan, String relation) {
    return isStep(scan) && scan.getTable().getQualifiedName().equals(List.of(relation));
  }

  /** Whether a scan reads the relation of a recursion that it is part of. */
  public static boolean isStep(TableScan scan) {
    return scan.getTable().unwrap(TransientTable.class) != null;
  }

  @Override
  protected RelDataType deriveRowType() {
    return left.getRowType();
  }

  @Override
  public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
    return new Recursion(getCluster(), traits, inputs.get(0), inputs.get(1), relation, all);
  }

  @Override
  public RelWriter explainTerms(RelWriter writer) {
    return super.explainTerms(writer).item("relation", relation).item("all", all);
  }
}
