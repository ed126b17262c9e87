package io.leat.sql.parse;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The name that someone probably meant: the fewest insertions, deletions, replacements and swaps of
 * neighbours.
 */
public final class NearName {
  private NearName() {}

  /**
   * The nearest candidate without regard to case, or null when all are too far away: up to one edit
   * in names of three or four letters, two in longer ones.
   */
  public static @Nullable String of(String name, Iterable<String> candidates) {
    String wanted = name.toUpperCase(Locale.ROOT);
    int limit = wanted.length() < 3 ? 0 : wanted.length() < 5 ? 1 : 2;
    String best = null;
    int bestDistance = limit + 1;
    for (String candidate : candidates) {
      if (Math.abs(candidate.length() - wanted.length()) < bestDistance) {
        int distance = distance(wanted, candidate.toUpperCase(Locale.ROOT));
        if (distance < bestDistance && distance > 0) {
          best = candidate;
          bestDistance = distance;
        }
      }
    }
    return best;
  }

  /** Damerau-Levenshtein distance in its restricted form (no substring is edited twice). */
  static int distance(String a, String b) {
    int[] beforeLast = new int[b.length() + 1];
    int[] last = new int[b.length() + 1];
    int[] current = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replace = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(replace, Math.min(last[j], current[j - 1]) + 1);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          current[j] = Math.min(current[j], beforeLast[j - 2] + 1);
        }
      }
      int[] free = beforeLast;
      beforeLast = last;
      last = current;
      current = free;
    }
    return last[b.length()];
  }
}
