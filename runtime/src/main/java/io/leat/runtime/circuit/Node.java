package io.leat.runtime.circuit;

import io.leat.runtime.types.RowSchema;
import java.util.List;
import java.util.Optional;

/**
 * A vertex of a {@link Circuit}. {@code id} is its stable identity: derived from the plan, equal
 * for equal sub-plans of equal text, so that state can find its operator again. {@code inputs} are
 * indexes into {@link Circuit#nodes}.
 */
public sealed interface Node {

  String id();

  List<Integer> inputs();

  /** The columns that this node emits; for sinks, those that it receives. */
  RowSchema schema();

  /** Reads {@code columns} (indexes into the table's schema) of a connector table. */
  record Source(String id, TableDefinition table, List<Integer> columns) implements Node {
    public Source {
      columns = List.copyOf(columns);
    }

    @Override
    public List<Integer> inputs() {
      return List.of();
    }

    @Override
    public RowSchema schema() {
      return table.schema().select(columns);
    }
  }

  /** Constant rows, emitted once, in the first epoch. */
  record Values(String id, RowSchema schema, List<List<Expression.Literal>> rows) implements Node {
    public Values {
      rows = rows.stream().map(List::copyOf).toList();
    }

    @Override
    public List<Integer> inputs() {
      return List.of();
    }
  }

  /**
   * Keeps the rows for which {@code condition} is true, and computes {@code projections} of them.
   */
  record Calc(
      String id,
      int input,
      Optional<Expression> condition,
      List<Expression> projections,
      RowSchema schema)
      implements Node {
    public Calc {
      projections = List.copyOf(projections);
    }

    @Override
    public List<Integer> inputs() {
      return List.of(input);
    }
  }

  /** The sum of its inputs as multisets: UNION ALL. */
  record Union(String id, List<Integer> inputs, RowSchema schema) implements Node {
    public Union {
      inputs = List.copyOf(inputs);
    }
  }

  /**
   * {@code fetch} rows (−1: all) after the first {@code offset}, any rows, of an append-only input
   * that an exchange has brought to one shard. When they are complete, the circuit's sources stop.
   */
  record Limit(String id, int input, RowSchema schema, long offset, long fetch) implements Node {
    @Override
    public List<Integer> inputs() {
      return List.of(input);
    }
  }

  /** Moves rows to the shard that owns their key group; the only node that crosses shards. */
  record Exchange(String id, int input, RowSchema schema, Distribution distribution)
      implements Node {
    @Override
    public List<Integer> inputs() {
      return List.of(input);
    }
  }

  /** Writes to a connector table; the input's columns are the table's physical columns in order. */
  record Sink(String id, int input, TableDefinition table) implements Node {
    @Override
    public List<Integer> inputs() {
      return List.of(input);
    }

    @Override
    public RowSchema schema() {
      return table.schema();
    }
  }

  /** Hands rows to the client that asked. */
  record Result(String id, int input, RowSchema schema) implements Node {
    @Override
    public List<Integer> inputs() {
      return List.of(input);
    }
  }
}
