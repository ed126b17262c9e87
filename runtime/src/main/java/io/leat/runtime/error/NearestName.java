package io.leat.runtime.error;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** The known name that a mistyped one was most likely meant to be. */
public final class NearestName {
  private static final int FARTHEST = 3;

  private NearestName() {}

  /**
   * The candidate with the smallest Damerau–Levenshtein distance (adjacent letters may be swapped),
   * without regard to case; the first one of several. Empty if none is near: at most one edit for
   * every three letters of the word, and never more than three.
   */
  public static Optional<String> of(String word, Collection<String> candidates) {
    String lower = word.toLowerCase(Locale.ROOT);
    int limit = lower.length() < 2 ? 0 : Math.min(FARTHEST, Math.max(1, (lower.length() + 1) / 3));
    String nearest = null;
    for (String candidate : candidates) {
      int distance = distance(lower, candidate.toLowerCase(Locale.ROOT), limit);
      if (distance <= limit) {
        nearest = candidate;
        limit = distance - 1;
      }
    }
    return Optional.ofNullable(nearest);
  }

  /** The distance, or any greater number than {@code limit} if it is greater than that. */
  private static int distance(String a, String b, int limit) {
    if (Math.abs(a.length() - b.length()) > limit) {
      return limit + 1;
    }
    int[] beforePrevious = new int[b.length() + 1];
    int[] previous = new int[b.length() + 1];
    int[] current = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int best = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
        boolean swapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        current[j] = swapped ? Math.min(best, beforePrevious[j - 2] + 1) : best;
      }
      int[] oldest = beforePrevious;
      beforePrevious = previous;
      previous = current;
      current = oldest;
    }
    return previous[b.length()];
  }
}
