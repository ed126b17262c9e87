package io.leat.runtime.function;

import io.leat.runtime.data.Slice;
import org.jspecify.annotations.Nullable;

/** The unit of time of one call site, read anew only when it changes. */
public final class UnitMemo {
  private final Slice last = new Slice();
  private @Nullable TimeUnit unit;

  public TimeUnit unit(Slice text) {
    TimeUnit known = unit;
    if (known == null || !last.sameBytes(text)) {
      known = TimeUnit.of(text.toString());
      byte[] bytes = text.toBytes();
      last.set(bytes, 0, bytes.length);
      unit = known;
    }
    return known;
  }
}
