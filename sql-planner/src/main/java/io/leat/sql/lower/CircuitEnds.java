package io.leat.sql.lower;

import io.leat.runtime.circuit.Circuit;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.circuit.SortKey;
import io.leat.runtime.circuit.TableDefinition;
import io.leat.runtime.connector.Connector;
import io.leat.runtime.connector.Connectors;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import io.leat.sql.validate.StateLifetime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Ends plans in tables and in the client: final rows in order if the query ends, else changes, as
 * far as rows may be taken back.
 */
final class CircuitEnds {
  private final List<Root> roots = new ArrayList<>();
  private final IdentityHashMap<Plan, Boolean> unbounded = new IdentityHashMap<>();
  private final Function<TableDefinition, List<KeyOrder>> orders;
  private final DerivedConstants derived;
  private final CircuitNodes nodes = new CircuitNodes(false);
  private final CircuitBuilder plans;
  private final long lifetimeMicros;
  private final Set<StateLifetime> hints;

  /**
   * Ends of one circuit.
   *
   * @param lifetimeMicros how long state is kept that is not touched, of a query that does not end;
   *     0 for ever
   * @param hints what else the queries say of that; they are added before {@link #circuit}
   * @param orders by which rows of a stored table are found
   */
  CircuitEnds(
      Expressions expressions,
      long lifetimeMicros,
      Set<StateLifetime> hints,
      Function<TableDefinition, List<KeyOrder>> orders) {
    this.lifetimeMicros = lifetimeMicros;
    this.hints = hints;
    this.orders = orders;
    this.derived = expressions.derived();
    this.plans = new CircuitBuilder(expressions, nodes);
  }

  /** A plan and where its rows go: to a table, or to the client if there is none. */
  private record Root(Plan plan, RowSchema schema, Optional<TableDefinition> table, Shown shown) {
    Root with(Plan other) {
      return new Root(other, schema, table, shown);
    }
  }

  /** What of a plan's rows the client sees. */
  enum Shown {
    /** The final rows, or the changes if rows are taken back and there are no final ones. */
    ROWS,
    /** Changes, as rows. */
    CHANGES,
    /** Changes, by their weights. */
    WEIGHTS
  }

  /**
   * Ends a plan in the client that asked.
   *
   * @param shown what the client wants to see
   */
  void result(Plan plan, RowSchema schema, Shown shown) {
    addRoot(new Root(plan, schema, Optional.empty(), shown));
  }

  /** Ends a plan in a table. */
  void sink(Plan plan, TableDefinition table) {
    addRoot(new Root(plan, table.schema(), Optional.of(table), Shown.ROWS));
  }

  private void addRoot(Root root) {
    roots.add(root);
  }

  /** Whether anything that is read has no end by itself. */
  boolean readsUnbounded() {
    return roots.stream().anyMatch(root -> readsUnbounded(root.plan()));
  }

  private boolean readsUnbounded(Plan plan) {
    Boolean known = unbounded.get(plan);
    if (known == null) {
      known =
          plan instanceof Plan.Scan scan
              ? !scan.table().isStored() && !Boundedness.isBounded(scan.table())
              : plan.inputs().stream().anyMatch(this::readsUnbounded);
      unbounded.put(plan, known);
    }
    return known;
  }

  /** The keys of what the last node gives that the plan proves, whatever tables declare. */
  Set<Set<Integer>> provenKeys() {
    List<StreamTraits> proven = TraitDerivation.proven(nodes.circuit());
    return proven.get(proven.size() - 1).keys();
  }

  Circuit circuit() {
    if (roots.stream().anyMatch(root -> root.shown() != Shown.ROWS) || readsUnbounded()) {
      nodes.followStored();
      // A materialized view is what its query gives over all rows: it forgets none.
      if (roots.stream().anyMatch(root -> root.shown() == Shown.WEIGHTS)) {
        ExpiringNodes.refuse(hints);
      } else {
        nodes.forgetAfter(lifetimeMicros);
      }
    } else {
      KeyRanges ranges = new KeyRanges(orders, derived);
      roots.replaceAll(root -> root.with(ranges.apply(root.plan())));
    }
    roots.forEach(root -> plans.read(root.plan()));
    for (Root root : roots) {
      if (root.table().isPresent()) {
        write(root.plan(), root.table().get());
      } else {
        give(root);
      }
    }
    if (nodes.forgets()) {
      ExpiringNodes.check(nodes, hints);
    }
    if (nodes.lifetimeMicros() > 0) {
      ExpiringNodes.check(nodes.circuit());
    }
    return nodes.circuit();
  }

  private void write(Plan plan, TableDefinition table) {
    int input = plans.build(plan);
    if (!nodes.traits(input).appendOnly()) {
      refuseUpdates(table);
      Connector connector = Connectors.find(table.connector());
      boolean inAnyOrder = connector != null && connector.takesChangesInAnyOrder();
      input = inAnyOrder && nodes.traits(input).settled() ? input : consolidated(input, table);
    }
    nodes.add(new Node.Sink(nodes.id("sink", List.of(input), table.name()), input, table));
  }

  /** What is written once, at the end of its input, holds no updates. */
  private void refuseUpdates(TableDefinition table) {
    Connector connector = Connectors.find(table.connector());
    if (connector != null && connector.takesOnlyInserts() && readsUnbounded()) {
      throw LeatException.notSupported(
          "writing a result that is updated to connector '" + connector.name() + "'",
          "keep it in a MATERIALIZED VIEW, or make it final with event-time windows");
    }
  }

