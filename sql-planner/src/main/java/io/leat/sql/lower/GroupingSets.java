package io.leat.sql.lower;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.rel.RelCollation;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.logical.LogicalUnion;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.fun.SqlAbstractGroupFunction;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Replaces aggregates over several grouping sets, and the function GROUPING. Each row is repeated
 * for every set with NULL for the keys that the set leaves out and with the set's number, and one
 * aggregate groups by all of these. The empty set has one row even of no input and so an aggregate
 * of its own.
 */
final class GroupingSets {
  private GroupingSets() {}

  /** Whether the aggregate is one over the rows as they are. */
  static boolean isSimple(Aggregate aggregate) {
    return aggregate.getGroupType() == Aggregate.Group.SIMPLE
        && aggregate.getAggCallList().stream().noneMatch(GroupingSets::isGrouping);
  }

  /** The same rows without grouping sets. */
  static RelNode expand(Aggregate aggregate) {
    return new Expansion(aggregate).expand();
  }

  /** Whether a union repeats the rows of one relation for several sets. */
  static boolean isRepetition(Union union) {
    return union.getInputs().stream().allMatch(Project.class::isInstance)
        && union.getInputs().stream().map(branch -> branch.getInput(0)).distinct().count() == 1;
  }

  /** GROUPING and its like, which depend on a row's grouping set alone. */
  private static boolean isGrouping(AggregateCall call) {
    return call.getAggregation() instanceof SqlAbstractGroupFunction;
  }

  /** The expansion of one aggregate. */
  private static final class Expansion {
    private final Aggregate aggregate;
    private final RelNode input;
    private final RexBuilder rexBuilder;
    private final List<Integer> keys;
    private final List<AggregateCall> calls;

    Expansion(Aggregate aggregate) {
      this.aggregate = aggregate;
      this.input = aggregate.getInput();
      this.rexBuilder = aggregate.getCluster().getRexBuilder();
      this.keys = aggregate.getGroupSet().asList();
      this.calls = aggregate.getAggCallList().stream().filter(call -> !isGrouping(call)).toList();
    }

    RelNode expand() {
      List<ImmutableBitSet> sets =
          aggregate.getGroupSets().stream().filter(set -> !set.isEmpty()).toList();
      List<RelNode> parts = new ArrayList<>();
      if (sets.size() == 1) {
        parts.add(single(sets.get(0)));
      } else if (!sets.isEmpty()) {
        parts.add(several(sets));
      }
      if (aggregate.getGroupSets().size() > sets.size()) {
        parts.add(single(ImmutableBitSet.of()));
      }
      return parts.size() == 1 ? parts.get(0) : LogicalUnion.create(parts, true);
    }

    /** An aggregate over one set, then the columns of the whole. */
    private RelNode single(ImmutableBitSet set) {
      RelNode grouped =
          LogicalAggregate.create(
              input, List.of(), set, List.of(set), adapted(calls, input, Map.of(), set.isEmpty()));
      List<RexNode> columns = new ArrayList<>();
      for (int key : keys) {
        columns.add(set.get(key) ? reference(grouped, set.indexOf(key)) : absentKey(key));
      }
      return project(grouped, columns, set.cardinality(), List.of(set), -1);
    }

    private RelNode several(List<ImmutableBitSet> sets) {
      List<Integer> arguments = arguments();
      List<RelNode> branches = new ArrayList<>();
      for (int i = 0; i < sets.size(); i++) {
        List<RexNode> columns = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int key : keys) {
          RexNode value = reference(input, key);
          columns.add(sets.get(i).get(key) ? nullable(value) : absentKey(key));
          names.add(name(key));
        }
        columns.add(rexBuilder.makeExactLiteral(BigDecimal.valueOf(i)));
        names.add("grouping_set");
        for (int argument : arguments) {
          columns.add(reference(input, argument));
          names.add(name(argument));
        }
        branches.add(LogicalProject.create(input, List.of(), columns, names, Set.of()));
      }
      RelNode repeated = LogicalUnion.create(branches, true);
      Map<Integer, Integer> moved = new HashMap<>();
      for (int i = 0; i < arguments.size(); i++) {
        moved.put(arguments.get(i), keys.size() + 1 + i);
      }
      ImmutableBitSet all = ImmutableBitSet.range(keys.size() + 1);
      RelNode grouped =
          LogicalAggregate.create(
              repeated, List.of(), all, List.of(all), adapted(calls, repeated, moved, false));
      List<RexNode> columns = new ArrayList<>();
      for (int i = 0; i < keys.size(); i++) {
        columns.add(reference(grouped, i));
      }
      return project(grouped, columns, keys.size() + 1, sets, keys.size());
    }

