package io.leat.runtime.json;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a filter of a path asks: {@code @.price < 10 && @.isbn}. */
sealed interface JsonCondition {

  boolean holds(byte[] text, int at, int end);

  record And(JsonCondition left, JsonCondition right) implements JsonCondition {
    @Override
    public boolean holds(byte[] text, int at, int end) {
      return left.holds(text, at, end) && right.holds(text, at, end);
    }
  }

  record Or(JsonCondition left, JsonCondition right) implements JsonCondition {
    @Override
    public boolean holds(byte[] text, int at, int end) {
      return left.holds(text, at, end) || right.holds(text, at, end);
    }
  }

  record Not(JsonCondition condition) implements JsonCondition {
    @Override
    public boolean holds(byte[] text, int at, int end) {
      return !condition.holds(text, at, end);
    }
  }

  /** Whether the path leads to a value. */
  record Exists(JsonPath path) implements JsonCondition {
    @Override
    public boolean holds(byte[] text, int at, int end) {
      return find(path, text, at, end) >= 0;
    }
  }

  /** One of {@code == != < <= > >=}: an order only between two numbers or two strings. */
  record Comparison(String operator, Side left, Side right) implements JsonCondition {
    @Override
    public boolean holds(byte[] text, int at, int end) {
      Object a = left.value(text, at, end);
      Object b = right.value(text, at, end);
      return switch (operator) {
        case "==" -> same(a, b);
        case "!=" -> !same(a, b);
        default -> {
          Integer order = order(a, b);
          yield order != null
              && switch (operator) {
                case "<" -> order < 0;
                case "<=" -> order <= 0;
                case ">" -> order > 0;
                default -> order >= 0;
              };
        }
      };
    }
  }

  /** A constant, or the value that a path from the element leads to. */
  record Side(@Nullable JsonPath path, @Nullable Object constant) {
    @Nullable Object value(byte[] text, int at, int end) {
      if (path == null) {
        return constant;
      }
      int found = find(path, text, at, end);
      return found < 0 ? null : scalar(text, found, end);
    }
  }

  /** What JSON's null is among the values of {@link Side}; null is that there is no value. */
  Object NULL = new Object();

  private static int find(JsonPath path, byte[] text, int at, int end) {
    int found = JsonMatches.first(path.head(), text, at, end);
    return found < 0 ? found : JsonMatches.first(path.rest(), text, found, end);
  }

  private static Object scalar(byte[] text, int at, int end) {
    int after = JsonScanner.value(text, at, end, 0);
    return switch (text[at]) {
      case '"' -> JsonStrings.text(text, at, after);
      case 't' -> true;
      case 'f' -> false;
      case 'n' -> NULL;
      case '{', '[' -> {
        String json = new String(text, at, after - at, StandardCharsets.UTF_8);
        // In a list, so that no string equals it.
        yield List.of(Objects.requireNonNull(CanonicalJson.of(json)));
      }
      default -> {
        BigDecimal number = JsonNumbers.value(text, at, after);
        yield number == null ? NULL : number;
      }
    };
  }

  private static boolean same(@Nullable Object a, @Nullable Object b) {
    if (a instanceof BigDecimal x && b instanceof BigDecimal y) {
      return x.compareTo(y) == 0;
    }
    return a != null && a.equals(b);
  }

  private static @Nullable Integer order(@Nullable Object a, @Nullable Object b) {
    if (a instanceof BigDecimal x && b instanceof BigDecimal y) {
      return x.compareTo(y);
    }
    return a instanceof String x && b instanceof String y ? (Integer) x.compareTo(y) : null;
  }
}
