package io.leat.runtime.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.runtime.circuit.Arranged;
import io.leat.runtime.circuit.JoinKey;
import io.leat.runtime.circuit.JoinType;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.circuit.TableDefinition;
import io.leat.runtime.relation.EntriesBuilder;
import io.leat.runtime.relation.EntryTree;
import io.leat.runtime.relation.KeyedVersion;
import io.leat.runtime.relation.RowLayout;
import io.leat.runtime.state.KeyGroups;
import io.leat.runtime.testing.Batches;
import io.leat.runtime.testing.Batches.Change;
import io.leat.runtime.testing.OperatorHarness;
import io.leat.runtime.testing.RandomRows;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Joins that find rows in stored relations against two nested loops. */
class ArrangedJoinOperatorTest {
  private static final int EPOCHS = 12;

  /** A relation with its rows of the last two epochs; another order of the key each time. */
  private static final class Relation implements Arrangement {
    private final RowSchema schema;
    private final List<Integer> key;
    private final List<Change> rows = new ArrayList<>();
    private final List<Change> history = new ArrayList<>();
    private KeyedVersion before;
    private KeyedVersion after;
    private boolean first = true;

    Relation(RowSchema schema, List<Integer> key) {
      this.schema = schema;
      this.key = key;
      this.before = new KeyedVersion(EntryTree.EMPTY, layout(key));
      this.after = before;
    }

    private RowLayout layout(List<Integer> order) {
      return new RowLayout(schema.types(), order);
    }

    /** Rows that come, some twice, and rows that go. */
    List<Change> change(int count, RandomRows values, Random random) {
      List<Change> changes = new ArrayList<>();
      for (Change fresh : values.changes(schema, count, false)) {
        Change change = new Change(fresh.row(), 1 + random.nextInt(8) / 7);
        if (!rows.isEmpty() && random.nextInt(5) < 2) {
          Change present = rows.remove(random.nextInt(rows.size()));
          change = new Change(present.row(), -present.weight());
        } else {
          rows.add(change);
        }
        changes.add(change);
      }
      history.addAll(changes);
      return changes;
    }

    void advance(boolean reversed) {
      List<Integer> order = new ArrayList<>(key);
      if (reversed) {
        Collections.reverse(order);
      }
      EntriesBuilder all = new EntriesBuilder();
      layout(order).encode(Batches.of(schema, rows), all);
      before = after;
      after = new KeyedVersion(EntryTree.EMPTY.apply(all.build()), layout(order));
      if (first) {
        before = after;
      }
    }

    @Override
    public KeyedVersion before() {
      return before;
    }

    @Override
    public KeyedVersion after() {
      return after;
    }

    @Override
    public boolean holdsInput() {
      return first;
    }
  }

  private static Node.Join node(
      JoinType type, RowSchema schema, List<JoinKey> keys, boolean left, boolean right) {
    List<DataType> types = new ArrayList<>(schema.types());
    if (!type.leftOnly()) {
      types.addAll(schema.types());
    }
    List<Integer> all = IntStream.range(0, schema.size()).boxed().toList();
    TableDefinition table = new TableDefinition("t", schema, Map.of(), List.of());
    return new Node.Join(
            "join",
            0,
            1,
            type,
            keys,
            Optional.empty(),
            false,
            false,
            Batches.schema(types.toArray(new DataType[0])))
        .arranged(
            left
                ? Optional.of(new Arranged(table, all, keys.stream().map(JoinKey::left).toList()))
                : Optional.empty(),
            right
                ? Optional.of(new Arranged(table, all, keys.stream().map(JoinKey::right).toList()))
                : Optional.empty());
  }

