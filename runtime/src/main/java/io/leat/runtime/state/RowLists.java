package io.leat.runtime.state;

import java.util.Arrays;

/**
 * Lists of row numbers, all in a few large arrays. A list of one row is that row itself; a longer
 * one lies in a run of 4, 8, 16, … places that doubles when it is full. A list is a word: its
 * owner's to keep, changed by {@link #add} and {@link #remove}; {@link #EMPTY} is the empty one.
 *
 * <p>When more than half of the arrays hold no list any more, they are given back.
 */
public final class RowLists {
  /** The list without rows. */
  public static final long EMPTY = 0;

  private static final long RUN = 1L << 63;
  private static final int PAGE_BITS = 14;
  private static final int PAGE = 1 << PAGE_BITS;
  private static final int CLASSES = 30;

  /** What comes before a run's rows: how many there are. */
  private static final int HEADER = 1;

  /** Below this it is not worth while to look for arrays without lists. */
  private static final int FEW_PAGES = 1;

  private int[][] pages = new int[4][];

  /** Of each page, the places that are in runs with lists. */
  private int[] live = new int[4];

  private int pageCount;

  /** Of the pages those without lists, and those that have been given back. */
  private int idlePages;

  private int gonePages;
  private int current = -1;
  private int used;

  /** By size class the runs that are free, which are not looked at before they are used. */
  private final long[][] freeRuns = new long[CLASSES][];

  private final int[] freeCounts = new int[CLASSES];

  /** How many rows a list has. */
  public int size(long list) {
    if (list == EMPTY) {
      return 0;
    }
    return list > 0 ? 1 : pages[page(list)][offset(list)];
  }

  /** How many rows a list can have before it moves; grows by adding, falls to 1 with the size. */
  public int capacity(long list) {
    return list >= 0 ? 1 : (1 << sizeClass(list)) - HEADER;
  }

  /** The row at a place. */
  public int get(long list, int place) {
    return list > 0 ? (int) list - 1 : pages[page(list)][offset(list) + HEADER + place];
  }

  /** Copies the rows {@code from .. from + count} of a list. */
  public void copy(long list, int from, int count, int[] target, int at) {
    if (count == 0) {
      return;
    }
    if (list > 0) {
      target[at] = (int) list - 1;
    } else {
      System.arraycopy(pages[page(list)], offset(list) + HEADER + from, target, at, count);
    }
  }

  /** Adds a row at the end; gives the list's new word. */
  public long add(long list, int row) {
    if (list == EMPTY) {
      return row + 1L;
    }
    if (list > 0) {
      long run = allocate(2);
      int[] rows = pages[page(run)];
      int at = offset(run);
      rows[at] = 2;
      rows[at + HEADER] = (int) list - 1;
      rows[at + HEADER + 1] = row;
      return run;
    }
    long run = list;
    int count = size(run);
    if (count + HEADER == 1 << sizeClass(run)) {
      run = allocate(sizeClass(list) + 1);
      System.arraycopy(
          pages[page(list)], offset(list), pages[page(run)], offset(run), count + HEADER);
      free(list);
    }
    int[] rows = pages[page(run)];
    rows[offset(run)] = count + 1;
    rows[offset(run) + HEADER + count] = row;
    return run;
  }

  /** Removes the row at a place; the last one takes it. Gives the list's new word. */
  public long remove(long list, int place) {
    if (list > 0) {
      return EMPTY;
    }
    int[] rows = pages[page(list)];
    int at = offset(list);
    int count = rows[at] - 1;
    rows[at + HEADER + place] = rows[at + HEADER + count];
    rows[at] = count;
    if (count == 1) {
      long single = rows[at + HEADER] + 1L;
      free(list);
      return single;
    }
    return list;
  }

  /** The place of a row; −1 if it is not there. */
  public int find(long list, int row) {
    int count = size(list);
    for (int i = 0; i < count; i++) {
      if (get(list, i) == row) {
        return i;
      }
    }
    return -1;
  }

  private long allocate(int sizeClass) {
    int length = 1 << sizeClass;
    long run;
    if (freeCounts[sizeClass] > 0) {
      run = freeRuns[sizeClass][--freeCounts[sizeClass]];
    } else if (length > PAGE) {
      run = word(sizeClass, newPage(length), 0);
    } else {
      if (current < 0 || used + length > PAGE) {
        current = newPage(PAGE);
        used = 0;
      }
      run = word(sizeClass, current, used);
      used += length;
    }
    int page = page(run);
    idlePages -= live[page] == 0 ? 1 : 0;
    live[page] += length;
    return run;
  }

  private int newPage(int length) {
    int page = pageCount;
    if (gonePages > 0) {
      page = 0;
      while (pages[page] != null) {
        page++;
      }
      gonePages--;
    } else {
      if (pageCount == pages.length) {
        pages = Arrays.copyOf(pages, pageCount * 2);
        live = Arrays.copyOf(live, pageCount * 2);
      }
      pageCount++;
    }
    pages[page] = new int[length];
    live[page] = 0;
    idlePages++;
    return page;
  }

  /** Gives pages without lists back, with the runs in them. */
  private void giveBack() {
    for (int sizeClass = 0; sizeClass < CLASSES; sizeClass++) {
      int kept = 0;
      long[] runs = freeRuns[sizeClass];
      for (int i = 0; i < freeCounts[sizeClass]; i++) {
        if (live[page(runs[i])] > 0) {
          runs[kept++] = runs[i];
        }
      }
      freeCounts[sizeClass] = kept;
      freeRuns[sizeClass] = kept == 0 ? null : Arrays.copyOf(runs, kept);
    }
    for (int page = 0; page < pageCount; page++) {
      if (pages[page] != null && live[page] == 0) {
        pages[page] = null;
        gonePages++;
      }
    }
    if (current >= 0 && pages[current] == null) {
      current = -1;
    }
    idlePages = 0;
  }

  private void free(long run) {
    int sizeClass = sizeClass(run);
    int page = page(run);
    live[page] -= 1 << sizeClass;
    long[] runs = freeRuns[sizeClass];
    int count = freeCounts[sizeClass]++;
    if (runs == null || count == runs.length) {
      runs = runs == null ? new long[16] : Arrays.copyOf(runs, 2 * count);
      freeRuns[sizeClass] = runs;
    }
    runs[count] = run;
    if (live[page] == 0) {
      idlePages++;
      if (idlePages > FEW_PAGES && 2 * idlePages > pageCount - gonePages) {
        giveBack();
      }
    }
  }

  /** A run's word: the top bit, five bits of size class, the page, the offset in it. */
  private static long word(int sizeClass, int page, int offset) {
    return RUN | ((long) sizeClass << 58) | ((long) page << PAGE_BITS) | offset;
  }

  private static int sizeClass(long run) {
    return (int) (run >>> 58) & 31;
  }

  private static int page(long run) {
    return (int) (run >>> PAGE_BITS);
  }

  private static int offset(long run) {
    return (int) run & (PAGE - 1);
  }

  public void clear() {
    Arrays.fill(pages, null);
    Arrays.fill(live, 0);
    pageCount = 0;
    idlePages = 0;
    gonePages = 0;
    current = -1;
    Arrays.fill(freeRuns, null);
    Arrays.fill(freeCounts, 0);
  }

  /** Bytes of memory held. */
  public long memoryBytes() {
    long sum = 0;
    for (int i = 0; i < pageCount; i++) {
      sum += pages[i] == null ? 0 : 16 + 4L * pages[i].length;
    }
    for (long[] runs : freeRuns) {
      sum += runs == null ? 0 : 16 + 8L * runs.length;
    }
    return sum;
  }
}
