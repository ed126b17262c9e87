package io.leat.runtime.connector.builtin.datagen;

import io.leat.runtime.data.Column;

/** Replaces a share of another generator's values by NULL. */
record Nulls(Generator values, long seed, double rate) implements Generator {

  @Override
  public void append(Column column, long first, int count, long nowMicros) {
    int done = 0;
    while (done < count) {
      int next = done;
      while (next < count && !isNull(first + next)) {
        next++;
      }
      if (next > done) {
        values.append(column, first + done, next - done, nowMicros);
      }
      for (done = next; done < count && isNull(first + done); done++) {
        column.appendNull();
      }
    }
  }

  @Override
  public long valueBytes() {
    return values.valueBytes();
  }

  private boolean isNull(long number) {
    return Words.unit(Words.word(seed, number)) < rate;
  }
}
