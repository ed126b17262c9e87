package io.leat.runtime.operator;

import io.leat.runtime.circuit.JoinKey;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.types.RowSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a {@link Node.Windowed} runs for a window. Columns that are constant in it are no part of
 * the body's keys, unless these have no others, and of its state; of an aggregate's result they are
 * put back.
 */
final class WindowLayout {
  /** Stands for a column of the body's result. */
  private static final int OF_BODY = -1;

  private final Node.Windowed node;
  private final List<RowSchema> inputs;
  private final Node body;

  /** By column of the result, the constant that it is, or {@link #OF_BODY}. */
  private final int[] constantOf;

  WindowLayout(Node.Windowed node, List<RowSchema> inputs) {
    this.node = node;
    this.inputs = inputs;
    this.constantOf = new int[node.schema().size()];
    java.util.Arrays.fill(constantOf, OF_BODY);
    this.body = stripped();
  }

  /** The node to run for one window. */
  Node body() {
    return body;
  }

  /** Whether the body's result lacks columns. */
  boolean lacksColumns() {
    return body.schema().size() < node.schema().size();
  }

  int[] constantOf() {
    return constantOf;
  }

  private Node stripped() {
    if (node.ends().isEmpty() || node.constants().isEmpty()) {
      return node.body();
    }
    if (node.body() instanceof Node.Aggregate aggregate) {
      List<Integer> keys = strip(aggregate.keys());
      return new Node.Aggregate(
          aggregate.id(),
          aggregate.input(),
          keys,
          aggregate.calls(),
          aggregate.appendOnly(),
          aggregate.rows(),
          schemaWithout(aggregate.keys(), keys));
    } else if (node.body() instanceof Node.PreAggregate parts) {
      List<Integer> keys = strip(parts.keys());
      return new Node.PreAggregate(
          parts.id(), parts.input(), keys, parts.parts(), schemaWithout(parts.keys(), keys));
    } else if (node.body() instanceof Node.TopN top) {
      return new Node.TopN(
          top.id(),
          top.input(),
          strip(top.partition()),
          top.order(),
          top.offset(),
          top.fetch(),
          top.numbered(),
          top.appendOnly(),
          top.schema());
    } else if (node.emission().equals(Node.Emission.ONCE)) {
      // One instance gives the results of several windows then.
      return node.body();
    } else if (node.body() instanceof Node.Join join) {
      return new Node.Join(
          join.id(),
          join.left(),
          join.right(),
          join.type(),
          stripKeys(join.keys()),
          join.condition(),
          join.leftAppendOnly(),
          join.rightAppendOnly(),
          join.schema());
    } else if (node.body() instanceof Node.Over over) {
      return new Node.Over(
          over.id(),
          over.input(),
          strip(over.partition()),
          over.order(),
          over.calls(),
          over.appendOnly(),
          over.schema());
    }
    return node.body();
  }

  private List<JoinKey> stripKeys(List<JoinKey> keys) {
    List<JoinKey> rest =
        keys.stream().filter(key -> !node.constants().get(0).contains(key.left())).toList();
    return rest.isEmpty() ? keys : rest;
  }

  private List<Integer> strip(List<Integer> columns) {
    List<Integer> constants = node.constants().get(0);
    List<Integer> rest = columns.stream().filter(column -> !constants.contains(column)).toList();
    return rest.isEmpty() ? columns : rest;
  }

  private RowSchema schemaWithout(List<Integer> keys, List<Integer> rest) {
    if (rest.size() == keys.size()) {
      return node.schema();
    }
    List<RowSchema.Field> fields = new ArrayList<>();
    for (int i = 0; i < node.schema().size(); i++) {
      if (i < keys.size() && !rest.contains(keys.get(i))) {
        constantOf[i] = node.constants().get(0).indexOf(keys.get(i));
      } else {
        fields.add(node.schema().fields().get(i));
      }
    }
    return new RowSchema(fields);
  }

  /** The columns by which rows of an input are on shards. */
  int[] distribution(int input) {
    List<Integer> keys = keys(input);
    boolean wholeRows = node.body() instanceof Node.SetOperation;
    List<Integer> constants =
        node.constants().isEmpty() || wholeRows ? List.of() : node.constants().get(input);
    List<Integer> rest = keys.stream().filter(column -> !constants.contains(column)).toList();
    return (rest.isEmpty() ? keys : rest).stream().mapToInt(Integer::intValue).toArray();
  }

  private List<Integer> keys(int input) {
    if (node.body() instanceof Node.Aggregate aggregate) {
      return aggregate.keys();
    } else if (node.body() instanceof Node.TopN top) {
      return top.partition();
    } else if (node.body() instanceof Node.Over over) {
      return over.partition();
    } else if (node.body() instanceof Node.Join join) {
      return join.keys().stream().map(input == 0 ? JoinKey::left : JoinKey::right).toList();
    }
    return IntStream.range(0, inputs.get(input).size()).boxed().toList();
  }
}
