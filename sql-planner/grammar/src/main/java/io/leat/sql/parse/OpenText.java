package io.leat.sql.parse;

import org.jspecify.annotations.Nullable;

/** A string, quoted name or comment that the text ends in. */
record OpenText(String kind, String opening, String closing, int offset) {

  /** Null when everything is closed. */
  static @Nullable OpenText find(String sql) {
    int i = 0;
    while (i < sql.length()) {
      OpenText open = opened(sql, i);
      if (open != null) {
        int end = open.end(sql);
        if (end < 0) {
          return open;
        }
        i = end;
      } else if (sql.startsWith("--", i)) {
        while (i < sql.length() && sql.charAt(i) != '\n' && sql.charAt(i) != '\r') {
          i++;
        }
      } else {
        i++;
      }
    }
    return null;
  }

  private static @Nullable OpenText opened(String sql, int offset) {
    return switch (sql.charAt(offset)) {
      case '\'' -> new OpenText("the string", "'", "'", offset);
      case '"' -> new OpenText("the quoted name", "\"", "\"", offset);
      case '`' -> new OpenText("the quoted name", "`", "`", offset);
      case '/' ->
          sql.startsWith("/*", offset) ? new OpenText("the comment", "/*", "*/", offset) : null;
      default -> null;
    };
  }

  /** The index behind the closing mark, -1 when there is none; names end with their line. */
  private int end(String sql) {
    boolean name = kind.endsWith("name");
    for (int i = offset + opening.length(); i < sql.length(); i++) {
      if (name && (sql.charAt(i) == '\n' || sql.charAt(i) == '\r')) {
        return -1;
      }
      if (sql.startsWith(closing, i)) {
        return i + closing.length();
      }
    }
    return -1;
  }
}
