package io.leat.runtime.connector.builtin;

import io.leat.runtime.circuit.TableDefinition;
import io.leat.runtime.connector.Connector;
import io.leat.runtime.connector.ConnectorOption;
import io.leat.runtime.connector.Option;
import io.leat.runtime.connector.OptionParser;
import io.leat.runtime.connector.Sink;
import io.leat.runtime.connector.Source;
import io.leat.runtime.connector.TableOptions;
import io.leat.runtime.error.LeatException;
import java.util.List;

/** {@code print}: writes every change as a line to the process's standard output or error. */
public final class PrintConnector implements Connector {
  private static final Option<String> IDENTIFIER =
      Option.withDefault(
          "print-identifier", OptionParser.text(), "", "What each line begins with, before '> '.");
  private static final Option<Boolean> STANDARD_ERROR =
      Option.withDefault(
          "standard-error",
          OptionParser.bool(),
          false,
          "Whether to write to standard error instead of standard output.");

  @Override
  public String name() {
    return "print";
  }

  @Override
  public List<ConnectorOption> options(TableDefinition table) {
    return List.of(
        IDENTIFIER.declaration(),
        STANDARD_ERROR.declaration(),
        BlackholeConnector.PARALLELISM.declaration());
  }

  @Override
  public boolean isSource() {
    return false;
  }

  @Override
  public boolean isSink() {
    return true;
  }

  @Override
  public Source source(TableDefinition table) {
    throw LeatException.notSupported(
        "reading from a 'print' table", "Read from a table whose connector is a source.");
  }

  @Override
  public Sink sink(TableDefinition table) {
    TableOptions options = new TableOptions(table);
    options.find(BlackholeConnector.PARALLELISM);
    String identifier = options.get(IDENTIFIER);
    return new PrintSink(
        identifier.isEmpty() ? "" : identifier + "> ",
        options.get(STANDARD_ERROR) ? () -> System.err : () -> System.out);
  }
}
