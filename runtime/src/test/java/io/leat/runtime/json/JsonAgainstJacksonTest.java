package io.leat.runtime.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Random JSON, whole and damaged, read by this package and by an independent parser. */
class JsonAgainstJacksonTest {
  private static final ObjectMapper SYNTAX =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final ObjectMapper JACKSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  @Property(tries = 3_000)
  void acceptsWhatJacksonAccepts(@ForAll long seed) {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder(RandomJson.text(random, 4));
    for (int i = random.nextInt(3); i > 0; i--) {
      int at = random.nextInt(text.length());
      switch (random.nextInt(3)) {
        case 0 -> text.deleteCharAt(at);
        case 1 ->
            text.setCharAt(
                at, RandomJson.SYNTAX.charAt(random.nextInt(RandomJson.SYNTAX.length())));
        default -> text.setLength(Math.max(1, at));
      }
      if (text.length() == 0) {
        return;
      }
    }
    boolean expected;
    try {
      expected = !SYNTAX.readTree(text.toString()).isMissingNode();
    } catch (JsonProcessingException e) {
      expected = false;
    }
    // At an odd place in a larger array, where a word-wise loop could read too far.
    byte[] bytes = ("\"" + text + "\"").getBytes(UTF_8);
    assertEquals(expected, JsonScanner.isJson(bytes, 1, bytes.length - 1), text.toString());
  }

  @Property(tries = 1_000)
  void findsWhatJacksonFinds(@ForAll long seed) throws JsonProcessingException {
    Random random = new Random(seed);
    String text = RandomJson.text(random, 4);
    JsonNode node = JACKSON.readTree(text);
    StringBuilder path = new StringBuilder("$");
    for (int depth = random.nextInt(5); depth > 0; depth--) {
      if (node.isArray()) {
        int size = node.size();
        int index = random.nextInt(size + 1);
        path.append('[')
            .append(random.nextBoolean() || index == size ? index : index - size)
            .append(']');
        node = node.path(index);
      } else {
        List<String> names = new ArrayList<>(List.of("a", "none"));
        node.fieldNames().forEachRemaining(names::add);
        String name = names.get(random.nextInt(names.size()));
        path.append("['").append(name.replace("\\", "\\\\").replace("'", "\\'")).append("']");
        node = node.path(name);
      }
    }
    byte[] bytes = text.getBytes(UTF_8);
    JsonSearch search = new JsonSearch();
    JsonSearch.Outcome outcome =
        search.find(JsonPath.parse(path.toString()), bytes, 0, bytes.length);
    if (node.isMissingNode()) {
      assertEquals(JsonSearch.Outcome.NOTHING, outcome, path + " in " + text);
    } else {
      assertEquals(JsonSearch.Outcome.VALUE, outcome, path + " in " + text);
      String found = new String(bytes, search.from(), search.to() - search.from(), UTF_8);
      assertEquals(node, JACKSON.readTree(found), path + " in " + text);
    }
  }

  @Property(tries = 1_000)
  void writesOneTextForEachValue(@ForAll long seed) throws JsonProcessingException {
    Random random = new Random(seed);
    String one = RandomJson.text(random, 3);
    String other = random.nextBoolean() ? one : RandomJson.text(random, 1);
    String written = canonical(one);
    assertEquals(0, compare(JACKSON.readTree(one), JACKSON.readTree(written)), one);
    assertEquals(written, canonical(written));
    boolean same = compare(JACKSON.readTree(one), JACKSON.readTree(other)) == 0;
    assertEquals(same, written.equals(canonical(other)), one + " and " + other);
  }

  @Property(tries = 1_000)
  void keepsNumbersAsTheyAre(@ForAll long seed) throws JsonProcessingException {
    String text = RandomJson.text(new Random(seed), 3);
    byte[] bytes = text.getBytes(UTF_8);
    JsonBuffer out = new JsonBuffer();
    new JsonWriter(out, false)
        .value(bytes, JsonScanner.blanks(bytes, 0, bytes.length), bytes.length);
    String written = new String(out.toBytes(), UTF_8);
    assertEquals(JACKSON.readTree(text), JACKSON.readTree(written), text);
    assertTrue(written.length() <= text.length() * 6, text);
  }

  private static String canonical(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    JsonBuffer out = new JsonBuffer();
    new JsonWriter(out, true)
        .value(bytes, JsonScanner.blanks(bytes, 0, bytes.length), bytes.length);
    return new String(out.toBytes(), UTF_8);
  }

  /** 0 for equal values, where numbers are equal by value. */
  private static int compare(JsonNode a, JsonNode b) {
    Comparator<JsonNode> numbers =
        (x, y) -> x.isNumber() && y.isNumber() ? x.decimalValue().compareTo(y.decimalValue()) : 1;
    return a.equals((x, y) -> x.equals(y) ? 0 : numbers.compare(x, y), b) ? 0 : 1;
  }

  /** Texts with blanks, escapes, equal keys and numbers of all forms. */
  static final class RandomJson {
    static final String SYNTAX = "{}[]:,\"\\ 0123.-+eEtfnu\t";
    private static final String[] KEYS = {
      "a", "b", "\\u0061", "größe", "long key with many bytes", "q\\\"'", "😀", "\\ud83d\\ude00"
    };
    private static final String[] NUMBERS = {
      "0",
      "-0",
      "1",
      "1.0",
      "10e-1",
      "1E0",
      "-12.50",
      "1e25",
      "1e-25",
      "12345678901234567890123",
      "1e300",
      "0.0",
      "0e5",
      "100",
      "1e2",
      "0.000001"
    };

    private RandomJson() {}

    static String text(Random random, int depth) {
      return blank(random) + value(random, depth) + blank(random);
    }

    private static String value(Random random, int depth) {
      return switch (random.nextInt(depth > 0 ? 8 : 5)) {
        case 0 -> NUMBERS[random.nextInt(NUMBERS.length)];
        case 1 -> Arrays.asList("true", "false", "null").get(random.nextInt(3));
        case 2 -> Integer.toString(random.nextInt());
        case 3, 4 -> '"' + KEYS[random.nextInt(KEYS.length)].repeat(random.nextInt(3)) + '"';
        case 5 -> list(random, depth, '[', ']');
        default -> list(random, depth, '{', '}');
      };
    }

    private static String list(Random random, int depth, char open, char close) {
      StringBuilder text = new StringBuilder().append(open).append(blank(random));
      int size = random.nextInt(5);
      for (int i = 0; i < size; i++) {
        if (open == '{') {
          text.append('"').append(KEYS[random.nextInt(KEYS.length)]).append('"');
          text.append(blank(random)).append(':').append(blank(random));
        }
        text.append(value(random, depth - 1)).append(blank(random));
        text.append(i + 1 < size ? "," + blank(random) : "");
      }
      return text.append(close).toString();
    }

    private static String blank(Random random) {
      return random.nextInt(4) == 0 ? " \n\t\r".substring(random.nextInt(4)) : "";
    }
  }
}
