package io.leat.sql.statement;

import io.leat.runtime.circuit.Circuit;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.types.DataType;
import io.leat.sql.PlannedStatement;
import io.leat.sql.lower.Boundedness;
import io.leat.sql.lower.CircuitPlanner;
import io.leat.sql.lower.DerivedConstants;
import io.leat.sql.parse.ast.AsOfEpoch;
import io.leat.sql.parse.ast.EmitChanges;
import io.leat.sql.validate.Positions;
import io.leat.sql.validate.QueryConverter;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOrderBy;

/**
 * Plans queries: plain ones, those that follow changes, and those that read an epoch of the past.
 */
final class QueryPlanner {
  private final QueryConverter converter;
  private final ZoneId zone;
  private final DerivedConstants derived;
  private final boolean describing;

  /**
   * @param derived takes what is made of the statement's parameters
   */
  QueryPlanner(QueryConverter converter, ZoneId zone, DerivedConstants derived) {
    this.converter = converter;
    this.zone = zone;
    this.derived = derived;
    this.describing = converter.parameters().isEmpty();
  }

  PlannedStatement.Query emitChanges(EmitChanges emit) {
    PlannedStatement.Query query = query(emit.query(), true);
    if (emit.limit() != null) {
      query = query.limited(Epochs.limit(emit.limit()));
    }
    SqlLiteral epoch = emit.epoch();
    if (epoch == null) {
      return query;
    }
    if (!query.followsStored()) {
      throw StatementPlanner.refused(
          "EMIT CHANGES from an epoch without a managed table or materialized view in the query",
          "leave the epoch out",
          epoch);
    }
    if (query.circuit().nodes().stream()
        .anyMatch(node -> node instanceof Node.Source source && !source.table().isStored())) {
      throw StatementPlanner.refused(
          "EMIT CHANGES from an epoch in a query that reads a connector table too",
          "leave the epoch out, or keep the connector's rows in a managed table",
          epoch);
    }
    return query.from(
        Optional.of(
            new PlannedStatement.Since(
                emit.start() == EmitChanges.Start.AS_OF, Epochs.number(epoch))),
        OptionalLong.empty());
  }

  PlannedStatement.Query asOf(AsOfEpoch asOf) {
    PlannedStatement.Query query = query(asOf.query(), false);
    boolean stored =
        query.circuit().nodes().stream()
            .anyMatch(node -> node instanceof Node.Source source && source.table().isStored());
    if (!stored || query.followsStored()) {
      throw StatementPlanner.refused(
          stored
              ? "AS OF EPOCH of a query that does not end"
              : "AS OF EPOCH without a managed table or materialized view in the query",
          stored ? "use EMIT CHANGES AS OF EPOCH" : "leave it out",
          asOf.epoch());
    }
    return query.from(Optional.empty(), OptionalLong.of(Epochs.number(asOf.epoch())));
  }

  PlannedStatement.Query query(SqlNode node, boolean changes) {
    QueryConverter.Converted query = converter.convert(node);
    if (describing) {
      requireValues(query.parameters());
    }
    CircuitPlanner planner =
        new CircuitPlanner(
            zone, converter.scope().session().time(), new StoredOrders(converter), derived);
    boolean ordered = node instanceof SqlOrderBy orderBy && !orderBy.orderList.isEmpty();
    planner.addResult(query.rel(), query.rowType().getFieldNames(), changes, ordered);
    Circuit circuit = circuit(planner, node);
    Node result = circuit.nodes().get(circuit.nodes().size() - 1);
    boolean bounded = Boundedness.readsBoundedSources(circuit);
    boolean oneEpoch =
        circuit.nodes().stream()
            .anyMatch(
                made -> made instanceof Node.Sort || (bounded && made instanceof Node.Watermark));
    return new PlannedStatement.Query(
        circuit,
        result.schema(),
        Boundedness.ends(circuit),
        bounded,
        oneEpoch,
        changes,
        Boundedness.followsStored(circuit),
        Optional.empty(),
        OptionalLong.empty(),
        OptionalLong.empty());
  }

  /** A statement that is to run has values for its parameters, so that none had to be inferred. */
  static void requireValues(List<DataType> inferred) {
    if (!inferred.isEmpty()) {
      throw new LeatException(
          SqlState.INVALID_PARAMETER_VALUE,
          "the statement has " + inferred.size() + " parameters but no values for them");
    }
  }

  /** The circuit; an order that it cannot give is refused where it is written. */
  private static Circuit circuit(CircuitPlanner planner, SqlNode query) {
    try {
      return planner.circuit();
    } catch (LeatException refused) {
      throw query instanceof SqlOrderBy ordered && refused.position() == null
          ? refused.at(Positions.of(ordered.orderList))
          : refused;
    }
  }
}
