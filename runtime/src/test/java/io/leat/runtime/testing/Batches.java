package io.leat.runtime.testing;

import io.leat.runtime.data.BoxedValues;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Batches from rows of boxed values, and back. */
public final class Batches {
  private Batches() {}

  /** A row with a weight. */
  public record Change(List<@Nullable Object> row, long weight) {

    /** An inserted row. */
    public static Change insert(@Nullable Object... values) {
      return new Change(Collections.unmodifiableList(Arrays.asList(values)), 1);
    }

    /** A deleted row. */
    public static Change delete(@Nullable Object... values) {
      return new Change(Collections.unmodifiableList(Arrays.asList(values)), -1);
    }
  }

  /** A schema of columns {@code c0, c1, …}. */
  public static RowSchema schema(DataType... types) {
    List<RowSchema.Field> fields = new ArrayList<>();
    for (DataType type : types) {
      fields.add(new RowSchema.Field("c" + fields.size(), type));
    }
    return new RowSchema(fields);
  }

  /** A batch that owns its columns; without weights if all are +1. */
  public static ChangeBatch of(RowSchema schema, List<Change> changes) {
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < schema.size(); i++) {
      Column column = Column.of(schema.type(i));
      for (Change change : changes) {
        BoxedValues.append(column, schema.type(i), change.row().get(i));
      }
      columns.add(column);
    }
    long[] weights = changes.stream().mapToLong(Change::weight).toArray();
    boolean plain = Arrays.stream(weights).allMatch(weight -> weight == 1);
    return new ChangeBatch(columns, changes.size(), plain ? null : weights);
  }

  /** The batch's rows in order. */
  public static List<Change> changes(RowSchema schema, ChangeBatch batch) {
    List<Change> changes = new ArrayList<>();
    for (int row = 0; row < batch.size(); row++) {
      List<@Nullable Object> values = new ArrayList<>();
      for (int i = 0; i < schema.size(); i++) {
        values.add(BoxedValues.get(batch.column(i), row, schema.type(i)));
      }
      changes.add(new Change(Collections.unmodifiableList(values), batch.weight(row)));
    }
    return changes;
  }

  /** A value as text that is equal for equal values. */
  public static String text(@Nullable Object value) {
    if (value instanceof String string) {
      return "'" + string + "'";
    } else if (value instanceof List<?> list) {
      return list.stream().map(Batches::text).toList().toString();
    } else if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(entry -> text(entry.getKey()) + "=" + text(entry.getValue()))
          .sorted()
          .toList()
          .toString();
    } else if (value instanceof Double || value instanceof Float) {
      // Negative zero equals zero.
      return ((Number) value).doubleValue() == 0 ? "0.0" : value.toString();
    }
    return value instanceof byte[] bytes ? Arrays.toString(bytes) : String.valueOf(value);
  }

  /** The changes as a multiset: text of the row to the sum of its weights, without zeros. */
  public static Map<String, Long> accumulate(List<Change> changes) {
    Map<String, Long> sum = new TreeMap<>();
    for (Change change : changes) {
      String row = change.row().stream().map(Batches::text).collect(Collectors.joining(" | "));
      if (change.weight() != 0) {
        sum.merge(row, change.weight(), (a, b) -> a + b == 0 ? null : Long.valueOf(a + b));
      }
    }
    return sum;
  }
}
