package io.leat.sql.lower;

import io.leat.runtime.circuit.AggregateCall;
import io.leat.runtime.circuit.Arranged;
import io.leat.runtime.circuit.Circuit;
import io.leat.runtime.circuit.Distribution;
import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.Frame;
import io.leat.runtime.circuit.JoinKey;
import io.leat.runtime.circuit.JoinType;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.circuit.OverCall;
import io.leat.runtime.circuit.SortKey;
import io.leat.runtime.circuit.TableDefinition;
import io.leat.runtime.connector.lookup.LookupOptions;
import io.leat.runtime.types.RowSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** One node of a circuit as people read it: with names, never with indexes. */
final class NodeText {
  private final Circuit circuit;

  NodeText(Circuit circuit) {
    this.circuit = circuit;
  }

  String of(Node node) {
    if (node instanceof Node.Source source) {
      return "Source("
          + table(source.table())
          + ", columns=["
          + names(source.schema())
          + "]"
          + source
              .range()
              .map(range -> ", lookup=[" + KeyRangeText.of(range, source.table().schema()) + "]")
              .orElse("")
          + ")";
    }
    if (node instanceof Node.Values values) {
      return "Values(" + rows(values) + ")";
    }
    if (node instanceof Node.Calc calc) {
      ExpressionText expressions = new ExpressionText(schema(calc.input()));
      String select = select(calc, expressions);
      return "Calc(select=["
          + select
          + "]"
          + calc.condition().map(where -> ", where=[" + expressions.of(where) + "]").orElse("")
          + ")";
    }
    if (node instanceof Node.Union) {
      return "Union(all)";
    }
    if (node instanceof Node.Limit limit) {
      return "Limit(" + range(limit.offset(), limit.fetch()) + ")";
    }
    if (node instanceof Node.UntilFull full) {
      return "UntilFull(rows=[" + full.rows() + "])";
    }
    if (node instanceof Node.Aggregate aggregate) {
      return aggregate(aggregate);
    }
    if (node instanceof Node.PreAggregate partial) {
      return preAggregate(partial);
    }
    if (node instanceof Node.Join join) {
      return join(join, "Join", List.of());
    }
    if (node instanceof Node.IntervalJoin join) {
      return join(
          plain(join.left(), join.right(), join.type(), join.keys(), join.condition()),
          "IntervalJoin",
          new TimeNodeText(circuit).times(join));
    }
    if (node instanceof Node.TemporalJoin join) {
      return join(
          plain(join.left(), join.right(), join.type(), join.keys(), join.condition()),
          "TemporalJoin",
          new TimeNodeText(circuit).times(join));
    }
    if (node instanceof Node.Lookup lookup) {
      return lookup(lookup);
    }
    if (node instanceof Node.Windowed windowed) {
      return new TimeNodeText(circuit).windowed(windowed, of(windowed.body()));
    }
    if (node instanceof Node.Expiring expiring) {
      return "Expiring("
          + of(expiring.body())
          + ", unused=["
          + lifetimes(expiring.lifetimes())
          + "])";
    }
    if (node instanceof Node.SessionAggregate sessions) {
      return new TimeNodeText(circuit).sessions(sessions, aggregate(sessions.aggregate()));
    }
    String time = new TimeNodeText(circuit).of(node);
    if (time != null) {
      return time;
    }
    if (node instanceof Node.SetOperation operation) {
      return switch (operation.kind()) {
        case DISTINCT -> "Distinct";
        case INTERSECT -> "Intersect";
        case INTERSECT_ALL -> "Intersect(all)";
        case EXCEPT -> "Except";
        case EXCEPT_ALL -> "Except(all)";
      };
    }
    return ordered(node);
  }

  /** How long what is not used is kept: the same of all inputs, or by side. */
  private static String lifetimes(List<Long> micros) {
    List<String> texts = micros.stream().map(NodeText::lifetime).toList();
    return texts.stream().distinct().count() == 1
        ? texts.get(0)
        : "left " + texts.get(0) + ", right " + texts.get(1);
  }

  private static String lifetime(long micros) {
    return micros == 0 ? "never" : TimeText.text(micros);
  }

  private static String table(TableDefinition table) {
    return "table=["
        + table.name()
        + "]"
        + (table.isStored() ? "" : ", connector=[" + table.connector() + "]");
  }

  private String preTopN(Node.PreTopN leaders) {
    RowSchema input = schema(leaders.input());
    List<String> parts = new ArrayList<>();
    if (!leaders.partition().isEmpty()) {
      parts.add("partition=[" + names(input, leaders.partition()) + "]");
    }
    parts.add("order=[" + order(input, leaders.order()) + "]");
    parts.add("places=[" + leaders.places() + "]");
    return "PreTopN(" + String.join(", ", parts) + ")";
  }