  /** Equal rows are added up; rows of one primary key keep their order. */
  private int consolidated(int input, TableDefinition table) {
    RowSchema schema = nodes.get(input).schema();
    List<Integer> together =
        table.primaryKey().isEmpty() ? CircuitBuilder.all(schema) : table.primaryKey();
    int moved = nodes.together(input, together);
    return nodes.share(
        List.of("consolidate", moved),
        () -> new Node.Consolidate(nodes.id("consolidate", List.of(moved), ""), moved, schema));
  }

  private void give(Root root) {
    Integer full = untilFull(root);
    int rows = full == null ? ordered(root) : full;
    StreamTraits known = nodes.traits(rows);
    RowSchema schema = root.schema();
    if (root.shown() == Shown.WEIGHTS) {
      addResult(rows, schema);
      return;
    }
    if (root.shown() == Shown.CHANGES || (!known.appendOnly() && !readsToTheEnd(rows))) {
      rows = changes(rows, schema);
      schema = nodes.get(rows).schema();
    } else if (!known.appendOnly()) {
      rows = sort(rows, List.of(), 0, -1);
    }
    addResult(rows, schema);
  }

  /**
   * A query with a LIMIT is over when it has its rows, although tables that it joins may change
   * still. Where what is limited is replaced by what comes, as groups and ranks of an endless input
   * are, it changes for ever: it is followed.
   *
   * @return null if that is not for this node to tell
   */
  private @Nullable Integer untilFull(Root root) {
    Plan plan = root.plan();
    Plan top = plan instanceof Plan.Calc calc && calc.condition().isEmpty() ? calc.input() : plan;
    if (root.shown() != Shown.ROWS || !(top instanceof Plan.Limit limit) || limit.fetch() < 0) {
      return null;
    }
    int input = plans.build(limit.input());
    if (nodes.traits(input).appendOnly()
        || readsToTheEnd(input)
        || new Revision(nodes).isRevised(input)) {
      return null;
    }
    int rows = nodes.singleton(limit.offset() == 0 ? input : plans.build(limit));
    int full =
        nodes.add(
            new Node.UntilFull(
                nodes.id("full", List.of(rows), "" + limit.fetch()),
                rows,
                limit.schema(),
                limit.fetch()));
    return plan instanceof Plan.Calc calc ? plans.calc(calc, full) : full;
  }

  private void addResult(int rows, RowSchema schema) {
    nodes.add(new Node.Result(nodes.id("result", List.of(rows), schema.toString()), rows, schema));
  }

  /** Whether all that a node reads comes to an end by itself, not only by a limit. */
  private boolean readsToTheEnd(int index) {
    boolean[] ends = new boolean[index + 1];
    for (int i = 0; i <= index; i++) {
      Node node = nodes.get(i);
      ends[i] =
          node instanceof Node.Source
              ? nodes.traits(i).bounded()
              : node.inputs().stream().allMatch(input -> ends[input]);
    }
    return ends[index];
  }

  private int changes(int input, RowSchema named) {
    int moved = nodes.singleton(input);
    List<RowSchema.Field> fields = new ArrayList<>();
    fields.add(new RowSchema.Field("op", ScalarType.STRING.withNullable(false)));
    fields.add(new RowSchema.Field("epoch", ScalarType.BIGINT.withNullable(false)));
    fields.addAll(named.fields());
    RowSchema schema = new RowSchema(fields);
    List<Integer> key =
        nodes.traits(moved).keys().stream()
            .filter(columns -> columns.size() < named.size() || named.size() == 1)
            .map(columns -> columns.stream().sorted().toList())
            .min(
                Comparator.comparing((List<Integer> columns) -> columns.size())
                    .thenComparing(Object::toString))
            .orElse(List.of());
    return nodes.add(
        new Node.Changes(
            nodes.id("changes", List.of(moved), key + " " + schema), moved, key, schema));
  }

  /** The rows of a root; those of a bounded query in the order that it asks for. */
  private int ordered(Root root) {
    Plan plan = root.plan();
    Plan.Sort sort = topSort(plan);
    if (sort == null) {
      return plans.build(plan);
    }
    Plan rows = sort.input() instanceof TimePlan.Release release ? release.input() : sort.input();
    int input = plans.build(rows);
    if (root.shown() != Shown.ROWS || !nodes.traits(input).bounded()) {
      if (rows != sort.input()) {
        boolean inOrder = root.shown() == Shown.ROWS && nodes.traits(input).appendOnly();
        if (!inOrder && root.shown() == Shown.ROWS) {
          throw LeatException.notSupported(
              "ORDER BY time in a query that does not end, of rows that may be taken back",
              "add LIMIT, or leave ORDER BY out");
        }
        int given = inOrder ? plans.build(sort.input()) : input;
        return plan instanceof Plan.Calc calc ? plans.calc(calc, given) : given;
      }
      if (sort.takesAll() && root.shown() == Shown.ROWS) {
        throw LeatException.notSupported(
            "ORDER BY in a query that does not end", "add LIMIT, or leave ORDER BY out");
      }
      return plans.build(plan);
    }
    int sorted = sort(input, sort.order(), sort.offset(), sort.fetch());
    return plan instanceof Plan.Calc calc ? plans.calc(calc, sorted) : sorted;
  }

  /** The sort at the top of a plan or below its last projection. */
  static Plan.@Nullable Sort topSort(Plan plan) {
    Plan top = plan instanceof Plan.Calc calc && calc.condition().isEmpty() ? calc.input() : plan;
    return top instanceof Plan.Sort sort ? sort : null;
  }

  private int sort(int input, List<SortKey> order, long offset, long fetch) {
    int moved = nodes.singleton(input);
    RowSchema schema = nodes.get(moved).schema();
    String detail = order + " " + offset + "," + fetch;
    return nodes.share(
        List.of("sort", moved, detail),
        () ->
            new Node.Sort(
                nodes.id("sort", List.of(moved), detail), moved, order, offset, fetch, schema));
  }
}
