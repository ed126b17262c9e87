package io.leat.benchmark.flink.nexmark;

import org.apache.flink.table.functions.ScalarFunction;
import org.jspecify.annotations.Nullable;

/** How often a character occurs in a text: the user's function of q14. */
public final class CountChar extends ScalarFunction {

  public long eval(@Nullable String text, String character) {
    long count = 0;
    if (text != null) {
      char wanted = character.charAt(0);
      for (int i = 0; i < text.length(); i++) {
        if (text.charAt(i) == wanted) {
          count++;
        }
      }
    }
    return count;
  }
}
