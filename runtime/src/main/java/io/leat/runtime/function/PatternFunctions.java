package io.leat.runtime.function;

import io.leat.runtime.data.Slice;

/** LIKE and its relatives. */
public final class PatternFunctions {
  private PatternFunctions() {}

  public static boolean like(PatternMemo memo, Slice text, Slice pattern) {
    return memo.matches(text, pattern, null, PatternMemo.Syntax.LIKE);
  }

  public static boolean like(PatternMemo memo, Slice text, Slice pattern, Slice escape) {
    return memo.matches(text, pattern, escape, PatternMemo.Syntax.LIKE);
  }

  public static boolean ilike(PatternMemo memo, Slice text, Slice pattern) {
    return memo.matches(text, pattern, null, PatternMemo.Syntax.ILIKE);
  }

  public static boolean ilike(PatternMemo memo, Slice text, Slice pattern, Slice escape) {
    return memo.matches(text, pattern, escape, PatternMemo.Syntax.ILIKE);
  }

  public static boolean similarTo(PatternMemo memo, Slice text, Slice pattern) {
    return memo.matches(text, pattern, null, PatternMemo.Syntax.SIMILAR);
  }

  public static boolean similarTo(PatternMemo memo, Slice text, Slice pattern, Slice escape) {
    return memo.matches(text, pattern, escape, PatternMemo.Syntax.SIMILAR);
  }
}
