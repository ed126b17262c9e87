package io.leat.sql.lower;

import io.leat.runtime.circuit.Circuit;
import io.leat.runtime.circuit.Distribution;
import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.JoinKey;
import io.leat.runtime.circuit.JoinType;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.circuit.Window;
import io.leat.runtime.connector.Connector;
import io.leat.runtime.connector.Connectors;
import io.leat.runtime.connector.Source;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Derives the traits of each node from those of its inputs. */
final class TraitDerivation {
  /** More keys than this are not kept: they multiply from join to join. */
  private static final int MOST_KEYS = 4;

  private TraitDerivation() {}

  /** The traits of all nodes. */
  static List<StreamTraits> of(Circuit circuit) {
    return of(circuit, true);
  }

  /** The traits of all nodes, without trust in the keys that tables of connectors declare. */
  static List<StreamTraits> proven(Circuit circuit) {
    return of(circuit, false);
  }

  private static List<StreamTraits> of(Circuit circuit, boolean declared) {
    List<StreamTraits> traits = new ArrayList<>();
    for (Node node : circuit.nodes()) {
      traits.add(of(node, node.inputs().stream().map(traits::get).toList(), declared));
    }
    return traits;
  }

  /** The traits of a node whose inputs have these. */
  static StreamTraits of(Node node, List<StreamTraits> inputs) {
    return of(node, inputs, true);
  }

  private static StreamTraits of(Node node, List<StreamTraits> inputs, boolean declared) {
    if (node instanceof Node.Windowed windowed) {
      StreamTraits body = of(windowed.body(), inputs, declared);
      return new StreamTraits(
          body.width(),
          windowed.emission().equals(Node.Emission.ONCE),
          body.bounded(),
          body.placement(),
          withoutTime(windowed, body.keys()),
          false);
    }
    if (node instanceof Node.Expiring expiring) {
      // A key that has been forgotten may be given once more: keys hold of what is not forgotten.
      StreamTraits body = of(expiring.body(), inputs, declared);
      return new StreamTraits(
          body.width(),
          body.appendOnly(),
          body.bounded(),
          body.placement(),
          declared ? body.keys() : Set.of(),
          body.settled());
    }
    boolean trusted =
        declared
            || !(node instanceof Node.Lookup
                || (node instanceof Node.Source source && !source.table().isStored()));
    Set<Set<Integer>> keys = trusted ? keys(node, inputs) : Set.of();
    return new StreamTraits(
        node.schema().size(),
        appendOnly(node, inputs),
        bounded(node, inputs),
        placement(node, inputs),
        keys,
        settled(node, inputs, keys));
  }

  private static boolean settled(Node node, List<StreamTraits> inputs, Set<Set<Integer>> keys) {
    if (node instanceof Node.TopN top) {
      return top.numbered() || top.fetch() >= 0;
    }
    if (node instanceof Node.Calc) {
      return inputs.get(0).settled() && !keys.isEmpty();
    }
    return node instanceof Node.Aggregate
        || (node instanceof Node.Exchange && inputs.get(0).settled());
  }

  /** What a window's last moment is, its start and end tell already. */
  private static Set<Set<Integer>> withoutTime(Node.Windowed windowed, Set<Set<Integer>> keys) {
    List<Integer> constants = windowed.constants().get(0);
    int end =
        windowed.ends().isEmpty() ? constants.get(constants.size() - 1) : windowed.ends().get(0);
    int time;
    if (windowed.body() instanceof Node.Aggregate aggregate) {
      time = aggregate.keys().indexOf(end);
    } else if (windowed.body() instanceof Node.SetOperation) {
      time = end;
    } else {
      return keys;
    }
    return keys.stream()
        .map(key -> key.stream().filter(column -> column != time).collect(Collectors.toSet()))
        .collect(Collectors.toSet());
  }