  /**
   * @param left whether the left rows are arranged; else they are kept
   */
  private static void check(
      JoinType type, RowSchema schema, List<JoinKey> keys, boolean left, boolean right, long seed) {
    String message = "seed " + seed + ", " + type + " " + schema + " " + keys;
    Random random = new Random(seed);
    RandomRows values = new RandomRows(seed);
    Node.Join node = node(type, schema, keys, left, right);
    Relation[] relations = {
      new Relation(schema, keys.stream().map(JoinKey::left).toList()),
      new Relation(schema, keys.stream().map(JoinKey::right).toList())
    };
    JoinReference reference = new JoinReference(node, schema.size(), schema.size(), (l, r) -> true);
    List<Arranged> sides = new ArrayList<>();
    node.leftArranged().ifPresent(sides::add);
    int firstRight = sides.size();
    node.rightArranged().ifPresent(sides::add);
    try (OperatorHarness harness =
        new OperatorHarness(
            () ->
                new ArrangedJoinOperator(
                    node,
                    schema,
                    schema,
                    // By identity: both sides may look for the same.
                    arranged ->
                        relations[
                            firstRight < sides.size() && arranged == sides.get(firstRight)
                                ? 1
                                : 0]),
            List.of(schema, schema),
            node.schema(),
            KeyGroups.ofShard(0, 1))) {
      for (int epoch = 0; epoch < EPOCHS; epoch++) {
        List<List<Change>> changes = new ArrayList<>();
        for (Relation relation : relations) {
          List<Change> made =
              relation.change(random.nextInt(1 << random.nextInt(6)), values, random);
          relation.advance(keys.size() > 1 && random.nextBoolean());
          changes.add(made);
        }
        int[] at = {0, 0};
        while (at[0] < changes.get(0).size() || at[1] < changes.get(1).size()) {
          int input = random.nextInt(2);
          int to = Math.min(changes.get(input).size(), at[input] + random.nextInt(20));
          harness.process(input, changes.get(input).subList(at[input], to));
          at[input] = to;
        }
        harness.endEpoch();
        assertEquals(
            Batches.accumulate(reference.join(relations[0].history, relations[1].history)),
            Batches.accumulate(harness.output()),
            message + ", epoch " + epoch);
        for (Relation relation : relations) {
          relation.first = false;
        }
        if (random.nextInt(3) == 0) {
          harness.restart();
        }
      }
      assertTrue(harness.output().size() > 0, message);
    }
  }

  private static boolean mayBeKey(DataType type) {
    return type.hasOrder()
        && !type.kind().isNested()
        && !type.equals(ScalarType.FLOAT)
        && !type.equals(ScalarType.DOUBLE);
  }

  @ParameterizedTest
  @EnumSource(
      value = JoinType.class,
      names = {"INNER", "LEFT", "SEMI", "ANTI"})
  void keysOfEveryType(JoinType type) {
    long seed = 0;
    for (DataType key : RandomRows.everyType().types()) {
      if (!mayBeKey(key)) {
        continue;
      }
      RowSchema schema = Batches.schema(key, ScalarType.STRING, ScalarType.INTEGER);
      for (int variant = 0; variant < 4; variant++) {
        List<JoinKey> keys = List.of(new JoinKey(0, 0, (variant & 1) != 0));
        check(type, schema, keys, (variant & 2) != 0, true, ++seed);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = JoinType.class,
      names = {"INNER", "LEFT", "SEMI", "ANTI"})
  void severalKeys(JoinType type) {
    RowSchema schema =
        Batches.schema(
            ScalarType.INTEGER, ScalarType.STRING, ScalarType.BOOLEAN, ScalarType.STRING);
    List<JoinKey> keys = List.of(new JoinKey(2, 2, false), new JoinKey(1, 3, true));
    for (long seed = 500; seed < 520; seed++) {
      check(type, schema, keys, seed % 2 == 0, true, seed);
    }
  }

  @Test
  void onlyTheLeftRowsAreArranged() {
    RowSchema schema = Batches.schema(ScalarType.BOOLEAN, ScalarType.STRING);
    for (long seed = 600; seed < 620; seed++) {
      check(JoinType.INNER, schema, List.of(new JoinKey(0, 0, false)), true, false, seed);
    }
  }
}
