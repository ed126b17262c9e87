package io.leat.runtime.local.pipeline;

import io.leat.runtime.circuit.Arranged;
import io.leat.runtime.circuit.Circuit;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.local.pipeline.RelationDefinition.Index;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The orders in which views must find rows of stored relations, and the indexes that are kept for
 * them where neither the key nor an index that somebody has made will do: one for all views that
 * want the same. For one thread.
 */
final class Arrangements {
  private final List<Claim> claims = new ArrayList<>();

  /** What one view must find: compared by identity, since each view lets go of its own. */
  static final class Claim {
    private final Map<String, Set<List<Integer>>> orders = new HashMap<>();

    /** Sets of columns, by relation. */
    Map<String, Set<List<Integer>>> orders() {
      return orders;
    }
  }

  /** What a circuit must find. */
  static Claim of(Circuit circuit) {
    Claim claim = new Claim();
    for (Node node : circuit.nodes()) {
      if (node instanceof Node.Join join) {
        join.leftArranged().ifPresent(arranged -> add(claim, arranged));
        join.rightArranged().ifPresent(arranged -> add(claim, arranged));
      }
    }
    return claim;
  }

  private static void add(Claim claim, Arranged arranged) {
    claim
        .orders
        .computeIfAbsent(arranged.table().name(), name -> new LinkedHashSet<>())
        .add(arranged.key());
  }

  /** The index that is kept for views alone. */
  static Index index(List<Integer> columns) {
    return new Index("arrangement by " + columns, columns, false);
  }

  private static boolean isOwn(Index index) {
    return index.name().startsWith("arrangement by ");
  }

  void add(Claim claim) {
    claims.add(claim);
  }

  void remove(Claim claim) {
    claims.removeIf(each -> each == claim);
  }

  /** A relation with the indexes that are claimed, and without those that are not any more. */
  RelationVersion adjusted(RelationVersion version) {
    Set<List<Integer>> wanted = new LinkedHashSet<>();
    for (Claim claim : claims) {
      wanted.addAll(claim.orders.getOrDefault(version.definition().name(), Set.of()));
    }
    RelationVersion adjusted = version;
    for (Index index : version.definition().indexes()) {
      if (isOwn(index)) {
        RelationVersion without = adjusted.without(index.name());
        if (wanted.stream().allMatch(columns -> without.hasOrder(columns))) {
          adjusted = without;
        }
      }
    }
    for (List<Integer> columns : wanted) {
      if (!adjusted.hasOrder(columns)) {
        adjusted = adjusted.with(index(columns));
      }
    }
    return adjusted;
  }

  /** All relations, adjusted. */
  Map<String, RelationVersion> adjusted(Map<String, RelationVersion> relations) {
    Map<String, RelationVersion> adjusted = new HashMap<>(relations);
    adjusted.replaceAll((name, version) -> adjusted(version));
    return adjusted;
  }
}