  /** The keys of sessions; their last moment only if neither start nor end is there. */
  private static Set<Integer> sessionKey(List<Integer> keys) {
    boolean told =
        keys.contains(Node.SessionAggregate.START) || keys.contains(Node.SessionAggregate.END);
    return IntStream.range(0, keys.size())
        .filter(i -> !told || keys.get(i) != Node.SessionAggregate.LAST_MOMENT)
        .boxed()
        .collect(Collectors.toSet());
  }

  private static boolean appendOnly(Node node, List<StreamTraits> inputs) {
    boolean all = inputs.stream().allMatch(StreamTraits::appendOnly);
    if (node instanceof Node.Source source) {
      return source.table().isStored()
          ? !source.follows()
          : connector(source).map(Source::appendOnly).orElse(true);
    }
    if (node instanceof Node.TopN top) {
      return top.ascending();
    }
    if (node instanceof Node.Aggregate
        || node instanceof Node.Fixpoint
        || node instanceof Node.Input) {
      return false;
    }
    if (node instanceof Node.Sessions sessions) {
      return sessions.once();
    }
    if (node instanceof Node.SessionAggregate) {
      return true;
    }
    if (node instanceof Node.Over over) {
      return over.ascending();
    }
    if (node instanceof Node.TemporalJoin) {
      return true;
    }
    if (node instanceof Node.Join join) {
      return all && (join.type() == JoinType.INNER || join.type() == JoinType.SEMI);
    }
    if (node instanceof Node.SetOperation operation) {
      return switch (operation.kind()) {
        case DISTINCT, INTERSECT, INTERSECT_ALL -> all;
        case EXCEPT, EXCEPT_ALL -> false;
      };
    }
    return all || node instanceof Node.Changes || node instanceof Node.Sort;
  }

  private static boolean bounded(Node node, List<StreamTraits> inputs) {
    if (node instanceof Node.Source source) {
      return source.table().isStored()
          ? !source.follows()
          : connector(source).map(Source::bounded).orElse(false);
    }
    return node instanceof Node.UntilFull
        || (node instanceof Node.Limit limit && limit.fetch() >= 0)
        || inputs.stream().allMatch(StreamTraits::bounded);
  }

  private static Optional<Source> connector(Node.Source source) {
    Connector connector = Connectors.find(source.table().connector());
    return Optional.ofNullable(connector).map(found -> found.source(source.table()));
  }

  private static StreamTraits.Placement placement(Node node, List<StreamTraits> inputs) {
    if (node instanceof Node.Values || node instanceof Node.Input) {
      return new StreamTraits.OneShard();
    }
    if (node instanceof Node.Exchange exchange) {
      return exchange.distribution() instanceof Distribution.Hash hash
          ? new StreamTraits.ByHash(hash.keys())
          : new StreamTraits.OneShard();
    }
    boolean single =
        !inputs.isEmpty()
            && inputs.stream().allMatch(in -> in.placement() instanceof StreamTraits.OneShard);
    if (single) {
      return new StreamTraits.OneShard();
    }
    if (node instanceof Node.Calc calc
        && inputs.get(0).placement() instanceof StreamTraits.ByHash hash) {
      return moved(hash.columns(), calc.projections());
    }
    if (inputs.size() == 1 && inputs.get(0).placement() instanceof StreamTraits.ByHash hash) {
      if (node instanceof Node.Aggregate aggregate) {
        return grouped(hash.columns(), aggregate.keys());
      }
      if (node instanceof Node.PreAggregate partial) {
        return grouped(hash.columns(), partial.keys());
      }
      if (node instanceof Node.SessionAggregate sessions) {
        List<Integer> partition = sessions.aggregate().keys();
        return grouped(
            hash.columns(),
            sessions.keys().stream().map(key -> key < 0 ? key : partition.get(key)).toList());
      }
    }
    Node.Join join = asJoin(node);
    if (join != null) {
      return joined(join, inputs);
    }
    boolean same = inputs.stream().map(StreamTraits::placement).distinct().count() == 1;
    boolean keeps = node instanceof Node.Source || node instanceof Node.Fixpoint;
    return same && !keeps ? inputs.get(0).placement() : new StreamTraits.Anywhere();
  }

