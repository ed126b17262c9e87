package io.leat.runtime.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.leat.runtime.data.Slice;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class RegexLandmarkTest {
  private static final List<String> PATTERNS =
      List.of(
          "a",
          "ab",
          "ab*",
          "ab?a",
          "ba{2}",
          "a+b",
          "(a|^)b",
          "(?:ab|a|^)b",
          "(^)ab",
          "(a|b|c)ab",
          "(b|^)a=([^b]*)",
          "(ab)",
          "(ab)b+",
          "a(b|c)",
          "(a|bb)?c",
          "(a|bb)c|b",
          "(a|bb)c{0}a",
          "(a+|b)c",
          "a|b",
          "(?i)a=",
          "^a",
          "(aa|^)aa",
          "(b|ba|bab)ab");

  @Test
  void isSeenWherePatternsArePlain() {
    assertEquals("1 before channel_id=", text("(&|^)channel_id=([^&]*)"));
    assertEquals("0 before ab", text("abc?"));
    assertEquals("2 before c", text("(?:ab|^)c+"));
    for (String pattern :
        List.of("a|b", "(a|b)c|d", "(a|b)*c", "(a+)b", "(?i)ab", ".a", "(ab", "")) {
      assertNull(RegexLandmark.of(pattern), pattern);
    }
  }

  private static String text(String pattern) {
    RegexLandmark landmark = RegexLandmark.of(pattern);
    assertNotNull(landmark, pattern);
    return landmark.before() + " before " + landmark.text();
  }

  @Test
  void findsWhatThePatternAloneFinds() {
    Random random = new Random(7);
    for (String pattern : PATTERNS) {
      RegexMemo memo = new RegexMemo();
      Slice prepared = Slice.constant(pattern);
      Matcher alone = Pattern.compile(pattern).matcher("");
      for (int i = 0; i < 2000; i++) {
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(12); length > 0; length--) {
          text.append(
              random.nextInt(30) == 0 ? "é" : "aabbc=".substring(random.nextInt(6)).charAt(0));
        }
        Matcher matcher = memo.matcher(prepared, 0);
        boolean expected = alone.reset(text).find();
        String what = pattern + " in " + text;
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        Slice slice = new Slice();
        slice.set(bytes, 0, bytes.length);
        assertEquals(expected, memo.find(slice), what);
        if (expected) {
          assertEquals(alone.group().length(), matcher.end() - matcher.start(), what);
          assertEquals(alone.start(), matcher.start(), what);
        }
      }
    }
  }
}
