package io.leat.sql.lower;

import io.leat.runtime.circuit.Node;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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
      Plan body = inputs.get(0);
      return new TimePlan.Windowed(
          body,
          windowed.ends(),
          windowed.constants(),
          windowed.unitMicros(),
          late(body),
          windowed.emission());
    }
    return same ? plan : plan.withInputs(inputs);
  }

  private static Node.Late late(Plan body) {
    if (!body.inputs().stream().allMatch(WindowClosings::isJudged)) {
      return Node.Late.REPORTED;
    }
    Set<Set<Plan>> times = new HashSet<>();
    addTimes(body, times);
    return times.size() > 1 ? Node.Late.REPORTED : Node.Late.LEFT_OUT;
  }

  /**
   * Adds by what times rows are judged where their windows are assigned. Of several, one whose
   * stream has been idle is behind, while windows that they are in together have closed by the
   * others.
   */
  private static void addTimes(Plan plan, Set<Set<Plan>> times) {
    if (plan instanceof TimePlan.WindowAssign || plan instanceof TimePlan.Sessions) {
      Set<Plan> streams = new HashSet<>();
      addStreams(plan, streams);
      times.add(streams);
    } else {
      plan.inputs().forEach(input -> addTimes(input, times));
    }
  }

  /** Adds what has a time of its own. */
  private static void addStreams(Plan plan, Set<Plan> streams) {
    if (plan instanceof TimePlan.Watermark) {
      streams.add(plan);
    } else {
      plan.inputs().forEach(input -> addStreams(input, streams));
    }
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
}
