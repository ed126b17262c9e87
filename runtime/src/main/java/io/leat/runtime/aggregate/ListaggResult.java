package io.leat.runtime.aggregate;

import io.leat.runtime.data.BytesColumn;
import io.leat.runtime.data.Column;
import io.leat.runtime.error.RowException;
import io.leat.runtime.error.SqlState;

/** LISTAGG: texts one after the other, with a separator between them. */
final class ListaggResult extends AggregateResult {
  private static final long MAX_BYTES = 1L << 30;

  private final Members members;
  private final byte[] separator;
  private final BytesColumn texts = new BytesColumn();

  ListaggResult(Members members, byte[] separator) {
    this.members = members;
    this.separator = separator.clone();
  }

  @Override
  void append(int group, Column target) {
    int size = members.size(group);
    if (size == 0) {
      target.appendNull();
      return;
    }
    int[] rows = members.rows(group);
    int total = members.limitedTotal(rows, size);
    texts.clear();
    members.table().append(0, rows, size, texts);
    long length = (long) separator.length * (total - 1);
    for (int i = 0; i < size; i++) {
      length += texts.length(i) * members.times(rows[i]);
    }
    if (length > MAX_BYTES) {
      throw new RowException(
          SqlState.PROGRAM_LIMIT_EXCEEDED, "a text of " + length + " bytes is too large");
    }
    BytesColumn text = (BytesColumn) target;
    int at = text.openRow((int) length);
    byte[] heap = text.heap();
    boolean first = true;
    for (int i = 0; i < size; i++) {
      for (long times = members.times(rows[i]); times > 0; times--) {
        if (!first) {
          System.arraycopy(separator, 0, heap, at, separator.length);
          at += separator.length;
        }
        first = false;
        System.arraycopy(texts.heap(), texts.start(i), heap, at, texts.length(i));
        at += texts.length(i);
      }
    }
    text.closeRow((int) length);
  }
}
