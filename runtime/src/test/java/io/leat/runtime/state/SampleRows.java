package io.leat.runtime.state;

import io.leat.runtime.data.BytesColumn;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.testing.Batches;
import io.leat.runtime.testing.Batches.Change;
import io.leat.runtime.testing.RandomRows;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Rows to put into tables: a batch, each row's hash over all columns, and its text. */
final class SampleRows {
  final RowSchema schema;
  final Column[] columns;
  final long[] hashes;
  final List<String> texts;

  private SampleRows(RowSchema schema, List<Change> rows) {
    this.schema = schema;
    ChangeBatch batch = Batches.of(schema, rows);
    columns = IntStream.range(0, schema.size()).mapToObj(batch::column).toArray(Column[]::new);
    hashes = new long[rows.size()];
    StableHash.hash(batch, IntStream.range(0, schema.size()).toArray(), hashes);
    texts = rows.stream().map(SampleRows::text).toList();
  }

  /** Random rows, some of them equal to earlier ones. */
  static SampleRows of(RowSchema schema, int count, long seed) {
    List<Change> rows = new ArrayList<>(new RandomRows(seed).changes(schema, count, false));
    Random random = new Random(seed);
    for (int i = 1; i < count; i++) {
      if (random.nextInt(4) == 0) {
        rows.set(i, rows.get(random.nextInt(i)));
      }
    }
    return new SampleRows(schema, rows);
  }

  /** Rows of texts, numbered, whose lengths are drawn from 0 to a few ten thousand. */
  static SampleRows ofTexts(RowSchema schema, int count, Random random) {
    List<Change> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      List<@Nullable Object> row = new ArrayList<>();
      for (int column = 0; column < schema.size(); column++) {
        int length = random.nextInt(1 << random.nextInt(10));
        length = random.nextInt(300) == 0 ? 10_000 + random.nextInt(60_000) : length;
        row.add(random.nextInt(10) == 0 ? null : i + "-" + "y".repeat(length));
      }
      rows.add(new Change(Collections.unmodifiableList(row), 1));
    }
    return new SampleRows(schema, rows);
  }

  int size() {
    return texts.size();
  }

  /** A row of a table as text. */
  static String text(RowTable table, int row) {
    Column[] columns = table.types().stream().map(Column::of).toArray(Column[]::new);
    table.append(new int[] {row}, 1, columns);
    List<RowSchema.Field> fields = new ArrayList<>();
    for (DataType type : table.types()) {
      fields.add(new RowSchema.Field("f", type));
    }
    ChangeBatch batch = new ChangeBatch(List.of(columns), 1, null);
    return text(Batches.changes(new RowSchema(fields), batch).get(0));
  }

  /** A row's hash over all columns, from the table. */
  static long hash(RowTable table, int row) {
    Column[] columns = table.types().stream().map(Column::of).toArray(Column[]::new);
    table.append(new int[] {row}, 1, columns);
    long[] hash = new long[1];
    StableHash.hash(
        new ChangeBatch(List.of(columns), 1, null),
        IntStream.range(0, columns.length).toArray(),
        hash);
    return hash[0];
  }

  /** Overwrites the bytes of all texts, to show that nobody kept them. */
  void overwrite() {
    for (Column column : columns) {
      if (column instanceof BytesColumn bytes) {
        java.util.Arrays.fill(bytes.heap(), (byte) '?');
      }
    }
  }

  private static String text(Change change) {
    return change.row().stream().map(Batches::text).collect(Collectors.joining(" | "));
  }
}
