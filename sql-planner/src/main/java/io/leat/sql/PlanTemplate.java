package io.leat.sql;

import io.leat.runtime.circuit.Circuit;
import io.leat.sql.lower.CircuitBinding;
import io.leat.sql.lower.DerivedConstants;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A plan that serves all values of the parameters that it leaves open. Immutable. */
record PlanTemplate(PlannedStatement statement, DerivedConstants derived, ZoneId zone) {

  /**
   * The plan for these values.
   *
   * @return absent if they need one of their own: a row fails with them, or a key is beyond its
   *     column's type
   */
  Optional<PlannedStatement> bind(List<? extends @Nullable Object> parameters) {
    Optional<List<Object>> values = derived.values(parameters, zone);
    return values.isPresent() ? Optional.of(bound(values.get())) : Optional.empty();
  }

  private PlannedStatement bound(List<Object> values) {
    if (statement instanceof PlannedStatement.Query query) {
      return query.with(CircuitBinding.bind(query.circuit(), values));
    }
    if (statement instanceof PlannedStatement.Insert insert) {
      return new PlannedStatement.Insert(
          CircuitBinding.bind(insert.circuit(), values),
          insert.targets(),
          insert.bounded(),
          insert.followsStored());
    }
    if (statement instanceof PlannedStatement.Write write && write.circuit().isPresent()) {
      Circuit circuit = CircuitBinding.bind(write.circuit().get(), values);
      return new PlannedStatement.Write(
          write.kind(), write.table(), Optional.of(circuit), write.conflict(), write.checks());
    }
    return statement;
  }
}
