package io.leat.runtime.connector;

import io.leat.runtime.circuit.TableDefinition;
import io.leat.runtime.types.DataType;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A kind of table, named by {@code 'connector' = '…'}. Built-in ones are listed in {@link
 * Connectors}, others are found by {@link java.util.ServiceLoader}.
 */
public interface Connector {

  /**
   * The key of the metadata that {@code WATERMARK FOR … AS SOURCE_WATERMARK()} reads: a time of the
   * time attribute's type. No row of the same split with a time attribute at or before it comes
   * after the row that it is read with.
   */
  String WATERMARK = "$watermark";

  /** The name, in lower case. */
  String name();

  /** Every option that a table with these columns may have, {@code connector} excluded. */
  List<ConnectorOption> options(TableDefinition table);

  /** What METADATA columns of such a table may hold, by key, with its type. */
  default Map<String, DataType> metadata() {
    return Map.of();
  }

  /** The files and directories that such a table reads or writes: none but of files. */
  default List<Path> files(TableDefinition table) {
    return List.of();
  }

  /** The addresses, {@code host:port}, that such a table connects to. */
  default List<String> addresses(TableDefinition table) {
    return List.of();
  }

  /** Whether rows can only be added to such a table: updates and deletions are refused then. */
  default boolean takesOnlyInserts() {
    return false;
  }

  /**
   * Whether it is all the same to such a table in which order an epoch's changes come. Otherwise
   * what an epoch takes back comes before what it brings.
   */
  default boolean takesChangesInAnyOrder() {
    return false;
  }

  /**
   * Whether a source of this kind can give single fields of ROW columns: of a table that has,
   * besides column {@code a}, one called {@code a.f}, field {@code f} of it.
   */
  default boolean readsFields() {
    return false;
  }

  /** Whether tables of this kind can be read. */
  boolean isSource();

  /** Whether tables of this kind can be written. */
  boolean isSink();

  /**
   * How rows of such a table are found by key, for joins {@code FOR SYSTEM_TIME AS OF} processing
   * time; empty if it is read to its end for them instead. Checks the options as {@link #source}
   * does.
   */
  default Optional<LookupSource> lookups(TableDefinition table) {
    return Optional.empty();
  }

  /**
   * Opens nothing yet; checks the options' values and their combination.
   *
   * @throws io.leat.runtime.error.LeatException naming the option that is wrong
   */
  Source source(TableDefinition table);

  /** As {@link #source}, for writing. */
  Sink sink(TableDefinition table);
}