  private static StreamTraits.Placement grouped(List<Integer> columns, List<Integer> keys) {
    List<Integer> moved = columns.stream().map(keys::indexOf).toList();
    return moved.contains(-1) ? new StreamTraits.Anywhere() : new StreamTraits.ByHash(moved);
  }

  private static StreamTraits.Placement moved(List<Integer> columns, List<Expression> projections) {
    List<Integer> moved = new ArrayList<>();
    for (int column : columns) {
      int place = place(column, projections);
      if (place < 0) {
        return new StreamTraits.Anywhere();
      }
      moved.add(place);
    }
    return new StreamTraits.ByHash(moved);
  }

  /** The first projection that is just that column; −1 if there is none. */
  private static int place(int column, List<Expression> projections) {
    for (int i = 0; i < projections.size(); i++) {
      if (projections.get(i) instanceof Expression.InputRef reference
          && reference.index() == column) {
        return i;
      }
    }
    return -1;
  }

  /** A join of any kind as a plain one, which has as many rows or more; null if it is none. */
  private static Node.@Nullable Join asJoin(Node node) {
    if (node instanceof Node.IntervalJoin join) {
      return new Node.Join(
          join.id(),
          join.left(),
          join.right(),
          join.type(),
          join.keys(),
          join.condition(),
          false,
          false,
          join.schema());
    }
    if (node instanceof Node.TemporalJoin join) {
      return new Node.Join(
          join.id(),
          join.left(),
          join.right(),
          join.type(),
          join.keys(),
          join.condition(),
          false,
          false,
          join.schema());
    }
    return node instanceof Node.Join join ? join : null;
  }

  private static StreamTraits.Placement joined(Node.Join join, List<StreamTraits> inputs) {
    if (join.type() == JoinType.FULL) {
      return new StreamTraits.Anywhere();
    }
    if (join.type() != JoinType.RIGHT) {
      return inputs.get(0).placement();
    }
    int left = inputs.get(0).width();
    return inputs.get(1).placement() instanceof StreamTraits.ByHash hash
        ? new StreamTraits.ByHash(hash.columns().stream().map(column -> column + left).toList())
        : inputs.get(1).placement();
  }