  private String ordered(Node node) {
    if (node instanceof Node.PreTopN leaders) {
      return preTopN(leaders);
    }
    if (node instanceof Node.TopN top) {
      RowSchema input = schema(top.input());
      List<String> parts = new ArrayList<>();
      if (!top.partition().isEmpty()) {
        parts.add("partition=[" + names(input, top.partition()) + "]");
      }
      if (!top.order().isEmpty()) {
        parts.add("order=[" + order(input, top.order()) + "]");
      }
      String range = range(top.offset(), top.fetch());
      if (!range.isEmpty()) {
        parts.add(range);
      }
      if (top.numbered()) {
        parts.add("number=[" + ColumnNames.of(top.schema()).get(top.schema().size() - 1) + "]");
      }
      return "TopN(" + String.join(", ", parts) + ")";
    }
    if (node instanceof Node.Over over) {
      return over(over);
    }
    if (node instanceof Node.TableFunction function) {
      ExpressionText expressions = new ExpressionText(schema(function.input()));
      return "TableFunction("
          + function.arguments().stream()
              .map(expressions::of)
              .collect(Collectors.joining(", ", function.function() + "(", ")"))
          + " AS ["
          + names(function.schema(), added(function, function.input()))
          + "]"
          + (function.outer() ? ", outer" : "")
          + ")";
    }
    if (node instanceof Node.Remember remember) {
      ExpressionText expressions = new ExpressionText(schema(remember.input()));
      return "Remember("
          + remember.drawn().stream().map(expressions::of).collect(Collectors.joining(", "))
          + ")";
    }
    if (node instanceof Node.Fixpoint fixpoint) {
      return "Fixpoint(" + (fixpoint.distinct() ? "union" : "union all") + ")";
    }
    if (node instanceof Node.Input input) {
      return input.index() == 0 ? "Input(rows of the step before)" : "Input(" + input.index() + ")";
    }
    if (node instanceof Node.Sort sort) {
      List<String> parts = new ArrayList<>();
      if (!sort.order().isEmpty()) {
        parts.add("order=[" + order(sort.schema(), sort.order()) + "]");
      }
      String range = range(sort.offset(), sort.fetch());
      if (!range.isEmpty()) {
        parts.add(range);
      }
      return parts.isEmpty() ? "Collect(at the end)" : "Sort(" + String.join(", ", parts) + ")";
    }
    if (node instanceof Node.Consolidate) {
      return "Consolidate(each epoch)";
    }
    if (node instanceof Node.Changes changes) {
      RowSchema input = schema(changes.input());
      return "Changes("
          + (changes.key().isEmpty() ? "" : "key=[" + names(input, changes.key()) + "]")
          + ")";
    }
    if (node instanceof Node.Exchange exchange) {
      return exchange.distribution() instanceof Distribution.Hash hash
          ? "Exchange(hash=[" + names(exchange.schema(), hash.keys()) + "])"
          : "Exchange(singleton)";
    }
    if (node instanceof Node.Sink sink) {
      return "Sink(" + table(sink.table()) + ", columns=[" + names(sink.schema()) + "])";
    }
    if (node instanceof Node.Result) {
      return "Result(columns=[" + node.schema() + "])";
    }
    return node.getClass().getSimpleName() + "(columns=[" + names(node.schema()) + "])";
  }

  private RowSchema schema(int node) {
    return circuit.nodes().get(node).schema();
  }

  private String aggregate(Node.Aggregate aggregate) {
    RowSchema input = schema(aggregate.input());
    List<String> parts = new ArrayList<>();
    aggregate
        .rows()
        .ifPresent(rows -> parts.add("weight=[" + ColumnNames.of(input).get(rows) + "]"));
    return "Aggregate("
        + grouped(aggregate.keys(), aggregate.calls(), input, aggregate.schema(), parts)
        + ")";
  }

  private String preAggregate(Node.PreAggregate partial) {
    return "PreAggregate("
        + grouped(
            partial.keys(),
            partial.parts(),
            schema(partial.input()),
            partial.schema(),
            new ArrayList<>())
        + ")";
  }

