package io.leat.sql.lower;

import io.leat.runtime.circuit.AggregateCall;
import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.JoinKey;
import io.leat.runtime.circuit.JoinType;
import io.leat.runtime.circuit.KeyRange;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.circuit.OverCall;
import io.leat.runtime.circuit.SortKey;
import io.leat.runtime.circuit.TableDefinition;
import io.leat.runtime.types.RowSchema;
import java.util.List;
import java.util.Optional;

/**
 * A physical plan before it becomes a circuit: what is computed, not on which shard. A tree in
 * which a part may stand in several places; then it is the same object, and is computed once.
 */
sealed interface Plan
    permits Plan.Scan,
        Plan.Constant,
        Plan.Calc,
        Plan.Union,
        Plan.Limit,
        Plan.Aggregate,
        Plan.Join,
        Plan.SetOperation,
        Plan.TopN,
        Plan.Over,
        Plan.TableFunction,
        Plan.Fixpoint,
        Plan.Input,
        Plan.Relation,
        Plan.Sort,
        TimePlan {

  RowSchema schema();

  List<Plan> inputs();

  /** The same over other inputs, which have the same columns. */
  Plan withInputs(List<Plan> inputs);

  /**
   * All physical columns of a table.
   *
   * @param range of a stored table, the only rows that are needed; absent for all
   */
  record Scan(TableDefinition table, Optional<KeyRange> range) implements Plan {
    /** Of all rows. */
    Scan(TableDefinition table) {
      this(table, Optional.empty());
    }

    @Override
    public RowSchema schema() {
      return table.schema();
    }

    @Override
    public List<Plan> inputs() {
      return List.of();
    }

    @Override
    public Plan withInputs(List<Plan> inputs) {
      return this;
    }
  }

  /** Rows known at planning. */
  record Constant(RowSchema schema, List<List<Expression.Constant>> rows) implements Plan {
    @Override
    public List<Plan> inputs() {
      return List.of();
    }

    @Override
    public Plan withInputs(List<Plan> inputs) {
      return this;
    }
  }

  /** A filter, then a projection. Its input is never a union, nor a calc that could be merged. */
  record Calc(
      Plan input, Optional<Expression> condition, List<Expression> projections, RowSchema schema)
      implements Plan {
    @Override
    public List<Plan> inputs() {
      return List.of(input);
    }

    @Override
    public Plan withInputs(List<Plan> inputs) {
      return new Calc(inputs.get(0), condition, projections, schema);
    }

    /** Whether it changes nothing. */
    boolean isNothing() {
      return condition.isEmpty() && isIdentity(projections, input.schema().size());
    }

    /** Whether the projections are all columns of an input, in order. */
    static boolean isIdentity(List<Expression> projections, int columns) {
      if (projections.size() != columns) {
        return false;
      }
      for (int i = 0; i < projections.size(); i++) {
        if (!(projections.get(i) instanceof Expression.InputRef reference)
            || reference.index() != i) {
          return false;
        }
      }
      return true;
    }
  }

  record Union(List<Plan> inputs, RowSchema schema) implements Plan {
    @Override
    public Plan withInputs(List<Plan> others) {
      return new Union(others, schema);
    }
  }

  /**
   * Some rows.
   *
   * @param fetch −1 for all
   */
  record Limit(Plan input, long offset, long fetch) implements Plan {
    @Override
    public RowSchema schema() {
      return input.schema();
    }

    @Override
    public List<Plan> inputs() {
      return List.of(input);
    }

    @Override
    public Plan withInputs(List<Plan> inputs) {
      return new Limit(inputs.get(0), offset, fetch);
    }
  }

  /** See {@link Node.Aggregate}; without calls it has no keys either, else it is a DISTINCT. */
  record Aggregate(
      Plan input,
      List<Integer> keys,
      List<AggregateCall> calls,
      Lifetimes lifetimes,
      RowSchema schema)
      implements Plan {
    /** One that no hint is about. */
    Aggregate(Plan input, List<Integer> keys, List<AggregateCall> calls, RowSchema schema) {
      this(input, keys, calls, Lifetimes.NONE, schema);
    }

    @Override
    public List<Plan> inputs() {
      return List.of(input);
    }

    @Override
    public Plan withInputs(List<Plan> inputs) {
      return new Aggregate(inputs.get(0), keys, calls, lifetimes, schema);
    }
  }

  /** See {@link Node.Join}. */
  record Join(
      Plan left,
      Plan right,
      JoinType type,
      List<JoinKey> keys,
      Optional<Expression> condition,
      Lifetimes lifetimes,
      RowSchema schema)
      implements Plan {
    /** One that no hint is about. */
    Join(
        Plan left,
        Plan right,
        JoinType type,
        List<JoinKey> keys,
        Optional<Expression> condition,
        RowSchema schema) {
      this(left, right, type, keys, condition, Lifetimes.NONE, schema);
    }

    @Override
    public List<Plan> inputs() {
      return List.of(left, right);
    }

    @Override
    public Plan withInputs(List<Plan> inputs) {
      return new Join(inputs.get(0), inputs.get(1), type, keys, condition, lifetimes, schema);
    }
  }

  /** See {@link Node.SetOperation}; all inputs have the types of {@code schema}. */
  record SetOperation(
      Node.SetOperation.Kind kind, List<Plan> inputs, Lifetimes lifetimes, RowSchema schema)
      implements Plan {
    /** One that no hint is about. */
    SetOperation(Node.SetOperation.Kind kind, List<Plan> inputs, RowSchema schema) {
      this(kind, inputs, Lifetimes.NONE, schema);
    }

    @Override
    public Plan withInputs(List<Plan> others) {
      return new SetOperation(kind, others, lifetimes, schema);
    }
  }

  /** See {@link Node.TopN}; the schema is the input's, numbered or not. */
  record TopN(
      Plan input,
      List<Integer> partition,
      List<SortKey> order,
      long offset,
      long fetch,
      boolean numbered,
      RowSchema schema)
      implements Plan {
    @Override
    public List<Plan> inputs() {
      return List.of(input);
    }

    @Override
    public Plan withInputs(List<Plan> inputs) {
      return new TopN(inputs.get(0), partition, order, offset, fetch, numbered, schema);
    }
  }

  /** See {@link Node.Over}; the schema is the input's, then the calls' results. */
  record Over(
      Plan input,
      List<Integer> partition,
      List<SortKey> order,
      List<OverCall> calls,
      RowSchema schema)
      implements Plan {
    @Override
    public List<Plan> inputs() {
      return List.of(input);
    }

    @Override
    public Plan withInputs(List<Plan> inputs) {
      return new Over(inputs.get(0), partition, order, calls, schema);
    }
  }

  /** See {@link Node.TableFunction}. */
  record TableFunction(
      Plan input, String function, List<Expression> arguments, boolean outer, RowSchema schema)
      implements Plan {
    @Override
    public List<Plan> inputs() {
      return List.of(input);
    }

    @Override
    public Plan withInputs(List<Plan> inputs) {
      return new TableFunction(inputs.get(0), function, arguments, outer, schema);
    }
  }

  /** See {@link Node.Fixpoint}; {@code body} reads the inputs by {@link Input}. */
  record Fixpoint(List<Plan> inputs, Plan body, boolean distinct, RowSchema schema)
      implements Plan {
    public Fixpoint {
      inputs = List.copyOf(inputs);
    }

    @Override
    public Plan withInputs(List<Plan> inputs) {
      return new Fixpoint(inputs, body, distinct, schema);
    }
  }

  /** In a fixpoint's body: see {@link Node.Input}. */
  record Input(int index, RowSchema schema) implements Plan {
    @Override
    public List<Plan> inputs() {
      return List.of();
    }

    @Override
    public Plan withInputs(List<Plan> inputs) {
      return this;
    }
  }

  /**
   * While the step of a recursion is lowered: the relation that it reads.
   *
   * @param depth how many recursions are around this one
   */
  record Relation(int depth, RowSchema schema) implements Plan {
    @Override
    public List<Plan> inputs() {
      return List.of();
    }

    @Override
    public Plan withInputs(List<Plan> inputs) {
      return this;
    }
  }

  /**
   * Rows in order, of which some are taken. Where nothing sees the order, only that matters.
   *
   * @param fetch −1 for all
   */
  record Sort(Plan input, List<SortKey> order, long offset, long fetch) implements Plan {
    @Override
    public RowSchema schema() {
      return input.schema();
    }

    @Override
    public List<Plan> inputs() {
      return List.of(input);
    }

    @Override
    public Plan withInputs(List<Plan> inputs) {
      return new Sort(inputs.get(0), order, offset, fetch);
    }

    /** Whether it takes all rows. */
    boolean takesAll() {
      return offset == 0 && fetch < 0;
    }
  }
}