    /** The columns of the input that the calls use. */
    private List<Integer> arguments() {
      ImmutableBitSet.Builder used = ImmutableBitSet.builder();
      for (AggregateCall call : calls) {
        used.addAll(call.getArgList());
        used.addAll(RelCollations.ordinals(call.collation));
        if (call.hasFilter()) {
          used.set(call.filterArg);
        }
      }
      return used.build().asList();
    }

    /** The calls over another input, with the types that they have there. */
    private static List<AggregateCall> adapted(
        List<AggregateCall> calls, RelNode input, Map<Integer, Integer> moved, boolean global) {
      List<AggregateCall> adapted = new ArrayList<>();
      for (AggregateCall call : calls) {
        RelCollation collation =
            RelCollations.of(
                call.collation.getFieldCollations().stream()
                    .map(
                        field ->
                            field.withFieldIndex(
                                moved.getOrDefault(field.getFieldIndex(), field.getFieldIndex())))
                    .toList());
        adapted.add(
            AggregateCall.create(
                call.getParserPosition(),
                call.getAggregation(),
                call.isDistinct(),
                call.isApproximate(),
                call.ignoreNulls(),
                call.rexList,
                call.getArgList().stream().map(i -> moved.getOrDefault(i, i)).toList(),
                call.hasFilter() ? moved.getOrDefault(call.filterArg, call.filterArg) : -1,
                call.distinctKeys,
                collation,
                global,
                input,
                null,
                call.name));
      }
      return adapted;
    }

    /**
     * The aggregate's own columns.
     *
     * @param columns its keys
     * @param firstCall the column of the first call's result
     * @param sets the sets that the rows are of
     * @param number the column with the number of the row's set among them; −1 if there is one set
     */
    private RelNode project(
        RelNode grouped,
        List<RexNode> columns,
        int firstCall,
        List<ImmutableBitSet> sets,
        int number) {
      int result = firstCall;
      for (AggregateCall call : aggregate.getAggCallList()) {
        columns.add(
            isGrouping(call)
                ? grouping(call, grouped, sets, number)
                : reference(grouped, result++));
      }
      List<RexNode> typed = new ArrayList<>();
      for (int i = 0; i < columns.size(); i++) {
        RelDataType type = aggregate.getRowType().getFieldList().get(i).getType();
        RexNode column = columns.get(i);
        typed.add(
            column.getType().equals(type)
                ? column
                : rexBuilder.makeAbstractCast(type, column, false));
      }
      return LogicalProject.create(
          grouped, List.of(), typed, aggregate.getRowType().getFieldNames(), Set.of());
    }

    private RexNode grouping(
        AggregateCall call, RelNode grouped, List<ImmutableBitSet> sets, int number) {
      List<Long> values = sets.stream().map(set -> absent(call.getArgList(), set)).toList();
      if (values.stream().distinct().count() == 1) {
        return literal(values.get(0), call.type);
      }
      List<RexNode> branches = new ArrayList<>();
      for (int i = 0; i < sets.size(); i++) {
        if (i + 1 < sets.size()) {
          branches.add(
              rexBuilder.makeCall(
                  SqlStdOperatorTable.EQUALS,
                  reference(grouped, number),
                  rexBuilder.makeExactLiteral(BigDecimal.valueOf(i))));
        }
        branches.add(literal(values.get(i), call.type));
      }
      return rexBuilder.makeCall(call.type, SqlStdOperatorTable.CASE, branches);
    }

    private RexNode literal(long value, RelDataType type) {
      return rexBuilder.makeExactLiteral(BigDecimal.valueOf(value), type);
    }

    /** A bit for each column, the last one's lowest: whether the set leaves it out. */
    private static long absent(List<Integer> columns, ImmutableBitSet set) {
      long bits = 0;
      for (int column : columns) {
        bits = bits << 1 | (set.get(column) ? 0 : 1);
      }
      return bits;
    }

    private RexNode reference(RelNode rel, int column) {
      return rexBuilder.makeInputRef(rel, column);
    }

    private RexNode nullable(RexNode value) {
      return value.getType().isNullable()
          ? value
          : rexBuilder.makeAbstractCast(
              rexBuilder.getTypeFactory().createTypeWithNullability(value.getType(), true),
              value,
              false);
    }

    private RexNode absentKey(int key) {
      return rexBuilder.makeNullLiteral(
          rexBuilder
              .getTypeFactory()
              .createTypeWithNullability(
                  input.getRowType().getFieldList().get(key).getType(), true));
    }

    private String name(int column) {
      return input.getRowType().getFieldNames().get(column);
    }
  }
}
