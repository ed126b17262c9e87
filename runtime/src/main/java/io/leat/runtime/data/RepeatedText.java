package io.leat.runtime.data;

/**
 * A text that a function gives several times, one row after the other: a column that it writes to
 * holds its bytes once.
 */
public final class RepeatedText {
  private byte[] bytes = {};
  private int length;

  /** Where the text may lie in the column that is written to. */
  private int start;

  /** Takes a text that has just been written. */
  public void keep(Slice written) {
    length = written.length;
    if (length > bytes.length) {
      bytes = new byte[length];
    }
    System.arraycopy(written.bytes, written.start, bytes, 0, length);
    start = written.start;
  }

  /** Points at the text, which is written anew unless it is there. */
  public void give(Slice out) {
    BytesColumn column = out.target();
    if (column != null && column.holds(start, bytes, length)) {
      out.set(column.heap(), start, length);
      return;
    }
    System.arraycopy(bytes, 0, out.reserve(length), out.start, length);
    out.length = length;
    start = out.start;
  }
}
