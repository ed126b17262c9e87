package io.leat.sql.statement;

import io.leat.sql.parse.ast.ShowStatement;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code [NOT] LIKE | ILIKE} over names. LIKE ignores case as all matching of names does. */
final class LikeFilter {
  private final @Nullable Pattern pattern;
  private final boolean negated;

  LikeFilter(ShowStatement.@Nullable Filter filter) {
    this.pattern =
        filter == null
            ? null
            : Pattern.compile(
                regex(filter.patternText()), Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    this.negated = filter != null && filter.negated();
  }

  private static String regex(String like) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < like.length(); i++) {
      char c = like.charAt(i);
      if (c == '\\' && i + 1 < like.length()) {
        regex.append(Pattern.quote(String.valueOf(like.charAt(++i))));
      } else if (c == '%') {
        regex.append(".*");
      } else if (c == '_') {
        regex.append('.');
      } else {
        regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return regex.toString();
  }

  boolean test(String name) {
    return pattern == null || pattern.matcher(name).matches() != negated;
  }
}
