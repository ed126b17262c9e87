package io.leat.runtime.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;

/** Elements of arrays are many more than a batch's rows; NULLs may be among the first of them. */
class NullBitmapTest {

  @Test
  void rowsBehindTheLastNullAreNotNull() {
    LongColumn column = new LongColumn();
    for (int row = 0; row < 20_000; row++) {
      if (row == 3) {
        column.appendNull();
      } else {
        column.append(row);
      }
    }
    for (int row = 0; row < column.size(); row++) {
      assertEquals(row == 3, column.isNull(row));
    }
    column.clear();
    column.append(1);
    assertFalse(column.hasNulls());
  }
}
