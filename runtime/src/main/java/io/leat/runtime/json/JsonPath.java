package io.leat.runtime.json;

import java.util.List;

/**
 * A path, read: {@code lax $.a[0].b}. A lax path that leads nowhere is empty, a strict one an
 * error; strict is what a path without a word before it is.
 *
 * @param definite whether it leads to one value at most: else its result is a list
 */
public record JsonPath(String text, boolean lax, boolean definite, List<Step> steps) {

  /** The whole text. */
  public static final JsonPath ROOT = new JsonPath("$", false, true, List.of());

  public JsonPath {
    steps = List.copyOf(steps);
  }

  /** From values to values inside them. */
  public sealed interface Step {
    default boolean isDefinite() {
      return this instanceof Member || this instanceof Element;
    }
  }

  /** {@code .key}, as the key's plain bytes in UTF-8. */
  record Member(byte[] key) implements Step {}

  /** {@code [3]}, from 0; from the end if negative. */
  record Element(int index) implements Step {}

  /** {@code [1, 3]}. */
  record Elements(List<Integer> indexes) implements Step {
    Elements {
      indexes = List.copyOf(indexes);
    }
  }

  /** {@code [from:to]}, the end not included; counted from the end if negative. */
  record Range(int from, int to) implements Step {
    static final int OPEN = Integer.MAX_VALUE;
  }

  /** {@code [*]} and {@code .*}. */
  record Every() implements Step {}

  /** {@code ..}: the value itself and all inside it. */
  record Descendants() implements Step {}

  /** {@code [?(…)]}: the elements of an array, or the object, that a condition holds for. */
  record Filter(JsonCondition condition) implements Step {}

  /**
   * Reads a path.
   *
   * @throws io.leat.runtime.error.RowException if it is none, or has what is not supported
   */
  public static JsonPath parse(String text) {
    return new JsonPathParser(text).parse();
  }
}
