package io.leat.server.oracle;

import io.leat.runtime.circuit.Node;
import io.leat.runtime.testing.Batches.Change;
import io.leat.sql.PlannedStatement;
import io.leat.sql.Planner;
import io.leat.sql.PlannerSession;
import io.leat.sql.catalog.Catalog;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A planned query at work: what it has emitted, added up. */
final class LeatQuery implements AutoCloseable {
  private final Layout layout;

  /** Of its own, so that a smaller history is restarted at the same places. */
  private final Random restarts;

  private boolean changes;

  /** Whether it has become another query since its last epoch. */
  private boolean isAltered;

  private final boolean ordered;
  private final ShardedCircuit circuit;
  private final Map<List<@Nullable Object>, Long> weights = new LinkedHashMap<>();
  private final List<List<@Nullable Object>> inOrder = new ArrayList<>();

  /**
   * Plans it.
   *
   * @throws io.leat.runtime.error.LeatException if it is not a query that can be planned
   */
  LeatQuery(Planner planner, String sql, Layout layout) {
    this(planner, sql, layout, session());
  }

  /** The same in a session with other settings. */
  LeatQuery(Planner planner, String sql, Layout layout, PlannerSession session) {
    this.layout = layout;
    this.restarts = new Random(layout.seed());
    PlannedStatement.Query query = (PlannedStatement.Query) planner.plan(sql, session, List.of());
    List<Node> nodes = query.circuit().nodes();
    Node result = nodes.stream().filter(Node.Result.class::isInstance).findAny().orElseThrow();
    Node last = nodes.get(result.inputs().get(0));
    this.changes = last instanceof Node.Changes;
    this.ordered = last instanceof Node.Sort sort && !sort.order().isEmpty();
    this.circuit =
        new ShardedCircuit(
            query.circuit(), 1 + restarts.nextInt(layout.mostShards()), layout.seed());
  }

  /** A planner that knows the tables, and functions of users. */
  static Planner planner(List<OracleTable> tables, boolean bounded) {
    Catalog catalog = new Catalog();
    Planner planner = new Planner(catalog);
    for (OracleTable table : tables) {
      PlannedStatement.CreateTable created =
          (PlannedStatement.CreateTable)
              planner.plan(table.leatDeclaration(bounded), session(), List.of());
      catalog.create(created.table(), false);
    }
    for (String declaration : UserClasses.DECLARATIONS) {
      PlannedStatement.CreateFunction created =
          (PlannedStatement.CreateFunction) planner.plan(declaration, session(), List.of());
      catalog.create(created.function(), false, false);
    }
    return planner;
  }

  private static PlannerSession session() {
    return new PlannerSession(Catalog.DEFAULT_CATALOG, Catalog.DEFAULT_DATABASE, ZoneOffset.UTC);
  }

  /** Whether the rows have an order. */
  boolean ordered() {
    return ordered;
  }

  List<String> rowErrors() {
    return circuit.rowErrors();
  }

  /**
   * Becomes another query, one that is not ordered, which takes over what it can of the state.
   *
   * @return false if that one would have to read tables again, or if this one has an order, which
   *     only queries have that end; then nothing has changed
   */
  boolean alter(Planner planner, String sql) {
    PlannedStatement.Query query = (PlannedStatement.Query) planner.plan(sql, session(), List.of());
    if (ordered || !circuit.alter(query.circuit(), 1 + restarts.nextInt(layout.mostShards()))) {
      return false;
    }
    changes =
        query.circuit().nodes().stream()
            .filter(Node.Result.class::isInstance)
            .map(node -> query.circuit().nodes().get(node.inputs().get(0)))
            .anyMatch(Node.Changes.class::isInstance);
    weights.clear();
    isAltered = true;
    return true;
  }

  /** Takes an epoch, after moving to other shards at times; gives all that has been emitted. */
  Answer run(List<History.Batch> epoch) {
    boolean begins = circuit.epoch() == 0 || isAltered;
    isAltered = false;
    if (layout.restarts() && !begins && restarts.nextInt(4) == 0) {
      circuit.restart(1 + restarts.nextInt(layout.mostShards()));
    }
    Set<List<@Nullable Object>> came = new HashSet<>();
    Set<List<@Nullable Object>> went = new HashSet<>();
    for (Change change : circuit.run(epoch)) {
      List<@Nullable Object> row = change.row();
      long weight = change.weight();
      if (changes) {
        weight *= sign((String) row.get(0));
        require(row.get(1).equals(circuit.epoch()), "a change of epoch " + row.get(1));
        row = row.subList(2, row.size());
      }
      List<@Nullable Object> key = Canonical.row(row);
      for (long i = 0; ordered && i < weight; i++) {
        inOrder.add(key);
      }
      (weight > 0 ? came : went).add(key);
      weights.merge(key, weight, (a, b) -> a + b == 0 ? null : Long.valueOf(a + b));
    }
    if (changes) {
      came.retainAll(went);
      require(came.isEmpty(), "rows that come and go in one epoch: " + came);
    } else {
      require(went.isEmpty(), "rows taken back without a sign of it: " + went);
    }
    return ordered ? new Answer(List.copyOf(inOrder)) : accumulated();
  }

  private Answer accumulated() {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    Map<List<@Nullable Object>, Long> negative = new HashMap<>();
    weights.forEach(
        (row, weight) -> {
          for (long i = 0; i < weight; i++) {
            rows.add(row);
          }
          if (weight < 0) {
            negative.put(row, weight);
          }
        });
    require(negative.isEmpty(), "rows taken back that were not there: " + negative);
    return new Answer(rows);
  }

  private static int sign(String op) {
    return switch (op) {
      case "+I", "+U" -> 1;
      case "-D", "-U" -> -1;
      default -> throw new AssertionError("op " + op);
    };
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new AssertionError(otherwise);
    }
  }

  @Override
  public void close() {
    circuit.close();
  }
}
