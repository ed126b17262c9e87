package io.leat.runtime.function;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.leat.runtime.data.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** Functions over UTF-8 bytes against slow and obvious ones over arrays of code points. */
class TextFunctionsPropertyTest {
  private static final int ROUNDS = 4_000;
  private static final String[] ALPHABETS = {
    "ab", "abc ,", "aä", "a😀ä,", "aAbB_%\\", "xyz0129 .-"
  };

  private Random random = new Random(0);
  private final Slice out = new Slice();

  @RepeatedTest(5)
  void bytesGiveWhatCodePointsGive(RepetitionInfo repetition) {
    random = new Random(7_919L * repetition.getCurrentRepetition());
    for (int round = 0; round < ROUNDS; round++) {
      String alphabet = ALPHABETS[random.nextInt(ALPHABETS.length)];
      String text = text(alphabet, random.nextInt(4) == 0 ? 60 : 12);
      String other = text(alphabet, 3);
      int number = random.nextInt(20) - 6;
      check(text, other, number, "'" + text + "', '" + other + "', " + number);
      checkTwo(text, other, text(alphabet, 4), number);
      checkLike(text, text("ab%_😀", 6));
    }
  }

  private void check(String text, String other, int number, String what) {
    int[] points = text.codePoints().toArray();
    Slice slice = view(text);
    Slice needle = view(other);
    assertEquals(points.length, StringFunctions.charLength(slice), what);
    assertEquals(text.chars().allMatch(c -> c < 0x80), Utf8.isAscii(slice), what);
    StringFunctions.left(slice, number, out);
    assertEquals(part(points, 0, number), out.toString(), what);
    StringFunctions.right(slice, number, out);
    assertEquals(part(points, points.length - Math.max(0, number), points.length), out.toString());
    StringFunctions.reverse(slice, out);
    assertEquals(new StringBuilder(text).reverse().toString(), out.toString(), what);
    StringFunctions.replace(slice, needle, view("<>"), out);
    assertEquals(other.isEmpty() ? text : text.replace(other, "<>"), out.toString(), what);
    StringFunctions.btrim(slice, needle, out);
    assertEquals(trimmed(points, other), out.toString(), what);
    assertEquals(place(text, text.indexOf(other)), SearchFunctions.instr(slice, needle), what);
    int last = text.lastIndexOf(other);
    assertEquals(place(text, last), SearchFunctions.instr(slice, needle, -1), what);
    if (number >= 0 && StringFunctions.lpad(slice, number, needle, out)) {
      assertEquals(padded(points, other, number), out.toString(), what);
    }
    if (StringFunctions.substring(slice, number, 5, out)) {
      int from = number > 0 ? number - 1 : number == 0 ? 0 : points.length + number;
      assertEquals(from < 0 ? "" : part(points, from, from + 5), out.toString(), what);
    }
    StringFunctions.upper(slice, out);
    assertEquals(text.toUpperCase(java.util.Locale.ROOT), out.toString(), what);
  }

