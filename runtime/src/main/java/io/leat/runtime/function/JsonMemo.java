package io.leat.runtime.function;

import io.leat.runtime.data.Slice;
import io.leat.runtime.json.JsonBuffer;
import io.leat.runtime.json.JsonPath;
import io.leat.runtime.json.JsonSearch;
import io.leat.runtime.json.JsonWriter;
import io.leat.runtime.scalar.JsonText;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What one call site keeps: its path, read anew only on change, and room to work in. */
public final class JsonMemo {
  final JsonSearch search = new JsonSearch();
  final JsonBuffer buffer = new JsonBuffer();
  final JsonText text = new JsonText(buffer);
  final JsonWriter writer = new JsonWriter(buffer, false);

  private @Nullable Slice constant;
  private byte[] last = {};
  private @Nullable JsonPath path;

  JsonPath path(Slice text) {
    JsonPath known = path;
    if (known != null && (text == constant || isLast(text))) {
      return known;
    }
    known = JsonPath.parse(text.toString());
    path = known;
    last = text.toBytes();
    constant = text.isConstant() ? text : null;
    return known;
  }

  private boolean isLast(Slice text) {
    return Arrays.equals(text.bytes, text.start, text.start + text.length, last, 0, last.length);
  }

  /** Points the result at what the buffer holds. */
  boolean give(Slice out) {
    byte[] to = out.reserve(buffer.size());
    System.arraycopy(buffer.bytes(), 0, to, out.start, buffer.size());
    out.length = buffer.size();
    return true;
  }
}