  private static Set<Set<Integer>> keys(Node node, List<StreamTraits> inputs) {
    int size = node.schema().size();
    if (node instanceof Node.Source source) {
      List<Integer> key =
          source.table().primaryKey().stream().map(source.columns()::indexOf).toList();
      return key.isEmpty() || key.contains(-1) ? Set.of() : Set.of(Set.copyOf(key));
    }
    if (node instanceof Node.Values values) {
      return values.rows().size() <= 1 ? Set.of(Set.of()) : Set.of();
    }
    if (node instanceof Node.Aggregate aggregate) {
      return Set.of(columns(0, aggregate.keys().size()));
    }
    if (node instanceof Node.SessionAggregate sessions) {
      return Set.of(sessionKey(sessions.keys()));
    }
    if (node instanceof Node.Calc calc) {
      return inputs.get(0).keys().stream()
          .map(key -> key.stream().map(column -> place(column, calc.projections())).toList())
          .filter(key -> !key.contains(-1))
          .map(Set::copyOf)
          .collect(Collectors.toSet());
    }
    if (node instanceof Node.Lookup lookup) {
      Set<Integer> asked =
          lookup.lookupKeys().stream().map(JoinKey::right).collect(Collectors.toSet());
      List<Integer> key = lookup.table().primaryKey();
      return !key.isEmpty() && asked.containsAll(key) ? inputs.get(0).keys() : Set.of();
    }
    Node.Join join = asJoin(node);
    if (join != null) {
      return joinedKeys(join, inputs.get(0), inputs.get(1));
    }
    if (node instanceof Node.SetOperation operation) {
      return switch (operation.kind()) {
        case DISTINCT, INTERSECT -> with(inputs.get(0).keys(), columns(0, size));
        case EXCEPT -> with(inputs.get(0).keys(), columns(0, size));
        case INTERSECT_ALL, EXCEPT_ALL -> inputs.get(0).keys();
      };
    }
    if (node instanceof Node.TopN top) {
      Set<Set<Integer>> keys = new LinkedHashSet<>(inputs.get(0).keys());
      if (top.fetch() == 1) {
        keys.add(Set.copyOf(top.partition()));
      }
      if (top.numbered()) {
        Set<Integer> numbered = new HashSet<>(top.partition());
        numbered.add(size - 1);
        keys.add(numbered);
      }
      return keys;
    }
    if (node instanceof Node.WindowAssign assign && !(assign.window() instanceof Window.Tumble)) {
      return inputs.get(0).keys().stream()
          .map(key -> with(key, size - 2))
          .collect(Collectors.toSet());
    }
    if (node instanceof Node.Limit limit && limit.fetch() == 1) {
      return Set.of(Set.of());
    }
    if (node instanceof Node.Fixpoint fixpoint) {
      return fixpoint.distinct() ? Set.of(columns(0, size)) : Set.of();
    }
    boolean keeps =
        node instanceof Node.Limit
            || node instanceof Node.UntilFull
            || node instanceof Node.Over
            || node instanceof Node.Remember
            || node instanceof Node.Consolidate
            || node instanceof Node.PreTopN
            || node instanceof Node.Sort
            || node instanceof Node.Exchange
            || node instanceof Node.Watermark
            || node instanceof Node.Release
            || node instanceof Node.WindowAssign
            || node instanceof Node.Sessions
            || node instanceof Node.Sink
            || node instanceof Node.Result;
    return keeps ? inputs.get(0).keys() : Set.of();
  }

  private static Set<Set<Integer>> joinedKeys(
      Node.Join join, StreamTraits left, StreamTraits right) {
    if (join.type().leftOnly()) {
      return left.keys();
    }
    Set<Integer> leftColumns = join.keys().stream().map(JoinKey::left).collect(Collectors.toSet());
    Set<Integer> rightColumns =
        join.keys().stream().map(JoinKey::right).collect(Collectors.toSet());
    int start = left.width();
    Set<Set<Integer>> rightKeys =
        right.keys().stream().map(key -> shifted(key, start)).collect(Collectors.toSet());
    Set<Set<Integer>> keys = new LinkedHashSet<>();
    if (right.unique(rightColumns) && !join.type().keepsRight()) {
      keys.addAll(left.keys());
    }
    if (left.unique(leftColumns) && !join.type().keepsLeft()) {
      keys.addAll(rightKeys);
    }
    for (Set<Integer> leftKey : inOrder(left.keys())) {
      for (Set<Integer> rightKey : inOrder(rightKeys)) {
        if (keys.size() < MOST_KEYS && join.type() != JoinType.FULL) {
          Set<Integer> both = new HashSet<>(leftKey);
          both.addAll(rightKey);
          keys.add(both);
        }
      }
    }
    return keys;
  }

  /** The same keys in the same order each time, so that equal queries get equal plans. */
  private static List<Set<Integer>> inOrder(Set<Set<Integer>> keys) {
    return keys.stream()
        .sorted(Comparator.comparing(key -> key.stream().sorted().toList().toString()))
        .toList();
  }

  private static Set<Integer> shifted(Set<Integer> key, int by) {
    return key.stream().map(column -> column + by).collect(Collectors.toSet());
  }

  private static Set<Integer> columns(int from, int to) {
    return IntStream.range(from, to).boxed().collect(Collectors.toSet());
  }

  private static Set<Integer> with(Set<Integer> key, int column) {
    Set<Integer> longer = new HashSet<>(key);
    longer.add(column);
    return longer;
  }

  private static Set<Set<Integer>> with(Set<Set<Integer>> keys, Set<Integer> key) {
    return keys.isEmpty() ? Set.of(key) : keys;
  }
}
