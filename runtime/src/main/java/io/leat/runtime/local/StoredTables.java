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
import org.jspecify.annotations.Nullable;

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
   * What the only node that reads a source makes of all its rows, if that is known without reading
   * them; null if it is not.
   */
  default @Nullable ChangeBatch parts(Node.Source source, Node.PreAggregate reader) {
    return null;
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