  private void checkTwo(String text, String from, String to, int number) {
    String what = "'" + text + "', '" + from + "', '" + to + "', " + number;
    TranslateMemo memo = new TranslateMemo();
    StringFunctions.translate(memo, view(text), view(from), view(to), out);
    int[] sources = from.codePoints().toArray();
    int[] targets = to.codePoints().toArray();
    StringBuilder translated = new StringBuilder();
    for (int point : text.codePoints().toArray()) {
      int at = indexOf(sources, point);
      if (at < 0 || at < targets.length) {
        translated.appendCodePoint(at < 0 ? point : targets[at]);
      }
    }
    assertEquals(translated.toString(), out.toString(), what);
    if (!from.isEmpty() && !text.isEmpty()) {
      String[] parts = text.split(Pattern.quote(from), -1);
      boolean found = SplitFunctions.splitIndex(view(text), view(from), number, out);
      assertEquals(number >= 0 && number < parts.length, found, what);
      if (found) {
        assertEquals(parts[number], out.toString(), what);
        SplitFunctions.splitPart(view(text), view(from), number + 1, out);
        assertEquals(parts[number], out.toString(), what);
      }
      assertEquals(List.of(parts), SplitFunctions.split(view(text), view(from)), what);
    }
    Matcher matcher = Pattern.compile("[ab]+|😀").matcher(text);
    RegexMemo regex = new RegexMemo();
    RegexFunctions.regexpReplace(regex, view(text), view("[ab]+|😀"), view(to), out);
    assertEquals(matcher.replaceAll(Matcher.quoteReplacement(to)), out.toString(), what);
    boolean found = RegexFunctions.regexpExtract(regex, view(text), view("[^a]b?|😀"), out);
    Matcher other = Pattern.compile("[^a]b?|😀").matcher(text);
    assertEquals(other.find(), found, what);
    if (found) {
      assertEquals(other.group(), out.toString(), what);
    }
  }

  private void checkLike(String text, String pattern) {
    StringBuilder regex = new StringBuilder();
    pattern
        .codePoints()
        .forEach(
            point ->
                regex.append(
                    point == '%'
                        ? ".*"
                        : point == '_' ? "." : Pattern.quote(Character.toString(point))));
    for (int flags : new int[] {0, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE}) {
      boolean expected =
          Pattern.compile(regex.toString(), flags | Pattern.DOTALL).matcher(text).matches();
      PatternMemo memo = new PatternMemo();
      boolean actual =
          flags == 0
              ? PatternFunctions.like(memo, view(text), view(pattern))
              : PatternFunctions.ilike(memo, view(text), view(pattern));
      assertEquals(expected, actual, "'" + text + "' LIKE '" + pattern + "', flags " + flags);
    }
  }

  private String text(String alphabet, int most) {
    int[] points = alphabet.codePoints().toArray();
    StringBuilder text = new StringBuilder();
    for (int length = random.nextInt(most + 1); length > 0; length--) {
      text.appendCodePoint(points[random.nextInt(points.length)]);
    }
    return text.toString();
  }

  /** In the middle of other bytes, as in a column. */
  private Slice view(String text) {
    byte[] utf8 = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    int before = random.nextInt(3);
    byte[] bytes = new byte[before + utf8.length + random.nextInt(12)];
    java.util.Arrays.fill(bytes, (byte) 'a');
    System.arraycopy(utf8, 0, bytes, before, utf8.length);
    Slice slice = new Slice();
    slice.set(bytes, before, utf8.length);
    return slice;
  }

  private static String part(int[] points, int from, int to) {
    int start = Math.max(0, Math.min(from, points.length));
    int end = Math.max(start, Math.min(to, points.length));
    return new String(points, start, end - start);
  }

  private static int place(String text, int index) {
    return index < 0 ? 0 : text.codePointCount(0, index) + 1;
  }

  private static String trimmed(int[] points, String characters) {
    int from = 0;
    int end = points.length;
    while (from < end && characters.indexOf(points[from]) >= 0) {
      from++;
    }
    while (end > from && characters.indexOf(points[end - 1]) >= 0) {
      end--;
    }
    return part(points, from, end);
  }

  private static String padded(int[] points, String pad, int length) {
    int[] pads = pad.codePoints().toArray();
    List<Integer> result = new ArrayList<>();
    for (int i = 0; i < length - points.length; i++) {
      result.add(pads[i % pads.length]);
    }
    for (int i = 0; result.size() < length; i++) {
      result.add(points[i]);
    }
    return part(result.stream().mapToInt(Integer::intValue).toArray(), 0, length);
  }

  private static int indexOf(int[] points, int point) {
    for (int i = 0; i < points.length; i++) {
      if (points[i] == point) {
        return i;
      }
    }
    return -1;
  }
}
