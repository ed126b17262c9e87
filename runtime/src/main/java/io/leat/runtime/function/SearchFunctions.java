package io.leat.runtime.function;

import io.leat.runtime.data.Slice;
import io.leat.runtime.error.RowException;
import io.leat.runtime.error.SqlState;

/** Where a text is in another one; positions count code points from 1, and 0 is nowhere. */
public final class SearchFunctions {
  private SearchFunctions() {}

  public static int position(Slice needle, Slice text) {
    return locate(needle, text, 1);
  }

  public static int instr(Slice text, Slice needle) {
    return locate(needle, text, 1);
  }

  public static int locate(Slice needle, Slice text) {
    return locate(needle, text, 1);
  }

  public static int locate(Slice needle, Slice text, int from) {
    if (from < 1 || (needle.length == 0 && from - 1 > Utf8.points(text))) {
      return 0;
    }
    return place(text, Utf8.find(text, needle, Utf8.offset(text, 0, from - 1)));
  }

  /** A negative position counts from the end, and the search goes to the left from there. */
  public static int instr(Slice text, Slice needle, int position) {
    return instr(text, needle, position, 1);
  }

  public static int instr(Slice text, Slice needle, int position, int occurrence) {
    if (occurrence < 1) {
      throw new RowException(
          SqlState.INVALID_PARAMETER_VALUE, "INSTR counts from 1, not from " + occurrence);
    }
    if (position == 0) {
      return 0;
    }
    int hit = -1;
    if (position > 0) {
      int from = Utf8.offset(text, 0, position - 1);
      for (int i = 0; i < occurrence; i++) {
        hit = Utf8.find(text, needle, from);
        if (hit < 0 || (hit == text.length && i + 1 < occurrence)) {
          return 0;
        }
        from = Utf8.offset(text, hit, 1);
      }
    } else {
      int points = Utf8.points(text);
      int end = Utf8.offset(text, 0, points + 1 + Math.max(position, -points - 1));
      for (int i = 0; i < occurrence; i++) {
        hit = Utf8.findLast(text, needle, end);
        if (hit < 0) {
          return 0;
        }
        end = hit + needle.length - 1;
      }
    }
    return place(text, hit);
  }

  /** The position, counted from 1 in code points, of an offset in bytes; 0 for −1. */
  private static int place(Slice text, int hit) {
    return hit < 0 ? 0 : Utf8.points(text, 0, hit) + 1;
  }

  public static boolean startsWith(Slice text, Slice prefix) {
    return Utf8.matchesAt(text, 0, prefix);
  }

  public static boolean endsWith(Slice text, Slice suffix) {
    return Utf8.matchesAt(text, text.length - suffix.length, suffix);
  }
}
