package io.leat.runtime.connector.format;

import io.leat.runtime.data.Column;

/** Decodes records from bytes into columns. Used by one thread. */
public interface RecordDecoder {
  /** Bytes behind the data that the array of {@link #decode} must have: they are overwritten. */
  int SPARE = 16;

  /**
   * Begins a file, or another piece of bytes that stands for itself.
   *
   * @param last whether the file ends at {@code to}
   * @return where its first record begins; −1 to be called again with more bytes
   */
  default int begin(byte[] bytes, int from, int to, boolean last) {
    boolean mark =
        to - from >= 3
            && bytes[from] == (byte) 0xef
            && bytes[from + 1] == (byte) 0xbb
            && bytes[from + 2] == (byte) 0xbf;
    return mark ? from + 3 : to - from < 3 && !last ? -1 : from;
  }

  /** Whether {@link #begin} must see the head of the file even if reading starts further on. */
  default boolean needsHead() {
    return false;
  }

  /**
   * Appends whole records to the columns, one per wanted column.
   *
   * @param to the end of the data; the array has {@link #SPARE} bytes more
   * @param last whether no more bytes follow
   * @return where the records decoded or reported end; {@code from} if there is no whole record
   */
  int decode(
      byte[] bytes, int from, int to, boolean last, Column[] columns, int maxRows, BadRecords bad);

  /** How many rows the last {@link #decode} appended. */
  int rows();

  /** Takes what cannot be decoded. */
  interface BadRecords {

    /**
     * A record was left out.
     *
     * @param from where in the array of {@link #decode} it begins, and {@code to} where it ends
     */
    void failed(int from, int to, String sqlState, String message);

    /** A broken record was left out as the table's options ask for. */
    void ignored();
  }
}
