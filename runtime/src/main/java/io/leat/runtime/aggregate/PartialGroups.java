package io.leat.runtime.aggregate;

import io.leat.runtime.circuit.AggregateCall;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.data.Room;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.Physical;
import io.leat.runtime.types.RowSchema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * The groups of a {@link Node.PreAggregate} since they were given out last: their keys, how many
 * rows they have and their parts.
 */
public final class PartialGroups {
  private final int[] keys;
  private final boolean weighted;
  private final KeyNumbers groups;
  private final CountPart rowCounts = new CountPart(0, new int[0]);

  /** Those behind the number of rows. */
  private final List<Part> parts = new ArrayList<>();

  private final List<List<Column>> partColumns = new ArrayList<>();
  private final Feed feed;
  private final List<Column> columns;
  private final List<Column> keyColumns;
  private final List<Column> countColumns;
  private final ChangeBatch batch;
  private int[] selected = {};
  private long[] weights = {};

  public PartialGroups(Node.PreAggregate node, RowSchema input) {
    keys = node.keys().stream().mapToInt(Integer::intValue).toArray();
    weighted = node.parts().isEmpty();
    columns = List.of(Column.of(node.schema().types()));
    keyColumns = columns.subList(0, keys.length);
    int at = keys.length + (weighted ? 0 : 1);
    countColumns = columns.subList(keys.length, at);
    List<Integer> sources = new ArrayList<>(List.of(Feed.OWN_WEIGHTS));
    for (int i = 1; i < node.parts().size(); i++) {
      AggregateCall call = node.parts().get(i);
      if (!call.function().equals("REST")) {
        Part part = part(call, input, sources);
        parts.add(part);
        partColumns.add(columns.subList(at, at + part.width()));
        at += part.width();
      }
    }
    feed = new Feed(SharedState.array(sources));
    groups = new KeyNumbers(keys, List.of(Column.of(input.select(node.keys()).types())));
    batch = new ChangeBatch(columns, 0, null);
  }

  private static Part part(AggregateCall call, RowSchema input, List<Integer> sources) {
    int source = call.filter().orElse(Feed.OWN_WEIGHTS);
    if (!sources.contains(source)) {
      sources.add(source);
    }
    int filter = sources.indexOf(source);
    List<Integer> arguments = SharedState.columns(call);
    if (call.function().equals("COUNT")) {
      return new CountPart(filter, SharedState.array(arguments));
    }
    int column = arguments.get(0);
    DataType type = input.type(column);
    return switch (call.function()) {
      case "SUM" ->
          type.physical() == Physical.DOUBLE || type.physical() == Physical.FLOAT
              ? new DoubleSumPart(filter, column)
              : new IntegerSumPart(filter, column, type.physical() == Physical.WIDE);
      case "MIN" -> new ExtremePart(filter, column, type, false);
      case "MAX" -> new ExtremePart(filter, column, type, true);
      default -> throw new IllegalArgumentException("no part of an aggregate: " + call.function());
    };
  }

  /** How many there are. */
  public int size() {
    return groups.size();
  }

  /** Adds the rows of a batch. */
  public void add(ChangeBatch rows) {
    feed.reserve(rows.size());
    feed.read(rows);
    groups.find(rows, feed.groups);
    feed.oneGroup = keys.length == 0;
    rowCounts.reserve(groups.size());
    rowCounts.add(feed);
    for (Part part : parts) {
      part.reserve(groups.size());
      part.add(feed);
    }
  }

  /** Gives rows out as they are, each as if it were a group. */
  public void pass(ChangeBatch rows, Consumer<ChangeBatch> output) {
    List<Column> lent = new ArrayList<>(columns.size());
    for (int key : keys) {
      lent.add(rows.column(key));
    }
    if (!weighted) {
      feed.reserve(rows.size());
      feed.read(rows);
      rowCounts.each(feed, lent);
      parts.forEach(part -> part.each(feed, lent));
    }
    output.accept(new ChangeBatch(lent, rows.size(), rows.weights()));
  }

  /** Gives out all groups that amount to something, and forgets them. */
  public void flush(Consumer<ChangeBatch> output) {
    if (groups.size() > 0) {
      give(output);
      clear();
    }
  }

  /** Forgets all groups. */
  public void clear() {
    int size = groups.size();
    groups.clear();
    rowCounts.clear(size);
    parts.forEach(part -> part.clear(size));
  }

  /** Gives out all groups that amount to something, and goes on. */
  public void give(Consumer<ChangeBatch> output) {
    int size = groups.size();
    int most = Math.min(size, ChangeBatch.MAX_ROWS);
    selected = Room.of(selected, most);
    weights = Room.of(weights, most);
    int group = 0;
    while (group < size) {
      int count = 0;
      for (; group < size && count < most; group++) {
        if (!isZero(group)) {
          selected[count++] = group;
        }
      }
      if (count > 0) {
        emit(count, output);
      }
    }
    emitExtras(size, output);
  }

  private boolean isZero(int group) {
    boolean zero = rowCounts.isZero(group);
    for (int i = 0; zero && i < parts.size(); i++) {
      zero = parts.get(i).isZero(group);
    }
    return zero;
  }

  private void emit(int count, Consumer<ChangeBatch> output) {
    columns.forEach(Column::clear);
    for (int i = 0; i < keys.length; i++) {
      keyColumns.get(i).append(groups.columns().get(i), selected, count);
    }
    if (weighted) {
      boolean allOnce = true;
      for (int i = 0; i < count; i++) {
        weights[i] = rowCounts.count(selected[i]);
        allOnce &= weights[i] == 1;
      }
      batch.reset(count, allOnce ? null : weights);
    } else {
      rowCounts.append(selected, count, countColumns);
      for (int i = 0; i < parts.size(); i++) {
        parts.get(i).append(selected, count, partColumns.get(i));
      }
      batch.reset(count, null);
    }
    output.accept(batch);
  }

  /** The rows for what does not fit into those of the groups: their other parts are zero. */
  private void emitExtras(int size, Consumer<ChangeBatch> output) {
    columns.forEach(Column::clear);
    int count = 0;
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      for (int group = 0; group < size; group++) {
        int extras = part.extras(group);
        if (extras > 0 && weights.length < ChangeBatch.MAX_ROWS) {
          weights = Arrays.copyOf(weights, ChangeBatch.MAX_ROWS);
        }
        for (int number = 0; number < extras; number++) {
          weights[count++] = appendExtra(part, group, number);
          if (count == ChangeBatch.MAX_ROWS) {
            batch.reset(count, weights);
            output.accept(batch);
            columns.forEach(Column::clear);
            count = 0;
          }
        }
      }
    }
    if (count > 0) {
      batch.reset(count, weights);
      output.accept(batch);
    }
  }

  private long appendExtra(Part part, int group, int number) {
    for (int i = 0; i < keys.length; i++) {
      keyColumns.get(i).append(groups.columns().get(i), group);
    }
    rowCounts.appendZero(countColumns);
    long weight = 0;
    for (int i = 0; i < parts.size(); i++) {
      if (parts.get(i) == part) {
        weight = part.appendExtra(group, number, partColumns.get(i));
      } else {
        parts.get(i).appendZero(partColumns.get(i));
      }
    }
    return weight;
  }
}
