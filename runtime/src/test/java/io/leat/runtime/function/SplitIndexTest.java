package io.leat.runtime.function;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.leat.runtime.data.Slice;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;

/** The parts of a text are what stands between its separators, however long they are. */
class SplitIndexTest {
  @Property
  void partsAreThoseThatWereJoined(
      @ForAll @Size(min = 1, max = 12) List<@IntRange(max = 20) Integer> lengths,
      @ForAll boolean wide) {
    String separator = wide ? "/-" : "/";
    List<String> parts = lengths.stream().map("ä"::repeat).toList();
    String text = String.join(separator, parts);
    for (int i = 0; i < parts.size(); i++) {
      assertEquals(text.isEmpty() ? null : parts.get(i), split("x" + text, 1, separator, i));
    }
    assertEquals(null, split("x" + text, 1, separator, parts.size()));
  }

  /** Of the text without its first bytes, so that slices do not begin where their bytes do. */
  private static @Nullable String split(String text, int skipped, String separator, int index) {
    Slice whole = Slice.constant(text);
    Slice part = new Slice();
    part.set(whole, skipped, whole.length - skipped);
    Slice out = new Slice();
    return SplitFunctions.splitIndex(part, Slice.constant(separator), index, out)
        ? out.toString()
        : null;
  }
}
