package io.leat.runtime.connector.builtin.datagen;

import io.leat.runtime.data.Column;
import io.leat.runtime.data.MapColumn;

/**
 * Maps, or multisets, of at most a number of entries: of those with equal keys the first one stays.
 */
final class RandomMaps implements Generator {
  private final Generator keys;
  private final Generator values;
  private final int length;
  private final Column candidates;

  /**
   * @param candidates an empty column for keys, this generator's own
   */
  RandomMaps(Generator keys, Generator values, int length, Column candidates) {
    this.keys = keys;
    this.values = values;
    this.length = length;
    this.candidates = candidates;
  }

  @Override
  public void append(Column column, long first, int count, long nowMicros) {
    MapColumn maps = (MapColumn) column;
    for (int i = 0; i < count; i++) {
      long entry = (first + i) * length;
      candidates.clear();
      keys.append(candidates, entry, length, nowMicros);
      for (int k = 0; k < length; k++) {
        if (!isRepeated(k)) {
          maps.keys().append(candidates, k);
          values.append(maps.values(), entry + k, 1, nowMicros);
        }
      }
      maps.closeRow();
    }
  }

  @Override
  public long valueBytes() {
    return Integer.BYTES + length * (keys.valueBytes() + values.valueBytes());
  }

  private boolean isRepeated(int key) {
    for (int other = 0; other < key; other++) {
      if (SameValue.test(candidates, key, other)) {
        return true;
      }
    }
    return false;
  }
}
