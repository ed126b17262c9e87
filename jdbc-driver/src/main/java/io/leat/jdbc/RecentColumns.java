package io.leat.jdbc;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import org.jspecify.annotations.Nullable;

/** The columns of a statement's last results, as far as they differ; they mostly come again. */
final class RecentColumns {
  private static final int MOST = 4;

  private final @Nullable ResultColumns[] recent = new @Nullable ResultColumns[MOST];
  private int next;

  /** What a serialized signature says: known columns if it is one of theirs. */
  ResultColumns of(ByteString wire) throws InvalidProtocolBufferException {
    for (ResultColumns known : recent) {
      if (known != null && known.areThoseOf(wire)) {
        return known;
      }
    }
    ResultColumns made = ResultColumns.of(wire);
    recent[next] = made;
    next = (next + 1) % MOST;
    return made;
  }
}
