package io.leat.runtime.json;

import java.util.List;

/**
 * A path, read: {@code lax $.a[0].b}. A lax path that leads nowhere is empty, a strict one an
 * error; strict is what a path without a word before it is.
 *
 * @param head the steps that lead to one value at most
 * @param rest the others, from the first that may lead to several
 */
public record JsonPath(String text, boolean lax, List<Step> head, List<Step> rest) {
  /** The whole text. */
  public static final JsonPath ROOT = of("$", false, List.of());

  public JsonPath {
    head = List.copyOf(head);
    rest = List.copyOf(rest);
  }

  static JsonPath of(String text, boolean lax, List<Step> steps) {
    int definite = 0;
    while (definite < steps.size() && steps.get(definite).isDefinite()) {
      definite++;
    }
    return new JsonPath(
        text, lax, steps.subList(0, definite), steps.subList(definite, steps.size()));
  }

  /** Whether it leads to one value at most: else its result is a list. */
  public boolean definite() {
    return rest.isEmpty();
  }

  /** From values to values inside them. */
  public sealed interface Step {
    default boolean isDefinite() {
      return this instanceof Member || this instanceof Element;
    }
  }

  /** {@code .key}, as the key's plain bytes in UTF-8. */
  static final class Member implements Step {
    final byte[] key;

    Member(byte[] key) {
      this.key = key;
    }
  }

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
