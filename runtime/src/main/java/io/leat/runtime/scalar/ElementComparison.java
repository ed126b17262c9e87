package io.leat.runtime.scalar;

import io.leat.runtime.types.NestedValues;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The three-valued truth of {@code value op ANY (array)} and {@code value op ALL (array)}. */
public final class ElementComparison {
  private ElementComparison() {}

  /** TRUE if one element fits; else null if it is not known of one. */
  public static @Nullable Object any(
      Object comparison, @Nullable Object value, @Nullable Object array) {
    return decide(comparison, value, array, true);
  }

  /** FALSE if one element does not fit; else null if it is not known of one. */
  public static @Nullable Object all(
      Object comparison, @Nullable Object value, @Nullable Object array) {
    return decide(comparison, value, array, false);
  }

  private static @Nullable Boolean decide(
      Object comparison, @Nullable Object value, @Nullable Object array, boolean deciding) {
    if (array == null) {
      return null;
    }
    boolean unknown = false;
    for (Object element : (List<?>) array) {
      if (value == null || element == null) {
        unknown = true;
      } else if (fits((String) comparison, NestedValues.compare(value, element)) == deciding) {
        return deciding;
      }
    }
    return unknown ? null : !deciding;
  }

  private static boolean fits(String comparison, int order) {
    return switch (comparison) {
      case "=" -> order == 0;
      case "<>" -> order != 0;
      case "<" -> order < 0;
      case "<=" -> order <= 0;
      case ">" -> order > 0;
      case ">=" -> order >= 0;
      default -> throw new IllegalArgumentException(comparison);
    };
  }
}
