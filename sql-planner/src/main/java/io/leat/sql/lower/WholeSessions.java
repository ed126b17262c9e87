package io.leat.sql.lower;

import io.leat.runtime.circuit.Expression;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds windows all of whose rows come in one epoch, when it has closed, so that nothing need wait
 * for its end: sessions give their rows when they are over. Those of one key's session always come
 * together. Sessions of several keys that start and end together do so if the rows that they are
 * made of are never taken back: else one of them may be what is left of a longer one.
 */
final class WholeSessions {
  private final CircuitBuilder builder;
  private final CircuitNodes nodes;

  WholeSessions(CircuitBuilder builder, CircuitNodes nodes) {
    this.builder = builder;
    this.nodes = nodes;
  }

  /** How a plan runs within windows, told of no ends if their rows come as a whole. */
  Windowing windowing(TimePlan.Windowed windowed) {
    Plan body = windowed.body();
    TimePlan.Sessions sessions = body.inputs().size() == 1 ? below(body.inputs().get(0)) : null;
    boolean whole =
        sessions != null
            && sessions.once()
            && (nodes.traits(builder.build(sessions.input())).appendOnly()
                || isByKey(body, sessions));
    return Windowing.by(whole ? windowed.withoutEnds() : windowed);
  }

  /** The sessions whose rows these are, or what is computed of them; null if there are others. */
  private static TimePlan.@Nullable Sessions below(Plan plan) {
    if (plan instanceof Plan.Calc || plan instanceof Plan.TableFunction) {
      return below(plan.inputs().get(0));
    }
    return plan instanceof TimePlan.Sessions sessions ? sessions : null;
  }

  /** Whether only rows of one key's sessions are brought together. */
  private static boolean isByKey(Plan body, TimePlan.Sessions sessions) {
    Plan input = body.inputs().get(0);
    return keys(body).stream()
        .map(column -> source(input, column))
        .toList()
        .containsAll(sessions.partition());
  }

  private static List<Integer> keys(Plan body) {
    if (body instanceof Plan.Aggregate aggregate) {
      return aggregate.keys();
    } else if (body instanceof Plan.TopN top) {
      return top.partition();
    } else if (body instanceof Plan.Over over) {
      return over.partition();
    }
    return IntStream.range(0, body.inputs().get(0).schema().size()).boxed().toList();
  }

  /** The column of the sessions that a column is; −1 if it is none. */
  private static int source(Plan plan, int column) {
    if (plan instanceof Plan.Calc calc) {
      return calc.projections().get(column) instanceof Expression.InputRef reference
          ? source(calc.input(), reference.index())
          : -1;
    } else if (plan instanceof Plan.TableFunction function) {
      return column < function.input().schema().size() ? source(function.input(), column) : -1;
    }
    return column;
  }
}
