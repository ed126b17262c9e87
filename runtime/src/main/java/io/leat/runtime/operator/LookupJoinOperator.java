package io.leat.runtime.operator;

import io.leat.runtime.circuit.JoinKey;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.connector.lookup.LookupAnswer;
import io.leat.runtime.connector.lookup.LookupKey;
import io.leat.runtime.data.BoxedValues;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.data.Epoch;
import io.leat.runtime.error.RowException;
import io.leat.runtime.state.FrozenState;
import io.leat.runtime.state.StateReader;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts left rows beside rows of a table outside. Rows are asked for as soon as a left row has come;
 * the epoch ends when all have been found, and then each left row meets them. Of left rows that may
 * be taken back, the results are remembered.
 */
public final class LookupJoinOperator implements Operator {
  private final RowSchema leftSchema;
  private final RowSchema readSchema;
  private final int[] keyColumns;
  private final Lookups lookups;
  private final @Nullable Operator calc;
  private final RightNow right;
  private final RightMatches matches;
  private final @Nullable GivenRows given;
  private OperatorContext context = OperatorContext.NOT_OPEN;

  /** Left rows of the epoch, and where the rows of each one's key come; null for none. */
  private final List<Arrived> arrived = new ArrayList<>();

  private final Map<List<Object>, Place> places = new HashMap<>();
  private boolean ended;

  private record Place(LookupAnswer answer, int key) {}

  @SuppressWarnings("ArrayRecordComponent") // compared by no one
  private record Arrived(ChangeBatch batch, @Nullable Place[] places) {}

  /**
   * @param calc makes right rows of what is read; null if they are that
   */
  public LookupJoinOperator(
      Node.Lookup node, RowSchema left, @Nullable Operator calc, Lookups lookups, ZoneId zone) {
    this.leftSchema = left;
    this.readSchema = node.table().schema().select(node.columns());
    this.keyColumns = node.lookupKeys().stream().mapToInt(JoinKey::left).toArray();
    this.lookups = lookups;
    this.calc = calc;
    this.right = new RightNow(node.right(), node.keys().stream().map(JoinKey::right).toList());
    this.matches =
        new RightMatches(
            node.type(),
            node.keys(),
            node.condition(),
            -1,
            right,
            left,
            node.right(),
            node.schema(),
            zone);
    this.given = node.leftAppendOnly() ? null : new GivenRows(left, node.schema());
  }

  @Override
  public void open(OperatorContext newContext) {
    context = newContext;
    matches.open(newContext);
    if (calc != null) {
      calc.open(new ReadContext(newContext, readSchema));
    }
  }

  @Override
  public void process(int input, ChangeBatch delta, Output output) {
    ChangeBatch batch = given == null ? Selection.copy(delta) : given.take(delta, output);
    if (batch.size() == 0) {
      return;
    }
    Place[] found = new @Nullable Place[batch.size()];
    Map<List<Object>, List<Integer>> asked = new LinkedHashMap<>();
    for (int row = 0; row < found.length; row++) {
      List<Object> key = key(batch, row);
      if (key != null) {
        Place known = places.get(key);
        found[row] = known;
        if (known == null) {
          asked.computeIfAbsent(key, none -> new ArrayList<>(1)).add(row);
        }
      }
    }
    if (!asked.isEmpty()) {
      LookupAnswer answer = lookups.ask(context.epoch(), new ArrayList<>(asked.keySet()));
      int next = 0;
      for (Map.Entry<List<Object>, List<Integer>> key : asked.entrySet()) {
        Place place = new Place(answer, next++);
        places.put(key.getKey(), place);
        key.getValue().forEach(row -> found[row] = place);
      }
    }
    arrived.add(new Arrived(batch, found));
  }

  /** The values by which a row looks up; null if one of them is NULL. */
  private @Nullable List<Object> key(ChangeBatch batch, int row) {
    List<Object> key = new ArrayList<>(keyColumns.length);
    for (int column : keyColumns) {
      Object value = BoxedValues.get(batch.column(column), row, leftSchema.type(column));
      if (value == null) {
        return null;
      }
      key.add(LookupKey.of(value));
    }
    return key;
  }

  @Override
  public void endEpoch(Epoch epoch, Output output) {
    ended = true;
    resume(output);
  }

  @Override
  public boolean awaits() {
    return ended;
  }

  @Override
  public void resume(Output output) {
    for (Place place : places.values()) {
      if (!place.answer().isComplete()) {
        return;
      }
    }
    if (!arrived.isEmpty()) {
      meet(output);
      arrived.clear();
      places.clear();
    }
    ended = false;
  }

  private void meet(Output output) {
    places.values().forEach(place -> addRows(place.answer().rows(place.key())));
    for (Arrived each : arrived) {
      ChangeBatch rows = answered(each);
      matches.meet(rows, given == null ? output : result -> given.give(result, output));
    }
    right.clear();
  }

  /** Without those of which the lookup has failed, which are reported. */
  private ChangeBatch answered(Arrived rows) {
    int[] kept = new int[rows.batch().size()];
    int count = 0;
    for (int row = 0; row < kept.length; row++) {
      Place place = rows.places()[row];
      RowException failure = place == null ? null : place.answer().failure(place.key());
      if (failure == null) {
        kept[count++] = row;
      } else {
        context.rowFailed(rows.batch(), row, failure);
      }
    }
    return count == kept.length ? rows.batch() : Selection.of(rows.batch(), kept, count);
  }

  private void addRows(List<List<@Nullable Object>> rows) {
    for (int from = 0; from < rows.size(); from += ChangeBatch.MAX_ROWS) {
      List<List<@Nullable Object>> part =
          rows.subList(from, Math.min(rows.size(), from + ChangeBatch.MAX_ROWS));
      List<Column> columns = new ArrayList<>();
      for (int i = 0; i < readSchema.size(); i++) {
        DataType type = readSchema.type(i);
        Column column = Column.of(type);
        for (List<@Nullable Object> row : part) {
          BoxedValues.append(column, type, row.get(i));
        }
        columns.add(column);
      }
      ChangeBatch batch = new ChangeBatch(columns, part.size(), null);
      if (calc == null) {
        right.take(batch, context);
      } else {
        calc.process(0, batch, made -> right.take(made, context));
      }
    }
  }

  @Override
  public FrozenState freeze() {
    return given == null ? FrozenState.EMPTY : given.freeze();
  }

  @Override
  public void restore(int keyGroup, StateReader reader) {
    if (given != null && !reader.atEnd()) {
      given.restore(reader);
    }
  }

  @Override
  public String lookups() {
    return lookups.figures().toString();
  }

  @Override
  public long stateRows() {
    return given == null ? 0 : given.size();
  }

  @Override
  public long memoryBytes() {
    return given == null ? 0 : given.memoryBytes();
  }

  @Override
  public void close() {
    matches.close();
    if (calc != null) {
      calc.close();
    }
  }
}
