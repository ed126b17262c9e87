package io.leat.runtime.function;

import io.leat.runtime.data.Slice;
import io.leat.runtime.json.JsonBuffer;
import io.leat.runtime.json.JsonSearch;
import io.leat.runtime.json.JsonWriter;

/** What one call site that reads or makes VARIANT values works with. */
public final class VariantMemo {
  final JsonBuffer buffer = new JsonBuffer();
  final JsonWriter writer = new JsonWriter(buffer, true);
  final JsonSearch steps = new JsonSearch();

  void give(Slice out) {
    byte[] to = out.reserve(buffer.size());
    System.arraycopy(buffer.bytes(), 0, to, out.start, buffer.size());
    out.length = buffer.size();
  }

  /** Points at what was found: a part of canonical text is canonical. */
  boolean found(Slice value, Slice out) {
    out.set(value.bytes, steps.from(), steps.to() - steps.from());
    return true;
  }
}
