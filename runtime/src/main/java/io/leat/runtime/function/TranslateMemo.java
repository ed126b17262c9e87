package io.leat.runtime.function;

import io.leat.runtime.data.Slice;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which character of one call site of TRANSLATE becomes which. */
public final class TranslateMemo {
  /** Stands for a character that goes away. */
  private static final int NONE = -1;

  private static final int ASCII = 0x80;

  private @Nullable Slice constantFrom;
  private @Nullable Slice constantTo;
  private final int[] ascii = new int[ASCII];
  private final Map<Integer, Integer> others = new HashMap<>();

  /** Whether the target of some ASCII character is none. */
  private boolean leavesAscii;

  void prepare(Slice from, Slice to) {
    if (from == constantFrom && to == constantTo) {
      return;
    }
    for (int i = 0; i < ASCII; i++) {
      ascii[i] = i;
    }
    others.clear();
    boolean[] seen = new boolean[ASCII];
    int[] sources = from.toString().codePoints().toArray();
    int[] targets = to.toString().codePoints().toArray();
    for (int i = 0; i < sources.length; i++) {
      int target = i < targets.length ? targets[i] : NONE;
      if (sources[i] >= ASCII) {
        others.putIfAbsent(sources[i], target);
      } else if (!seen[sources[i]]) {
        seen[sources[i]] = true;
        ascii[sources[i]] = target;
      }
    }
    leavesAscii = Arrays.stream(ascii).anyMatch(target -> target >= ASCII);
    constantFrom = from.isConstant() ? from : null;
    constantTo = to.isConstant() ? to : null;
  }

  void translate(Slice text, Slice out) {
    if (leavesAscii || !Utf8.isAscii(text)) {
      StringBuilder result = new StringBuilder(text.length);
      text.toString()
          .codePoints()
          .map(this::target)
          .filter(point -> point != NONE)
          .forEach(result::appendCodePoint);
      Utf8.write(result.toString(), out);
      return;
    }
    byte[] to = out.reserve(text.length);
    int length = 0;
    for (int i = 0; i < text.length; i++) {
      int target = ascii[text.at(i)];
      if (target != NONE) {
        to[out.start + length++] = (byte) target;
      }
    }
    out.length = length;
  }

  private int target(int point) {
    return point < ASCII ? ascii[point] : others.getOrDefault(point, point);
  }
}
