package io.leat.runtime.operator;

import io.leat.runtime.data.ChangeBatch;
import java.util.function.Consumer;

/** Gives copies of the rows, which may be kept, to whoever collects a query's result. */
public final class ResultOperator extends StatelessOperator {
  private final Consumer<ChangeBatch> collector;

  public ResultOperator(Consumer<ChangeBatch> collector) {
    this.collector = collector;
  }

  @Override
  public void process(int input, ChangeBatch delta, Output output) {
    if (delta.size() > 0) {
      collector.accept(delta.copy());
    }
  }
}
