package io.leat.runtime.function;

import io.leat.runtime.data.Slice;
import java.util.regex.Pattern;

/** The two separators of one call site of STR_TO_MAP. */
public final class MapTextMemo {
  private final RegexMemo pairs = new RegexMemo();
  private final RegexMemo values = new RegexMemo();

  Pattern pairs(Slice pattern) {
    return pairs.pattern(pattern);
  }

  Pattern values(Slice pattern) {
    return values.pattern(pattern);
  }
}
