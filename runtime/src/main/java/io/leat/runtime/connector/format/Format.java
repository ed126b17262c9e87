package io.leat.runtime.connector.format;

import io.leat.runtime.connector.ConnectorOption;
import io.leat.runtime.connector.TableOptions;
import io.leat.runtime.types.RowSchema;
import java.time.ZoneId;
import java.util.List;

/**
 * A way to write rows as bytes, named by {@code 'format' = '…'}. The built-in ones are listed in
 * {@link Formats}, others are found by {@link java.util.ServiceLoader}.
 */
public interface Format {

  /** The name, in lower case; its options begin with it and a dot. */
  String name();

  /** Every option of the format, with its full key. */
  List<ConnectorOption> options();

  /**
   * Checks types and options for reading.
   *
   * @param schema the columns that are in the bytes
   * @throws io.leat.runtime.error.LeatException naming what is wrong
   */
  Decoding decoding(RowSchema schema, TableOptions options);

  /** As {@link #decoding}, for writing. */
  Encoding encoding(RowSchema schema, TableOptions options);

  /** How a table is read. Immutable. */
  interface Decoding {

    /**
     * @param wanted indexes into the schema of the columns to decode, in the order wanted
     * @param zone in which text without an offset is a TIMESTAMP_LTZ
     */
    RecordDecoder decoder(List<Integer> wanted, ZoneId zone);

    /** How borders between records are found. */
    Borders borders();
  }

  /** How a table is written. Immutable. */
  interface Encoding {
    RecordEncoder encoder(ZoneId zone);
  }

  /** How to cut bytes between two records without decoding them. */
  interface Borders {

    /** A search from the beginning of the bytes, which are given to it piece by piece, in order. */
    Search search();

    /**
     * Whether every line's end is a border, so that a search may begin anywhere.
     *
     * @return false if only a search from the beginning finds them
     */
    boolean atEveryLine();

    /** A search for borders. */
    interface Search {
      /**
       * Looks through the next bytes.
       *
       * @param notBefore where in the array borders begin to be of interest
       * @return the least border at or after {@code notBefore} that is at most {@code to}, where
       *     a border is the place of a record's first byte; −1 if there is none
       */
      int next(byte[] bytes, int from, int to, int notBefore);

      /** Whether all bytes given so far may be cut at the borders found. */
      boolean consistent();
    }
  }
}
