package io.leat.runtime.local;

import io.leat.runtime.circuit.Arranged;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.circuit.TableDefinition;
import io.leat.runtime.connector.Sink;
import io.leat.runtime.connector.Source;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.operator.Arrangement;
import java.util.Map;

/** What the stored relations that a circuit names are to one run of it. */
public interface StoredTables {
  /** For circuits that name none. */
  StoredTables NONE =
      new StoredTables() {
        @Override
        public Source source(Node.Source node) {
          throw absent(node.table());
        }

        @Override
        public Sink sink(TableDefinition table) {
          throw absent(table);
        }
      };

  /** Where a node's rows come from. */
  Source source(Node.Source node);

  /**
   * What all nodes make of a source's rows that need them, if that is known without reading the
   * rows; nothing if the source must be read.
   *
   * @param source its place in the circuit of the run
   * @return rows by the places of the nodes that give them
   */
  default Map<Integer, ChangeBatch> known(int source) {
    return Map.of();
  }

  /** Where rows for a stored relation go. */
  default Sink sink(TableDefinition table) {
    throw absent(table);
  }

  /** Where rows of a stored relation are found; they may change between epochs. */
  default Arrangement arrangement(Arranged arranged) {
    throw absent(arranged.table());
  }

  private static LeatException absent(TableDefinition table) {
    return new LeatException(SqlState.UNDEFINED_TABLE, "no rows are kept of " + table.name());
  }
}
