package io.leat.runtime.function;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.leat.runtime.data.BytesColumn;
import io.leat.runtime.data.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A call site that remembers its last text gives what one gives that remembers nothing. */
class FormatMemoTest {
  private static final long HOUR = 3_600_000_000L;

  private final Random random = new Random(5);
  private final Slice out = new Slice();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "yyyy-MM-dd",
        "HH:mm",
        "h a",
        "mm:ss",
        "ss.SSS",
        "EEEE w",
        "'fixed'",
        "n",
        "e",
        "G yyyy"
      })
  void timesInAnyOrder(String format) {
    Slice text = Slice.constant(format);
    FormatMemo memo = new FormatMemo();
    BytesColumn column = new BytesColumn();
    out.writeTo(column);
    for (int batch = 0; batch < 20; batch++) {
      column.clear();
      List<@Nullable String> expected = new ArrayList<>();
      long time = (random.nextLong() % 1_000_000) * HOUR;
      for (int row = 0; row < 100; row++) {
        time += jump();
        switch (random.nextInt(8)) {
          case 0 -> {
            column.appendNull();
            expected.add(null);
          }
          case 1 -> {
            // What is written and not appended may be written over.
            memo.write(memo.java(text), time, 0, out);
            append(column, expected, "another");
          }
          default -> {
            memo.write(memo.java(text), time, 0, out);
            column.append(out);
            expected.add(alone(format, time));
          }
        }
      }
      check(expected, column);
    }
  }

  /** From a step within a millisecond to one of days, forth and back. */
  private long jump() {
    long most = List.of(1_000L, 30_000_000L, HOUR, 50 * HOUR).get(random.nextInt(4));
    return random.nextLong() % most;
  }

  private static void append(BytesColumn column, List<@Nullable String> expected, String text) {
    column.append(Slice.constant(text));
    expected.add(text);
  }

  private static String alone(String format, long time) {
    Slice alone = new Slice();
    DateTimePattern.ofJava(format).write(time, 0, alone);
    return alone.toString();
  }

  private static void check(List<@Nullable String> expected, BytesColumn column) {
    assertEquals(expected.size(), column.size());
    Slice view = new Slice();
    for (int row = 0; row < column.size(); row++) {
      column.read(row, view);
      assertEquals(expected.get(row), column.isNull(row) ? null : view.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void formatsThatChange(boolean constant) {
    FormatMemo memo = new FormatMemo();
    Slice result = new Slice();
    for (int i = 0; i < 50; i++) {
      String format = random.nextBoolean() ? "HH" : "mm";
      Slice text = new Slice();
      text.set(format);
      memo.write(memo.java(constant ? Slice.constant(format) : text), i * HOUR / 4, 0, result);
      assertEquals(alone(format, i * HOUR / 4), result.toString());
    }
  }
}