  private static String grouped(
      List<Integer> keys,
      List<AggregateCall> calls,
      RowSchema input,
      RowSchema schema,
      List<String> parts) {
    if (!keys.isEmpty()) {
      parts.add(0, "group=[" + names(input, keys) + "]");
    }
    List<String> names = ColumnNames.of(schema);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < calls.size(); i++) {
      texts.add(call(calls.get(i), input) + " AS " + names.get(keys.size() + i));
    }
    if (!texts.isEmpty()) {
      parts.add("select=[" + String.join(", ", texts) + "]");
    }
    return String.join(", ", parts);
  }

  /** The columns that a node puts behind those of its input. */
  private List<Integer> added(Node node, int input) {
    return IntStream.range(schema(input).size(), node.schema().size()).boxed().toList();
  }

  private String over(Node.Over over) {
    RowSchema input = schema(over.input());
    List<String> parts = new ArrayList<>();
    if (!over.partition().isEmpty()) {
      parts.add("partition=[" + names(input, over.partition()) + "]");
    }
    if (!over.order().isEmpty()) {
      parts.add("order=[" + order(input, over.order()) + "]");
    }
    List<String> calls = new ArrayList<>();
    for (int i = 0; i < over.calls().size(); i++) {
      calls.add(
          call(over.calls().get(i), input)
              + " AS "
              + ColumnNames.of(over.schema()).get(input.size() + i));
    }
    parts.add("select=[" + String.join(", ", calls) + "]");
    return "Over(" + String.join(", ", parts) + ")";
  }

  private static String call(OverCall call, RowSchema input) {
    AggregateCall aggregate =
        new AggregateCall(
            call.function(),
            call.arguments(),
            call.distinct(),
            call.filter(),
            List.of(),
            call.type());
    boolean whole = call.frame().equals(Frame.whole());
    return (call.function().equals("ROW_NUMBER") || call.function().endsWith("RANK")
            ? call.function() + "()"
            : call(aggregate, input))
        + (call.ignoreNulls() ? " IGNORE NULLS" : "")
        + (whole
            ? ""
            : " "
                + call.frame().unit()
                + " "
                + bound(call.frame().lower(), "UNBOUNDED PRECEDING")
                + " .. "
                + bound(call.frame().upper(), "UNBOUNDED FOLLOWING"));
  }

  private static String bound(Frame.Bound bound, String unbounded) {
    if (bound instanceof Frame.Preceding preceding) {
      return ExpressionText.constant(preceding.offset()) + " PRECEDING";
    }
    if (bound instanceof Frame.Following following) {
      return ExpressionText.constant(following.offset()) + " FOLLOWING";
    }
    return bound instanceof Frame.CurrentRow ? "CURRENT ROW" : unbounded;
  }

  private static String call(AggregateCall call, RowSchema input) {
    ExpressionText expressions = new ExpressionText(input);
    String arguments =
        call.arguments().stream().map(expressions::of).collect(Collectors.joining(", "));
    boolean star = call.function().equals("COUNT") && call.arguments().isEmpty();
    return call.function()
        + "("
        + (call.distinct() ? "DISTINCT " : "")
        + (star ? "*" : arguments)
        + (call.order().isEmpty() ? "" : " ORDER BY " + order(input, call.order()))
        + ")"
        + (call.filter().isPresent()
            ? " FILTER (WHERE " + ColumnNames.of(input).get(call.filter().getAsInt()) + ")"
            : "");
  }

  private String lookup(Node.Lookup lookup) {
    RowSchema left = schema(lookup.input());
    RowSchema table = lookup.table().schema();
    RowSchema right = lookup.right();
    List<String> parts = new ArrayList<>();
    parts.add(lookup.type().name().toLowerCase(Locale.ROOT));
    parts.add(table(lookup.table()));
    parts.add(
        "by=["
            + lookup.lookupKeys().stream()
                .map(key -> key(key, left, table))
                .collect(Collectors.joining(" AND "))
            + "]");
    if (lookup.keys().size() > lookup.lookupKeys().size()) {
      parts.add(
          "on=["
              + lookup.keys().stream()
                  .map(key -> key(key, left, right))
                  .collect(Collectors.joining(" AND "))
              + "]");
    }
    RowSchema read = table.select(lookup.columns());
    parts.add("columns=[" + names(read) + "]");
    ExpressionText ofRead = new ExpressionText(read);
    lookup
        .calc()
        .flatMap(Node.Calc::condition)
        .ifPresent(condition -> parts.add("table where=[" + ofRead.of(condition) + "]"));
    List<RowSchema.Field> both = new ArrayList<>();
    left.fields().forEach(field -> both.add(sided(field, right, "left")));
    right.fields().forEach(field -> both.add(sided(field, left, "right")));
    ExpressionText expressions = new ExpressionText(new RowSchema(both));
    lookup
        .condition()
        .ifPresent(condition -> parts.add("where=[" + expressions.of(condition) + "]"));
    String retries = lookup.table().options().getOrDefault(LookupOptions.MISS_RETRIES_KEY, "0");
    if (!retries.equals("0")) {
      parts.add("asked again if not there=[" + retries + "]");
    }
    if (!lookup.leftAppendOnly()) {
      parts.add("results remembered");
    }
    return "Lookup(" + String.join(", ", parts) + ")";
  }

  private static Node.Join plain(
      int left, int right, JoinType type, List<JoinKey> keys, Optional<Expression> condition) {
    return new Node.Join(
        "", left, right, type, keys, condition, false, false, new RowSchema(List.of()));
  }

  private String join(Node.Join join, String name, List<String> times) {
    RowSchema left = schema(join.left());
    RowSchema right = schema(join.right());
    List<String> parts = new ArrayList<>();
    parts.add(
        join.type() == JoinType.INNER
                && join.keys().isEmpty()
                && join.condition().isEmpty()
                && times.isEmpty()
            ? "cross"
            : join.type().name().toLowerCase(Locale.ROOT));
    if (!join.keys().isEmpty()) {
      parts.add(
          "on=["
              + join.keys().stream()
                  .map(key -> key(key, left, right))
                  .collect(Collectors.joining(" AND "))
              + "]");
    }
    parts.addAll(times);
    List<RowSchema.Field> both = new ArrayList<>();
    left.fields().forEach(field -> both.add(sided(field, right, "left")));
    right.fields().forEach(field -> both.add(sided(field, left, "right")));
    ExpressionText expressions = new ExpressionText(new RowSchema(both));
    join.condition().ifPresent(condition -> parts.add("where=[" + expressions.of(condition) + "]"));
    if (join.isArranged()) {
      parts.add(
          "arrangement=["
              + Stream.of(join.leftArranged(), join.rightArranged())
                  .flatMap(Optional::stream)
                  .map(NodeText::arranged)
                  .collect(Collectors.joining(", "))
              + "]");
    }
    return name + "(" + String.join(", ", parts) + ")";
  }

  /** Where rows are found, and by which columns. */
  private static String arranged(Arranged arranged) {
    RowSchema schema = arranged.table().schema();
    return arranged.table().name()
        + " by "
        + arranged.key().stream().map(schema::name).collect(Collectors.joining(", "));
  }

  private static RowSchema.Field sided(RowSchema.Field field, RowSchema other, String side) {
    return other.indexOf(field.name()) < 0
        ? field
        : new RowSchema.Field(side + "." + field.name(), field.type());
  }

  private static String key(JoinKey key, RowSchema left, RowSchema right) {
    return ColumnNames.of(left).get(key.left())
        + (key.nullsMatch() ? " IS NOT DISTINCT FROM " : " = ")
        + ColumnNames.of(right).get(key.right());
  }

  private static String order(RowSchema input, List<SortKey> order) {
    List<String> names = ColumnNames.of(input);
    return order.stream()
        .map(
            key ->
                names.get(key.column())
                    + (key.descending() ? " DESC" : "")
                    + (key.nullsFirst() == key.descending()
                        ? key.nullsFirst() ? " NULLS FIRST" : " NULLS LAST"
                        : ""))
        .collect(Collectors.joining(", "));
  }

  private static String range(long offset, long fetch) {
    return (offset > 0 ? "offset=[" + offset + "]" : "")
        + (offset > 0 && fetch >= 0 ? ", " : "")
        + (fetch >= 0 ? "fetch=[" + fetch + "]" : "");
  }

  private static String names(RowSchema schema, List<Integer> columns) {
    List<String> names = ColumnNames.of(schema);
    return columns.stream().map(names::get).collect(Collectors.joining(", "));
  }

  private static String select(Node.Calc calc, ExpressionText expressions) {
    List<String> items = new ArrayList<>();
    List<String> names = ColumnNames.of(calc.schema());
    for (int i = 0; i < calc.projections().size(); i++) {
      Expression projection = calc.projections().get(i);
      String text = expressions.of(projection);
      String name = names.get(i);
      items.add(text.equals(name) ? text : text + " AS " + name);
    }
    return String.join(", ", items);
  }

  private static String names(RowSchema schema) {
    return String.join(", ", ColumnNames.of(schema));
  }

  private static String rows(Node.Values values) {
    int shown = 5;
    String text =
        values.rows().stream()
            .limit(shown)
            .map(
                row ->
                    row.stream()
                        .map(ExpressionText::constant)
                        .collect(Collectors.joining(", ", "(", ")")))
            .collect(Collectors.joining(", "));
    int more = values.rows().size() - shown;
    return "rows=[" + text + (more > 0 ? ", … " + more + " more" : "") + "]";
  }
}
