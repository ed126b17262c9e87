package io.leat.runtime.local;

import io.leat.runtime.circuit.Circuit;
import io.leat.runtime.circuit.JoinKey;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.types.RowSchema;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/**
 * What a circuit takes over from the checkpoint of another one, so that its result is as if it had
 * read everything itself.
 *
 * <p>A node that both have keeps its state, and a source its places, as long as all that it reads
 * does too. Where such a node is read by one that is new, it gives its whole result again in the
 * first epoch, if its state tells that; then all that reads it begins anew. If its state does not
 * tell it, it begins anew itself: what it reads has to be given again, in the end by sources, which
 * are read from their beginning.
 */
public final class StateReuse {
  private enum Role {
    KEPT,
    GIVEN_AGAIN,
    ANEW
  }

  private final Circuit circuit;
  private final Role[] roles;

  private StateReuse(Circuit circuit, Role[] roles) {
    this.circuit = circuit;
    this.roles = roles;
  }

  /**
   * Finds what can be taken over.
   *
   * @param shapes of the other circuit's nodes, see {@link RunState#shapes}
   */
  public static StateReuse of(Map<String, String> shapes, Circuit circuit) {
    List<Node> nodes = circuit.nodes();
    Map<String, String> now = RunState.shapes(circuit);
    Role[] roles = new Role[nodes.size()];
    boolean connectorsAlone =
        nodes.stream()
            .noneMatch(node -> node instanceof Node.Source source && source.table().isStored());
    for (int i = 0; i < roles.length; i++) {
      Node node = nodes.get(i);
      boolean ends = node instanceof Node.Result || node instanceof Node.Sink;
      boolean same = now.getOrDefault(node.id(), "").equals(shapes.get(node.id()));
      roles[i] = connectorsAlone && same && !ends ? Role.KEPT : Role.ANEW;
    }
    StateReuse reuse = new StateReuse(circuit, roles);
    while (reuse.settle()) {
      // Roles only ever go towards ANEW.
    }
    return reuse;
  }

  /** Follows from each node to its neighbours; whether a role has changed. */
  private boolean settle() {
    boolean changed = false;
    for (int i = 0; i < roles.length; i++) {
      for (int input : circuit.nodes().get(i).inputs()) {
        if (roles[i] != Role.ANEW && roles[input] != Role.KEPT) {
          roles[i] = Role.ANEW;
          changed = true;
        }
        if (roles[i] == Role.ANEW && roles[input] == Role.KEPT) {
          roles[input] = tellsItsResult(input) ? Role.GIVEN_AGAIN : Role.ANEW;
          changed = true;
        }
      }
    }
    return changed;
  }

  private boolean tellsItsResult(int index) {
    Node node = circuit.nodes().get(index);
    if (node instanceof Node.Join join) {
      // Rows that are given alone because their key is NULL are in no state.
      return !join.isArranged()
          && !join.type().leftOnly()
          && (!join.type().keepsLeft() || neverNull(join, join.left(), JoinKey::left))
          && (!join.type().keepsRight() || neverNull(join, join.right(), JoinKey::right));
    }
    return node instanceof Node.Aggregate
        || node instanceof Node.SetOperation
        || node instanceof Node.TopN;
  }

  private boolean neverNull(Node.Join join, int input, ToIntFunction<JoinKey> column) {
    RowSchema schema = circuit.nodes().get(input).schema();
    return join.keys().stream().noneMatch(key -> schema.type(column.applyAsInt(key)).nullable());
  }

  private Set<String> ids(Predicate<Role> role) {
    Set<String> ids = new LinkedHashSet<>();
    for (int i = 0; i < roles.length; i++) {
      if (role.test(roles[i])) {
        ids.add(circuit.nodes().get(i).id());
      }
    }
    return ids;
  }

  /** Whether there is anything to take over. */
  public boolean any() {
    return !ids(role -> role != Role.ANEW).isEmpty();
  }

  /** The nodes whose whole result the first epoch gives. */
  public Set<String> givenAgain() {
    return ids(Role.GIVEN_AGAIN::equals);
  }

  /** The nodes that keep their state, those included whose result is given again. */
  public Set<String> kept() {
    return ids(role -> role != Role.ANEW);
  }

  /** The tables that are read from their beginning, though some of them may have been read. */
  public Set<String> readAgain() {
    Set<String> tables = new TreeSet<>();
    for (int i = 0; i < roles.length; i++) {
      if (roles[i] == Role.ANEW && circuit.nodes().get(i) instanceof Node.Source source) {
        tables.add(source.table().name());
      }
    }
    return tables;
  }

  /**
   * What the circuit goes on from.
   *
   * @param state the other circuit's
   */
  public RunState from(RunState state) {
    Set<String> kept = kept();
    return new RunState(
        state.epoch(),
        false,
        RunState.shapes(circuit),
        only(state.operators(), kept),
        only(state.bounds(), kept),
        only(state.offsets(), kept),
        Map.of(),
        Map.of(),
        givenAgain());
  }

  private static <T> Map<String, T> only(Map<String, T> all, Set<String> ids) {
    Map<String, T> some = new LinkedHashMap<>(all);
    some.keySet().retainAll(ids);
    return some;
  }

  /** What becomes of what has state, in sentences for people. */
  public List<String> sentences() {
    List<String> sentences = new ArrayList<>();
    say(sentences, "keeps its state: ", withState(Role.KEPT));
    say(sentences, "keeps its state, and gives its result again: ", withState(Role.GIVEN_AGAIN));
    say(sentences, "begins anew: ", withState(Role.ANEW));
    say(sentences, "is read again from the beginning: ", readAgain());
    return sentences;
  }

  private static void say(List<String> sentences, String what, Collection<String> of) {
    if (!of.isEmpty()) {
      sentences.add(what + String.join(", ", of));
    }
  }

  private List<String> withState(Role role) {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < roles.length; i++) {
      Node node = circuit.nodes().get(i);
      boolean passesOn =
          node.inputs().isEmpty()
              || node instanceof Node.Calc
              || node instanceof Node.Union
              || node instanceof Node.Exchange
              || node instanceof Node.PreAggregate
              || node instanceof Node.PreTopN
              || node instanceof Node.Consolidate
              || node instanceof Node.WindowAssign
              || node instanceof Node.TableFunction
              || node instanceof Node.Result
              || node instanceof Node.Sink;
      if (roles[i] == role && !passesOn) {
        ids.add(node.id());
      }
    }
    return ids;
  }
}
