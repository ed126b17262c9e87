package io.leat.runtime.json;

import java.util.Arrays;
import java.util.List;

/**
 * Follows a path through a text. A definite path is followed in the same single pass that proves
 * the text to be JSON; of members with the same key the last counts, so that the whole text is
 * read.
 */
public final class JsonSearch {
  /** What a search has found. */
  public enum Outcome {
    /** One value: {@link #from()} to {@link #to()}. */
    VALUE,
    /** A list of values, perhaps none: {@link #matches()}. */
    LIST,
    /** The path leads nowhere. */
    NOTHING,
    NOT_JSON
  }

  private static final int MALFORMED = JsonScanner.MALFORMED;

  private byte[] text = {};
  private int end;
  private List<JsonPath.Step> steps = List.of();
  private int from;
  private int to;
  private int[] matches = {};
  private boolean single;

  /** Where the value begins. */
  public int from() {
    return from;
  }

  /** Where the value ends. */
  public int to() {
    return to;
  }

  /** Where the elements of the array that was found, or the values of the object, begin. */
  public int[] inside() {
    return JsonMatches.inside(text, from, end);
  }

  /** Whether one value was found, not a list. */
  public boolean isSingle() {
    return single;
  }

  /** Where the values of a list begin. */
  public int[] matches() {
    return matches;
  }

  /** Follows the path; the text is JSON between blanks, or else nothing is found. */
  public Outcome find(JsonPath path, byte[] bytes, int start, int limit) {
    text = bytes;
    end = limit;
    steps = path.head();
    from = MALFORMED;
    single = path.definite();
    int after = follow(JsonScanner.blanks(text, start, end), 0);
    if (after == MALFORMED || JsonScanner.blanks(text, after, end) != end) {
      return Outcome.NOT_JSON;
    }
    if (from == MALFORMED) {
      return path.definite() || !path.lax() ? Outcome.NOTHING : list(new int[0]);
    }
    return path.definite() ? Outcome.VALUE : list(JsonMatches.find(path.rest(), text, from, end));
  }

  /** Finds the member of the valid object that begins at {@code at}. */
  public boolean member(byte[] bytes, int at, int limit, byte[] key) {
    return one(new JsonPath.Member(key), bytes, at, limit);
  }

  /** Finds the element, from 0, of the valid array that begins at {@code at}. */
  public boolean element(byte[] bytes, int at, int limit, int index) {
    return one(new JsonPath.Element(index), bytes, at, limit);
  }

  private boolean one(JsonPath.Step step, byte[] bytes, int at, int limit) {
    text = bytes;
    end = limit;
    steps = List.of(step);
    from = MALFORMED;
    follow(at, 0);
    return from != MALFORMED;
  }

  private Outcome list(int[] found) {
    matches = found;
    return Outcome.LIST;
  }

  private int follow(int at, int step) {
    if (step == steps.size()) {
      int after = JsonScanner.value(text, at, end, step);
      from = at;
      to = after;
      return after;
    }
    if (at < end && step < JsonScanner.MAX_DEPTH) {
      if (steps.get(step) instanceof JsonPath.Member member && text[at] == '{') {
        return member(at, step, member.key);
      }
      if (steps.get(step) instanceof JsonPath.Element element && text[at] == '[') {
        return element(at, step, element.index());
      }
    }
    return JsonScanner.value(text, at, end, step);
  }

  private int member(int at, int step, byte[] key) {
    int i = JsonScanner.blanks(text, at + 1, end);
    if (i < end && text[i] == '}') {
      return i + 1;
    }
    while (true) {
      int keyEnd = JsonScanner.string(text, i, end);
      int value = JsonScanner.memberValue(text, keyEnd, end);
      if (value == MALFORMED) {
        return MALFORMED;
      }
      if (isKey(text, i, keyEnd, key)) {
        from = MALFORMED;
        i = follow(value, step + 1);
      } else {
        i = JsonScanner.value(text, value, end, step + 1);
      }
      i = i == MALFORMED ? end : JsonScanner.blanks(text, i, end);
      if (i >= end) {
        return MALFORMED;
      }
      if (text[i] == '}') {
        return i + 1;
      }
      if (text[i] != ',') {
        return MALFORMED;
      }
      i = JsonScanner.blanks(text, i + 1, end);
    }
  }

  private int element(int at, int step, int index) {
    int i = JsonScanner.blanks(text, at + 1, end);
    if (i < end && text[i] == ']') {
      return i + 1;
    }
    int wanted = index < 0 ? index + count(at) : index;
    for (int place = 0; ; place++) {
      i = place == wanted ? follow(i, step + 1) : JsonScanner.value(text, i, end, step + 1);
      i = i == MALFORMED ? end : JsonScanner.blanks(text, i, end);
      if (i >= end) {
        return MALFORMED;
      }
      if (text[i] == ']') {
        return i + 1;
      }
      if (text[i] != ',') {
        return MALFORMED;
      }
      i = JsonScanner.blanks(text, i + 1, end);
    }
  }

  /** The members of an object of valid text, or the elements of an array, counted once each. */
  public int length(int at) {
    return text[at] == '{' ? JsonMatches.inside(text, at, end).length : count(at);
  }

  /** The elements of an array that need not be valid: then any number. */
  private int count(int at) {
    int count = 0;
    int i = JsonScanner.blanks(text, at + 1, end);
    if (i < end && text[i] == ']') {
      return 0;
    }
    i = at;
    do {
      i = JsonScanner.value(text, JsonScanner.blanks(text, i + 1, end), end, 0);
      i = i == MALFORMED ? end : JsonScanner.blanks(text, i, end);
      count++;
    } while (i < end && text[i] == ',');
    return count;
  }

  /**
   * Whether the key from its quote at {@code at} to after its other one is this, in plain bytes.
   */
  static boolean isKey(byte[] text, int at, int keyEnd, byte[] key) {
    int length = keyEnd - at - 2;
    if (length == key.length) {
      return Arrays.equals(text, at + 1, keyEnd - 1, key, 0, length)
          && !JsonStrings.hasEscape(key, 0, length);
    }
    return length > key.length
        && JsonStrings.hasEscape(text, at + 1, keyEnd - 1)
        && Arrays.equals(JsonStrings.plain(text, at + 1, keyEnd - 1), key);
  }
}
