package io.leat.runtime.state;

/** Moves blobs of a {@link RowTable} out of heap pages that are mostly dead: a few at a time. */
final class BlobMoves {
  private static final int AT_A_TIME = 16;

  private final RowTable table;
  private final BlobHeap blobs;

  /** The page that is being emptied; −1 if none is. */
  private int page = -1;

  /** The next blob in it; −1 at its end. */
  private long next = -1;

  BlobMoves(RowTable table, BlobHeap blobs) {
    this.table = table;
    this.blobs = blobs;
  }

  /** Lets go of a blob. */
  void free(long address) {
    blobs.free(address);
    if (page >= 0 && !blobs.holds(page)) {
      page = -1;
    }
  }

  /** Moves a few blobs if there is a page that is worth emptying. */
  void moveSome() {
    if (page < 0) {
      page = blobs.sparsest();
      if (page < 0) {
        return;
      }
      next = blobs.first(page);
    }
    for (int moved = 0; moved < AT_A_TIME && page >= 0; moved++) {
      if (next < 0) {
        page = -1;
        return;
      }
      long address = next;
      next = blobs.next(address);
      if (table.moved(address)) {
        free(address);
      }
    }
  }

  void clear() {
    page = -1;
    next = -1;
  }
}
