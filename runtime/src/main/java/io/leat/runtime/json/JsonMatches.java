package io.leat.runtime.json;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The values of a valid text that a path with several results leads to, in the text's order. */
final class JsonMatches {
  /** In place of a position: nothing there. */
  private static final int NONE = -1;

  private final List<JsonPath.Step> steps;
  private final byte[] text;
  private final int end;
  private int[] positions = new int[16];
  private int size;

  private JsonMatches(List<JsonPath.Step> steps, byte[] text, int end) {
    this.steps = steps;
    this.text = text;
    this.end = end;
  }

  /** Where the values begin. */
  static int[] find(List<JsonPath.Step> steps, byte[] text, int at, int end) {
    JsonMatches matches = new JsonMatches(steps, text, end);
    matches.follow(0, at);
    return Arrays.copyOf(matches.positions, matches.size);
  }

  /** Where the first of them begins, or -1. */
  static int first(List<JsonPath.Step> steps, byte[] text, int at, int end) {
    int[] found = find(steps, text, at, end);
    return found.length == 0 ? NONE : found[0];
  }

  /** Where the elements of an array, or the values of an object, begin. */
  static int[] inside(byte[] text, int at, int end) {
    return new JsonMatches(List.of(), text, end).inside(at);
  }

  private void follow(int step, int at) {
    if (step == steps.size()) {
      add(at);
      return;
    }
    JsonPath.Step next = steps.get(step);
    if (next instanceof JsonPath.Member member) {
      int value = member(at, member.key);
      if (value != NONE) {
        follow(step + 1, value);
      }
    } else if (next instanceof JsonPath.Filter filter) {
      filter(step, at, filter.condition());
    } else if (next instanceof JsonPath.Descendants) {
      descend(step, at);
    } else {
      int[] inside = inside(at);
      if (next instanceof JsonPath.Every) {
        for (int value : inside) {
          follow(step + 1, value);
        }
      } else if (text[at] == '[') {
        elements(step, next, inside);
      }
    }
  }

  private void elements(int step, JsonPath.Step next, int[] inside) {
    int count = inside.length;
    if (next instanceof JsonPath.Element element) {
      element(step, element.index(), inside);
    } else if (next instanceof JsonPath.Elements list) {
      for (int index : list.indexes()) {
        element(step, index, inside);
      }
    } else {
      JsonPath.Range range = (JsonPath.Range) next;
      int from = Math.max(0, range.from() < 0 ? count + range.from() : range.from());
      int to = Math.min(count, range.to() < 0 ? count + range.to() : range.to());
      for (int i = from; i < to; i++) {
        follow(step + 1, inside[i]);
      }
    }
  }

  private void element(int step, int index, int[] inside) {
    int place = index < 0 ? inside.length + index : index;
    if (place >= 0 && place < inside.length) {
      follow(step + 1, inside[place]);
    }
  }

  private void filter(int step, int at, JsonCondition condition) {
    int[] candidates = text[at] == '[' ? inside(at) : new int[] {at};
    if (text[at] != '[' && text[at] != '{') {
      return;
    }
    for (int candidate : candidates) {
      if (condition.holds(text, candidate, end)) {
        follow(step + 1, candidate);
      }
    }
  }

  private void descend(int step, int at) {
    follow(step + 1, at);
    for (int value : inside(at)) {
      descend(step, value);
    }
  }

  private int member(int at, byte[] key) {
    int found = NONE;
    if (text[at] != '{') {
      return found;
    }
    int i = JsonScanner.blanks(text, at + 1, end);
    while (text[i] != '}') {
      int keyEnd = JsonScanner.string(text, i, end);
      int value = JsonScanner.memberValue(text, keyEnd, end);
      if (JsonSearch.isKey(text, i, keyEnd, key)) {
        found = value;
      }
      i = afterItem(value);
    }
    return found;
  }

  /** Where the elements of an array, or the values of an object, begin; none in a scalar. */
  private int[] inside(int at) {
    if (text[at] == '{') {
      return values(at);
    }
    int count = 0;
    int[] found = new int[8];
    if (text[at] == '[') {
      int i = JsonScanner.blanks(text, at + 1, end);
      while (text[i] != ']') {
        if (count == found.length) {
          found = Arrays.copyOf(found, count * 2);
        }
        found[count++] = i;
        i = afterItem(i);
      }
    }
    return Arrays.copyOf(found, count);
  }

  /** Of members with the same key the last value, in the place of the first. */
  private int[] values(int at) {
    Map<String, Integer> members = new LinkedHashMap<>();
    int i = JsonScanner.blanks(text, at + 1, end);
    while (text[i] != '}') {
      int keyEnd = JsonScanner.string(text, i, end);
      int value = JsonScanner.memberValue(text, keyEnd, end);
      members.put(JsonStrings.text(text, i, keyEnd), value);
      i = afterItem(value);
    }
    return members.values().stream().mapToInt(Integer::intValue).toArray();
  }

  /** Where the next item begins, or the bracket that ends them. */
  private int afterItem(int value) {
    int i = JsonScanner.blanks(text, JsonScanner.value(text, value, end, 0), end);
    return text[i] == ',' ? JsonScanner.blanks(text, i + 1, end) : i;
  }

  private void add(int at) {
    if (size == positions.length) {
      positions = Arrays.copyOf(positions, size * 2);
    }
    positions[size++] = at;
  }
}
