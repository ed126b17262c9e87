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
}
