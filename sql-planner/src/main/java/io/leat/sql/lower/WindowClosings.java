package io.leat.sql.lower;

import io.leat.runtime.circuit.Node;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides where rows that are late are found: where their windows are assigned, if all that reads
 * these rows is done in windows; else where it is.
 */
final class WindowClosings {
  private final Node.Emission emission;
  private final IdentityHashMap<Plan, Boolean> windowedOnly = new IdentityHashMap<>();
  private final Set<Plan> bodies = Collections.newSetFromMap(new IdentityHashMap<>());
  private final IdentityHashMap<Plan, Plan> done = new IdentityHashMap<>();

  WindowClosings(Node.Emission emission) {
    this.emission = emission;
  }

  Plan apply(Plan root) {
    windowedOnly.put(root, false);
    Deque<Plan> order = new ArrayDeque<>();
    consumersFirst(root, Collections.newSetFromMap(new IdentityHashMap<>()), order);
    order.forEach(this::tellInputs);
    return rebuilt(root);
  }

  private static void consumersFirst(Plan plan, Set<Plan> seen, Deque<Plan> order) {
    if (seen.add(plan)) {
      plan.inputs().forEach(input -> consumersFirst(input, seen, order));
      order.addFirst(plan);
    }
  }

  private void tellInputs(Plan plan) {
    boolean passesOn =
        plan instanceof Plan.Calc
            || plan instanceof Plan.TableFunction
            || plan instanceof Plan.Union;
    boolean windowed =
        bodies.contains(plan) || (passesOn && Boolean.TRUE.equals(windowedOnly.get(plan)));
    for (Plan input : plan.inputs()) {
      if (plan instanceof TimePlan.Windowed) {
        bodies.add(input);
      }
      windowedOnly.merge(input, windowed, Boolean::logicalAnd);
    }
  }

  private Plan rebuilt(Plan plan) {
    Plan known = done.get(plan);
    if (known == null) {
      known = rebuild(plan);
      done.put(plan, known);
    }
    return known;
  }

  private Plan rebuild(Plan plan) {
    List<Plan> inputs = plan.inputs().stream().map(this::rebuilt).toList();
    boolean same = true;
    for (int i = 0; i < inputs.size(); i++) {
      same &= inputs.get(i) == plan.inputs().get(i);
    }
    if (plan instanceof TimePlan.WindowAssign assign
        && assign.closes()
        && Boolean.TRUE.equals(windowedOnly.get(plan))) {
      return assign.with(
          inputs.get(0), Optional.of(new Node.Closing(assign.window(), emission.latenessMicros())));
    }
    if (plan instanceof TimePlan.Windowed windowed) {
      return windowed(windowed, inputs.get(0));
    }
    return same ? plan : plan.withInputs(inputs);
  }

  private static Plan windowed(TimePlan.Windowed windowed, Plan body) {
    boolean whole = body.inputs().size() == 1 && isOfSessions(body.inputs().get(0));
    return new TimePlan.Windowed(
        body,
        whole ? List.of() : windowed.ends(),
        windowed.constants(),
        windowed.unitMicros(),
        late(body),
        windowed.emission());
  }

  private static Node.Late late(Plan body) {
    if (!body.inputs().stream().allMatch(WindowClosings::isJudged)) {
      return Node.Late.REPORTED;
    }
    boolean all = body.inputs().size() == 1 && sessions(body.inputs().get(0)) != null;
    if (all) {
      return Node.Late.TAKEN;
    }
    return meets(body) ? Node.Late.REPORTED : Node.Late.LEFT_OUT;
  }

  /**
   * Whether there are inputs of several streams. Of these, one that has been idle is judged by its
   * own time, while windows here have closed by that of the others.
   */
  private static boolean meets(Plan plan) {
    if (plan.inputs().size() > 1) {
      return true;
    }
    return plan.inputs().stream()
        .anyMatch(
            input ->
                (input instanceof Plan.Calc
                        || input instanceof Plan.TableFunction
                        || input instanceof Plan.Union)
                    && meets(input));
  }

  /**
   * The sessions that close of which all rows are, or what becomes of them; null if there are
   * others.
   */
  private static TimePlan.@Nullable Sessions sessions(Plan plan) {
    if (plan instanceof Plan.Calc || plan instanceof Plan.TableFunction) {
      return sessions(plan.inputs().get(0));
    }
    if (plan instanceof Plan.Union) {
      TimePlan.Sessions first = sessions(plan.inputs().get(0));
      return plan.inputs().stream().allMatch(input -> Objects.equals(sessions(input), first))
          ? first
          : null;
    }
    if (plan instanceof TimePlan.Windowed windowed) {
      List<Plan> inputs = windowed.body().inputs();
      return inputs.size() == 1 ? sessions(inputs.get(0)) : null;
    }
    return plan instanceof TimePlan.Sessions found && found.closing().isPresent() ? found : null;
  }

  /** Whether rows that are late for their window do not come. */
  private static boolean isJudged(Plan plan) {
    if (plan instanceof Plan.Calc
        || plan instanceof Plan.TableFunction
        || plan instanceof Plan.Union) {
      return plan.inputs().stream().allMatch(WindowClosings::isJudged);
    }
    return plan instanceof TimePlan.Windowed
        || (plan instanceof TimePlan.Sessions sessions && sessions.closing().isPresent())
        || (plan instanceof TimePlan.WindowAssign assign && assign.closing().isPresent());
  }

  /** Whether all rows of a window come in one epoch, when it has closed. */
  private static boolean isOfSessions(Plan plan) {
    if (plan instanceof Plan.Calc || plan instanceof Plan.TableFunction) {
      return isOfSessions(plan.inputs().get(0));
    }
    return plan instanceof TimePlan.Sessions sessions && sessions.once();
  }
}
