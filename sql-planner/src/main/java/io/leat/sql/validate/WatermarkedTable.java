package io.leat.sql.validate;

import io.leat.runtime.circuit.Node;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.SingleRel;
import org.apache.calcite.rel.type.RelDataType;

/**
 * The rows of a table that has a watermark. The input has the table's columns and, by event time,
 * one more: the watermark's value.
 */
public final class WatermarkedTable extends SingleRel {
  private final RelDataType columns;
  private final Set<Integer> times;
  private final boolean byProcessingTime;
  private final long idleMicros;
  private final Optional<Node.Alignment> alignment;

  WatermarkedTable(
      RelOptCluster cluster,
      RelTraitSet traits,
      RelNode input,
      RelDataType columns,
      Set<Integer> times,
      boolean byProcessingTime,
      long idleMicros,
      Optional<Node.Alignment> alignment) {
    super(cluster, traits, input);
    this.columns = columns;
    this.times = Set.copyOf(times);
    this.byProcessingTime = byProcessingTime;
    this.idleMicros = idleMicros;
    this.alignment = alignment;
  }

  /** The columns that the watermark is about. */
  public Set<Integer> times() {
    return times;
  }

  /** Whether time is that of epochs. */
  public boolean byProcessingTime() {
    return byProcessingTime;
  }

  /** After which a split without rows holds nothing back; 0 for never. */
  public long idleMicros() {
    return idleMicros;
  }

  /** How far it may run ahead of other tables. */
  public Optional<Node.Alignment> alignment() {
    return alignment;
  }

  @Override
  protected RelDataType deriveRowType() {
    return columns;
  }

  @Override
  public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
    return new WatermarkedTable(
        getCluster(),
        traits,
        inputs.get(0),
        columns,
        times,
        byProcessingTime,
        idleMicros,
        alignment);
  }

  @Override
  public RelWriter explainTerms(RelWriter writer) {
    return super.explainTerms(writer).item("times", times).item("processing", byProcessingTime);
  }
}
