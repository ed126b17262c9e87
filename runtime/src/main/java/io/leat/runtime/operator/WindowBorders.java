package io.leat.runtime.operator;

import io.leat.runtime.circuit.Window;
import io.leat.runtime.data.ChangeBatch;

/** Where the windows of a kind begin and end, on the clock by which they are aligned. */
final class WindowBorders {
  private final long size;

  /** From a window to the next: of their starts, or of their ends if they cumulate. */
  private final long step;

  private final long offset;
  private final boolean cumulates;
  private final int passes;

  /** By row: the start of its last window, or of all its windows if they cumulate. */
  private final long[] starts = new long[ChangeBatch.MAX_ROWS];

  /** By row, if windows cumulate: the end of its first one. */
  private final long[] firstEnds;

  WindowBorders(Window window) {
    cumulates = window instanceof Window.Cumulate;
    if (window instanceof Window.Tumble tumble) {
      size = tumble.size();
      step = tumble.size();
      offset = tumble.offset();
    } else if (window instanceof Window.Hop hop) {
      size = hop.size();
      step = hop.slide();
      offset = hop.offset();
    } else {
      Window.Cumulate cumulate = (Window.Cumulate) window;
      size = cumulate.size();
      step = cumulate.step();
      offset = cumulate.offset();
    }
    passes = Math.toIntExact(Math.floorDiv(size + step - 1, step));
    firstEnds = new long[cumulates ? ChangeBatch.MAX_ROWS : 0];
  }

  /** In how many windows a row may be. */
  int passes() {
    return passes;
  }

  /** In how many windows each row is, or in none of them if there are gaps between windows. */
  int certainPasses() {
    return cumulates ? 1 : (int) (size / step);
  }

  private long floor(long local, long by) {
    return local - Math.floorMod(local - offset, by);
  }

  /** The end of the last window that a time is in; not after it if it is in none. */
  long lastEnd(long local) {
    return floor(local, cumulates ? size : step) + size;
  }

  /** Looks at rows of these times, about which {@link #windows} is asked then. */
  void open(long[] locals, int count) {
    long by = cumulates ? size : step;
    long start = 0;
    long end = 0;
    for (int i = 0; i < count; i++) {
      long local = locals[i];
      if (local < start || local >= end) {
        start = floor(local, by);
        end = start + by;
      }
      starts[i] = start;
    }
    if (cumulates) {
      end = start;
      for (int i = 0; i < count; i++) {
        long local = locals[i];
        if (local < end - step || local >= end) {
          end = floor(local, step) + step;
        }
        firstEnds[i] = end;
      }
    }
  }

  /**
   * Gives the windows of a number of those rows that have so many; numbers are from 0.
   *
   * @param selected which of the rows
   * @return how many
   */
  int windows(
      int number, long[] locals, int count, int[] selected, long[] windowStarts, long[] ends) {
    int found = 0;
    long by = number * step;
    for (int i = 0; i < count; i++) {
      long start = cumulates ? starts[i] : starts[i] - by;
      long end = cumulates ? firstEnds[i] + by : start + size;
      boolean inside = cumulates ? end <= start + size : locals[i] < end;
      if (inside) {
        selected[found] = i;
        windowStarts[found] = start;
        ends[found++] = end;
      }
    }
    return found;
  }
}
