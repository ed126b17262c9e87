package io.leat.runtime.connector.format;

import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.json.JsonBuffer;

/** Encodes rows as records. Used by one thread. */
public interface RecordEncoder {

  /** Writes what a file begins with. */
  default void begin(JsonBuffer out) {}

  /**
   * Writes one record with its end.
   *
   * @param columns the batch's column of each column of the schema
   * @throws io.leat.runtime.error.LeatException if the format has no way to write a value
   */
  void encode(ChangeBatch batch, int[] columns, int row, JsonBuffer out);
}
