package io.leat.runtime.connector;

import io.leat.runtime.circuit.TableDefinition;
import java.util.List;

/**
 * A kind of table, named by {@code 'connector' = '…'}. Built-in ones are listed in {@link
 * Connectors}, others are found by {@link java.util.ServiceLoader}.
 */
public interface Connector {

  /** The name, in lower case. */
  String name();

  /** Every option that a table with these columns may have, {@code connector} excluded. */
  List<ConnectorOption> options(TableDefinition table);

  /** Whether tables of this kind can be read. */
  boolean isSource();

  /** Whether tables of this kind can be written. */
  boolean isSink();

  /**
   * Opens nothing yet; checks the options' values and their combination.
   *
   * @throws io.leat.runtime.error.LeatException naming the option that is wrong
   */
  Source source(TableDefinition table);

  /** As {@link #source}, for writing. */
  Sink sink(TableDefinition table);
}
