package io.leat.sql.lower;

import io.leat.runtime.circuit.Circuit;
import io.leat.runtime.circuit.Distribution;
import io.leat.runtime.circuit.Node;
import io.leat.sql.validate.StateLifetime;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The nodes of a circuit that is being built, each with its traits: equal ones are one, each has
 * its identity, and rows are moved to other shards only where they are not there already.
 */
final class CircuitNodes {
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private final List<Node> nodes = new ArrayList<>();
  private final List<StreamTraits> traits = new ArrayList<>();
  private final Map<Object, Integer> shared = new HashMap<>();
  private final Map<String, Integer> repeated = new HashMap<>();

  /** Whether all rows are on one shard, as in the body of a fixpoint. */
  private final boolean local;

  private final Set<StateLifetime> honoured = new HashSet<>();
  private boolean followsStored;
  private boolean forgets;
  private long lifetimeMicros;

  CircuitNodes(boolean local) {
    this.local = local;
  }

  boolean isLocal() {
    return local;
  }

  /** From now on sources of stored tables go on with the changes after a snapshot. */
  void followStored() {
    followsStored = true;
  }

  boolean followsStored() {
    return followsStored;
  }

  /**
   * From now on state may be forgotten.
   *
   * @param micros after which it is, if it is not touched and no hint says otherwise; 0 for never
   */
  void forgetAfter(long micros) {
    forgets = true;
    lifetimeMicros = micros;
  }

  /** Whether state may be forgotten. */
  boolean forgets() {
    return forgets;
  }

  /** How long state is kept that is not touched and that no hint is about; 0 for ever. */
  long lifetimeMicros() {
    return lifetimeMicros;
  }

  /** How long state is kept that is not touched; 0 for ever. */
  long lifetimeMicros(Optional<StateLifetime> hint) {
    return forgets ? hint.map(StateLifetime::micros).orElse(lifetimeMicros) : 0;
  }

  /** Notes that a node does what hints say. */
  void honour(Lifetimes lifetimes) {
    lifetimes.given().forEach(honoured::add);
  }

  /** Whether any node does what a hint says. */
  boolean honours(StateLifetime hint) {
    return honoured.contains(hint);
  }

  Circuit circuit() {
    return new Circuit(nodes);
  }

  int size() {
    return nodes.size();
  }

  Node get(int index) {
    return nodes.get(index);
  }

  StreamTraits traits(int index) {
    return traits.get(index);
  }

  /** Whether rows equal in the columns are on one shard already: the right one for their state. */
  boolean isPlaced(int input, List<Integer> columns) {
    StreamTraits.Placement placement = traits.get(input).placement();
    return columns.isEmpty()
        ? placement instanceof StreamTraits.OneShard
        : local || placement.equals(new StreamTraits.ByHash(columns));
  }

  /** All rows on one shard. */
  int singleton(int input) {
    return isPlaced(input, List.of())
        ? input
        : exchange(input, new Distribution.Singleton(), "singleton");
  }

  /** Rows equal in the columns on one shard, whichever; for what keeps no state. */
  int together(int input, List<Integer> columns) {
    return traits.get(input).together(Set.copyOf(columns)) ? input : hashed(input, columns);
  }

  /** Rows on the shard that owns the key group of the columns' hash, where state is kept. */
  int hashed(int input, List<Integer> columns) {
    return isPlaced(input, columns)
        ? input
        : exchange(input, new Distribution.Hash(columns), "hash " + columns);
  }

  private int exchange(int input, Distribution distribution, String detail) {
    return share(
        List.of("exchange", input, distribution),
        () ->
            new Node.Exchange(
                id("exchange", List.of(input), detail),
                input,
                nodes.get(input).schema(),
                distribution));
  }

  /** The node with that key, which tells all but the id; a new one if there is none. */
  int share(Object key, Supplier<Node> node) {
    Integer known = shared.get(key);
    if (known == null) {
      known = add(node.get());
      shared.put(key, known);
    }
    return known;
  }

  int add(Node node) {
    nodes.add(node);
    traits.add(TraitDerivation.of(node, node.inputs().stream().map(traits::get).toList()));
    return nodes.size() - 1;
  }

  /**
   * A hash of the node's digest, which names its inputs by their ids; repeated ones get a number.
   */
  String id(String kind, List<Integer> inputs, String detail) {
    String digest =
        kind
            + inputs.stream()
                .map(input -> nodes.get(input).id())
                .collect(Collectors.joining(",", "(", ") "))
            + detail;
    long hash = FNV_OFFSET;
    for (byte b : digest.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * FNV_PRIME;
    }
    String id = kind + "-" + HexFormat.of().toHexDigits(hash);
    int count = repeated.merge(id, 1, Integer::sum);
    return count == 1 ? id : id + "-" + count;
  }
}
