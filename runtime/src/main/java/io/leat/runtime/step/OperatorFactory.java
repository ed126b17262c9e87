package io.leat.runtime.step;

import io.leat.runtime.circuit.Node;
import io.leat.runtime.operator.AggregateOperator;
import io.leat.runtime.operator.ArrangedJoinOperator;
import io.leat.runtime.operator.CalcOperator;
import io.leat.runtime.operator.ChangesOperator;
import io.leat.runtime.operator.ClosingSessionsOperator;
import io.leat.runtime.operator.ClosingTimes;
import io.leat.runtime.operator.ConsolidateOperator;
import io.leat.runtime.operator.ExchangeOperator;
import io.leat.runtime.operator.ExpiringOperator;
import io.leat.runtime.operator.IntervalJoinOperator;
import io.leat.runtime.operator.JoinOperator;
import io.leat.runtime.operator.LimitOperator;
import io.leat.runtime.operator.LookupJoinOperator;
import io.leat.runtime.operator.Operator;
import io.leat.runtime.operator.OverOperator;
import io.leat.runtime.operator.PreAggregateOperator;
import io.leat.runtime.operator.PreTopNOperator;
import io.leat.runtime.operator.ReleaseOperator;
import io.leat.runtime.operator.RememberOperator;
import io.leat.runtime.operator.ResultOperator;
import io.leat.runtime.operator.SessionAggregateOperator;
import io.leat.runtime.operator.SetOperator;
import io.leat.runtime.operator.SinkOperator;
import io.leat.runtime.operator.SortOperator;
import io.leat.runtime.operator.SourceSplits;
import io.leat.runtime.operator.TableFunctionOperator;
import io.leat.runtime.operator.TemporalJoinOperator;
import io.leat.runtime.operator.TopNOperator;
import io.leat.runtime.operator.UnionOperator;
import io.leat.runtime.operator.UntilFullOperator;
import io.leat.runtime.operator.UpdatingSessionsOperator;
import io.leat.runtime.operator.ValuesOperator;
import io.leat.runtime.operator.WatermarkOperator;
import io.leat.runtime.operator.WindowAssignOperator;
import io.leat.runtime.operator.WindowedOperator;
import io.leat.runtime.types.RowSchema;
import java.time.ZoneId;
import java.util.List;

/**
 * Makes the operators of a circuit's nodes.
 *
 * @param calc makes those that run expressions
 * @param wrapper may put every operator into another one; tests check invariants in this way
 */
public record OperatorFactory(CalcFactory calc, Wrapper wrapper) {

  /** Puts an operator into another one. */
  @FunctionalInterface
  public interface Wrapper {
    Operator wrap(Node node, List<RowSchema> inputs, Operator operator);
  }

  public OperatorFactory(CalcFactory calc) {
    this(calc, (node, inputs, operator) -> operator);
  }

  /** Makes the same for circuits that run once, over few rows. */
  public OperatorFactory ofFewRows() {
    return new OperatorFactory(CalcOperator::ofFewRows, wrapper);
  }

  /** The operator that follows the event time of a source. */
  Operator create(
      Node.Watermark node, List<RowSchema> inputs, SourceSplits splits, ClosingTimes closings) {
    return wrapper.wrap(node, inputs, new WatermarkOperator(node, splits, closings));
  }

  /** The operator of a node on one shard; a source has none, since its rows come from outside. */
  Operator create(
      Node node, List<RowSchema> inputs, int index, int shard, int shards, ShardPorts ports) {
    return wrapper.wrap(node, inputs, operator(node, inputs, index, shard, shards, ports));
  }

