package io.leat.server.engine;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.local.CircuitRun;
import io.leat.runtime.local.FrozenRun;
import io.leat.runtime.local.ResultStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A run of before a restart, of which nothing goes on. */
record EndedRun(State state, @Nullable Throwable failure) implements CircuitRun {

  @Override
  public @Nullable ResultStream results() {
    return null;
  }

  @Override
  public void stop() {}

  @Override
  public CompletableFuture<State> whenEnded() {
    return CompletableFuture.completedFuture(state);
  }

  @Override
  public CompletableFuture<FrozenRun> checkpoint() {
    return CompletableFuture.failedFuture(
        new LeatException(SqlState.NOT_READY, "the job has ended"));
  }

  @Override
  public Statistics statistics() {
    return new Statistics(0, 0, 0, 0, 0);
  }

  @Override
  public List<OperatorStatistics> operators() {
    return List.of();
  }

  @Override
  public List<RowError> rowErrors() {
    return List.of();
  }
}
