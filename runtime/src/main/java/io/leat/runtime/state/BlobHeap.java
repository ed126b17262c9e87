package io.leat.runtime.state;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Byte strings of any length, at addresses. Written once: pages are filled from front to back and
 * never overwritten, so that a frozen copy of the page table stays valid. What is freed is only
 * counted; {@link #sparsest} finds a page that is worth emptying, whose owner moves what still
 * lives there. Each blob names its owner: a row and a cell.
 */
final class BlobHeap {
  private static final int OFFSET_BITS = 21;
  private static final int OFFSET_MASK = (1 << OFFSET_BITS) - 1;

  /** What an array takes beside its bytes: with it a page is a power of two. */
  private static final int ARRAY_HEADER = 16;

  /** The size of the first pages. */
  private static final int LEAST_PAGE = 1 << 16;

  /**
   * The size of the pages of large heaps: a garbage collector that divides its memory into regions
   * puts arrays of this size where they stay, and does not copy them.
   */
  private static final int LARGEST_PAGE = 1 << OFFSET_BITS;

  private static final int HEADER = 12;

  /** For so many pages there is room as soon as there is one. */
  private static final int FEW_PAGES = 4;

  /** Dead bytes below which nothing is worth moving. */
  private static final long MIN_DEAD = 4L * LEAST_PAGE;

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private byte[][] pages = {};
  private int[] used = {};
  private int[] live = {};
  private int pageCount;
  private int current = -1;
  private long liveBytes;
  private long totalBytes;
  private int[] freePages = {};
  private int freeCount;

  /** Stores bytes and gives their address, which is never 0. */
  long add(byte[] source, int start, int length, int row, int cell) {
    int need = HEADER + length;
    int page = current;
    if (page < 0 || need > pages[page].length - used[page]) {
      page = open(need);
    }
    int at = used[page];
    byte[] bytes = pages[page];
    LONG.set(bytes, at, (long) row << Integer.SIZE | length);
    INT.set(bytes, at + 8, cell);
    System.arraycopy(source, start, bytes, at + HEADER, length);
    used[page] = at + need;
    live[page] += need;
    liveBytes += need;
    return ((long) page << OFFSET_BITS) | at;
  }

  /** Forgets all blobs. */
  void clear() {
    Arrays.fill(pages, null);
    pageCount = 0;
    current = -1;
    liveBytes = 0;
    totalBytes = 0;
    freeCount = 0;
  }

  private int open(int need) {
    int size = pageSize();
    boolean large = need > size / 4;
    int page;
    if (freeCount > 0) {
      page = freePages[--freeCount];
    } else {
      page = pageCount++;
      if (page == pages.length) {
        int room = Math.max(FEW_PAGES, page * 2);
        pages = Arrays.copyOf(pages, room);
        used = Arrays.copyOf(used, room);
        live = Arrays.copyOf(live, room);
      }
    }
    // The first bytes stay unused, so that no address is 0.
    int begin = page == 0 ? Integer.BYTES : 0;
    pages[page] = new byte[large ? begin + need : size];
    used[page] = begin;
    live[page] = 0;
    totalBytes += pages[page].length;
    if (!large) {
      int full = current;
      current = page;
      if (full >= 0 && live[full] == 0) {
        drop(full);
      }
    }
    return page;
  }

  /** The size of the next page: an eighth of what there is. */
  private int pageSize() {
    long part = Math.min(LARGEST_PAGE, Math.max(LEAST_PAGE, totalBytes / 8));
    return (int) Long.highestOneBit(part) - ARRAY_HEADER;
  }

  /** The owner has let go of the blob. */
  void free(long address) {
    int page = (int) (address >>> OFFSET_BITS);
    int size = HEADER + length(address);
    live[page] -= size;
    liveBytes -= size;
    if (live[page] == 0 && page != current) {
      drop(page);
    }
  }

  private void drop(int page) {
    totalBytes -= pages[page].length;
    pages[page] = null;
    if (freeCount == freePages.length) {
      freePages = Arrays.copyOf(freePages, Math.max(FEW_PAGES, freeCount * 2));
    }
    freePages[freeCount++] = page;
  }

  /** The page with the most dead bytes if more than half of everything is dead; −1 if not. */
  int sparsest() {
    if (totalBytes - liveBytes < MIN_DEAD || liveBytes * 2 > totalBytes) {
      return -1;
    }
    int best = -1;
    int most = 0;
    for (int page = 0; page < pageCount; page++) {
      if (pages[page] != null && page != current && pages[page].length - live[page] > most) {
        best = page;
        most = pages[page].length - live[page];
      }
    }
    return best;
  }

  /** The first blob of a page, alive or dead. */
  long first(int page) {
    return ((long) page << OFFSET_BITS) | (page == 0 ? Integer.BYTES : 0);
  }

  /** The blob behind another one in its page; −1 at the end. */
  long next(long address) {
    long next = address + HEADER + length(address);
    int page = (int) (address >>> OFFSET_BITS);
    return (int) (next - ((long) page << OFFSET_BITS)) >= used[page] ? -1 : next;
  }

  boolean holds(int page) {
    return pages[page] != null;
  }

  byte[] bytes(long address) {
    return pages[(int) (address >>> OFFSET_BITS)];
  }

  /** Where the blob's bytes begin in {@link #bytes}. */
  static int start(long address) {
    return (int) (address & OFFSET_MASK) + HEADER;
  }

  int length(long address) {
    return (int) INT.get(bytes(address), (int) (address & OFFSET_MASK));
  }

  int row(long address) {
    return (int) INT.get(bytes(address), (int) (address & OFFSET_MASK) + 4);
  }

  int cell(long address) {
    return (int) INT.get(bytes(address), (int) (address & OFFSET_MASK) + 8);
  }

  /** Bytes of memory held by the pages. */
  long memoryBytes() {
    return totalBytes + 16L * pages.length;
  }

  /** A view of the blobs as they are now, for reading only. */
  BlobHeap frozen() {
    BlobHeap copy = new BlobHeap();
    copy.pages = Arrays.copyOf(pages, pageCount);
    return copy;
  }
}
