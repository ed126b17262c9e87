package io.leat.runtime.json;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** JSON text in the one form that equal values share, as text. */
public final class CanonicalJson {
  private CanonicalJson() {}

  /** Null if the text is not JSON; of members with the same key the last. */
  public static @Nullable String of(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (!JsonScanner.isJson(bytes, 0, bytes.length)) {
      return null;
    }
    JsonBuffer out = new JsonBuffer();
    int start = JsonScanner.blanks(bytes, 0, bytes.length);
    new JsonWriter(out, true).value(bytes, start, bytes.length);
    return new String(out.toBytes(), StandardCharsets.UTF_8);
  }
}
