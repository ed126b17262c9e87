package io.leat.runtime.local;

import io.leat.runtime.connector.Clock;
import io.leat.runtime.connector.Connector;
import io.leat.runtime.connector.Connectors;
import io.leat.runtime.operator.CalcOperator;
import io.leat.runtime.step.OperatorFactory;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Starts runtimes. */
public final class LocalRuntimes {
  private LocalRuntimes() {}

  /** Starts the workers of a runtime with the built-in operators and all connectors there are. */
  public static LocalRuntime start(int shards, Clock clock) {
    return start(shards, clock, new OperatorFactory(CalcOperator::new), Connectors::find);
  }

  /**
   * Starts the workers of a runtime with operators and connectors of the caller's choice.
   *
   * @param connectors finds a connector by its name; null if there is none
   */
  public static LocalRuntime start(
      int shards,
      Clock clock,
      OperatorFactory operators,
      Function<String, @Nullable Connector> connectors) {
    return new WorkerRuntime(shards, clock, operators, connectors);
  }
}
