package io.leat.runtime.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.leat.runtime.testing.Batches;
import io.leat.runtime.testing.RandomRows;
import io.leat.runtime.types.RowSchema;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Copies in bulk give what copies row by row give, for every type. */
class ColumnCopyTest {
  private static final RowSchema SCHEMA = RandomRows.everyType();

  @ParameterizedTest
  @ValueSource(ints = {1, 63, 64, 65, 200, ChangeBatch.MAX_ROWS})
  void rangesAndSelectionsAreTheRowsOneByOne(int rows) {
    ChangeBatch batch = Batches.of(SCHEMA, new RandomRows(rows).changes(SCHEMA, rows, false));
    Random random = new Random(rows);
    for (int i = 0; i < SCHEMA.size(); i++) {
      Column source = batch.column(i);
      Column bulk = source.emptyLike();
      Column single = source.emptyLike();
      for (int part = 0; part < 6; part++) {
        int from = random.nextInt(rows);
        int count = random.nextInt(rows - from + 1);
        bulk.append(source, from, count);
        int[] selected = random.ints(count, 0, rows).toArray();
        bulk.append(source, selected, count);
        for (int row = from; row < from + count; row++) {
          single.append(source, row);
        }
        for (int row : selected) {
          single.append(source, row);
        }
      }
      assertEquals(values(single, i), values(bulk, i), SCHEMA.type(i).sqlName());
      assertEquals(values(source, i), values(source.copy(rows), i));
      bulk.clear();
      bulk.append(source, 0, rows);
      assertEquals(values(source, i), values(bulk, i), "after clear");
    }
  }

  /** Texts of which several lie in the same place. */
  @Test
  void slicesThatRowsShare() {
    Random random = new Random(3);
    BytesColumn texts = new BytesColumn();
    for (String text : List.of("", "a", "", "bc", "a", "日本語")) {
      texts.append(Slice.constant(text));
    }
    int[] places = new int[200];
    for (int i = 0; i < places.length; i++) {
      places[i] = i > 0 && random.nextBoolean() ? places[i - 1] : random.nextInt(texts.size());
    }
    BytesColumn source = new BytesColumn();
    source.selectSlices(texts, places, places.length);
    for (int round = 0; round < 50; round++) {
      int from = random.nextInt(places.length);
      int count = random.nextInt(places.length - from + 1);
      BytesColumn bulk = source.emptyLike();
      BytesColumn single = source.emptyLike();
      bulk.append(source, from, count);
      bulk.append(source, places, places.length);
      for (int row = from; row < from + count; row++) {
        single.append(source, row);
      }
      for (int row : places) {
        single.append(source, row);
      }
      bulk.append(Slice.constant("end"));
      single.append(Slice.constant("end"));
      assertEquals(texts(single), texts(bulk));
    }
  }

  private static List<String> texts(BytesColumn column) {
    return IntStream.range(0, column.size())
        .mapToObj(row -> new String(column.get(row), StandardCharsets.UTF_8))
        .toList();
  }

  private static List<String> values(Column column, int index) {
    List<String> values = new ArrayList<>();
    for (int row = 0; row < column.size(); row++) {
      Object value = BoxedValues.get(column, row, SCHEMA.type(index));
      values.add(value instanceof byte[] bytes ? java.util.Arrays.toString(bytes) : "" + value);
    }
    return values;
  }
}