  private Operator operator(
      Node node, List<RowSchema> inputs, int index, int shard, int shards, ShardPorts ports) {
    if (node instanceof Node.Values values) {
      return new ValuesOperator(values);
    } else if (node instanceof Node.Calc filter) {
      return calc.create(filter, inputs.get(0), ports.zone());
    } else if (node instanceof Node.Union) {
      return new UnionOperator();
    } else if (node instanceof Node.PreAggregate partial) {
      return new PreAggregateOperator(partial, inputs.get(0));
    } else if (node instanceof Node.PreTopN leaders) {
      return new PreTopNOperator(leaders);
    } else if (node instanceof Node.Join join && join.isArranged()) {
      return new ArrangedJoinOperator(join, inputs.get(0), inputs.get(1), ports::arrangement);
    } else if (node instanceof Node.Lookup lookup) {
      return new LookupJoinOperator(
          lookup,
          inputs.get(0),
          lookup
              .calc()
              .map(
                  right ->
                      calc.create(
                          right, lookup.table().schema().select(lookup.columns()), ports.zone()))
              .orElse(null),
          ports.lookups(index),
          ports.zone());
    } else if (node instanceof Node.Fixpoint fixpoint) {
      return new FixpointOperator(fixpoint, this, ports);
    } else if (node instanceof Node.Consolidate consolidate) {
      return new ConsolidateOperator(consolidate);
    } else if (node instanceof Node.Changes changes) {
      return new ChangesOperator(changes, inputs.get(0));
    } else if (node instanceof Node.Sort sort) {
      return new SortOperator(sort);
    } else if (node instanceof Node.Limit limit) {
      return new LimitOperator(limit);
    } else if (node instanceof Node.UntilFull full) {
      return new UntilFullOperator(full);
    } else if (node instanceof Node.Exchange exchange) {
      return new ExchangeOperator(exchange.distribution(), shard, shards, ports.channel(index));
    } else if (node instanceof Node.Sink) {
      return new SinkOperator(ports.writer(index));
    } else if (node instanceof Node.Result) {
      return new ResultOperator(ports::result);
    }
    return ofRows(node, inputs, ports.zone());
  }

  /** An operator that needs nothing but its rows. */
  private Operator ofRows(Node node, List<RowSchema> inputs, ZoneId zone) {
    if (node instanceof Node.Aggregate aggregate) {
      return new AggregateOperator(aggregate, inputs.get(0));
    } else if (node instanceof Node.Join join) {
      return new JoinOperator(join, inputs.get(0), inputs.get(1), zone);
    } else if (node instanceof Node.SetOperation set) {
      return new SetOperator(set);
    } else if (node instanceof Node.Remember remember) {
      return new RememberOperator(remember, inputs.get(0), zone);
    } else if (node instanceof Node.TopN top) {
      return new TopNOperator(top, inputs.get(0));
    } else if (node instanceof Node.Over over) {
      return new OverOperator(over, inputs.get(0), zone);
    } else if (node instanceof Node.TableFunction function) {
      return new TableFunctionOperator(function, inputs.get(0), zone);
    }
    return ofTime(node, inputs, zone);
  }

  private Operator ofTime(Node node, List<RowSchema> inputs, ZoneId zone) {
    if (node instanceof Node.WindowAssign assign) {
      return new WindowAssignOperator(assign, inputs.get(0), zone);
    } else if (node instanceof Node.Sessions sessions) {
      return sessions.once()
          ? new ClosingSessionsOperator(sessions, inputs.get(0), zone)
          : new UpdatingSessionsOperator(sessions, inputs.get(0), zone);
    } else if (node instanceof Node.SessionAggregate sessions) {
      return new SessionAggregateOperator(sessions, inputs.get(0), zone);
    } else if (node instanceof Node.Windowed windowed) {
      return new WindowedOperator(windowed, inputs, body -> ofRows(body, inputs, zone));
    } else if (node instanceof Node.Expiring expiring) {
      return new ExpiringOperator(expiring, inputs, zone);
    } else if (node instanceof Node.Release release) {
      return new ReleaseOperator(release, inputs.get(0));
    } else if (node instanceof Node.IntervalJoin join) {
      return new IntervalJoinOperator(join, inputs.get(0), inputs.get(1), zone);
    } else if (node instanceof Node.TemporalJoin join) {
      return new TemporalJoinOperator(join, inputs.get(0), inputs.get(1), zone);
    }
    throw new IllegalArgumentException("a source or input has no operator: " + node.id());
  }
}
