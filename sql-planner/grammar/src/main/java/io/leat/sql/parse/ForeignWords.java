package io.leat.sql.parse;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * What users of other databases type and no grammar here knows: a text that fails at such a word is
 * no mistake of the writer's, and is told what to do instead.
 */
final class ForeignWords {
  private static final String SAVEPOINTS =
      "COMMIT, or ROLLBACK, the whole transaction; an error undoes its statement only";
  private static final String CURSORS = "run the query itself: its rows are sent as they are read";
  private static final String PARAMETERS = "use the parameters of a prepared statement of JDBC";
  private static final String FOLLOW = "SELECT … EMIT CHANGES follows a table or view";
  private static final String NEEDLESS = "leave it out: it is not needed";
  private static final String FOREIGN_KEYS =
      "leave it out: rows of one table are not guarded by those of another";
  private static final String GENERATED =
      "instead of IDENTITY give the values in INSERT, or a DEFAULT UUID(); for a computed column"
          + " write: name AS expression";

  /** First words of statements. */
  private static final Map<String, String> STATEMENTS =
      Map.ofEntries(
          Map.entry("SAVEPOINT", SAVEPOINTS),
          Map.entry("RELEASE", SAVEPOINTS),
          Map.entry("ABORT", "use ROLLBACK"),
          Map.entry("VACUUM", NEEDLESS),
          Map.entry("REINDEX", NEEDLESS),
          Map.entry("CLUSTER", NEEDLESS),
          Map.entry("REFRESH", "leave it out: a materialized view is always up to date"),
          Map.entry(
              "COPY",
              "read or write a table WITH ('connector' = 'filesystem', …) by INSERT … SELECT"),
          Map.entry(
              "LOCK",
              "leave it out: of transactions that write the same row, the first to commit wins"),
          Map.entry("REPLACE", "use INSERT: it replaces the row with the same primary key"),
          Map.entry("PREPARE", PARAMETERS),
          Map.entry("DEALLOCATE", PARAMETERS),
          Map.entry("DECLARE", CURSORS),
          Map.entry("FETCH", CURSORS),
          Map.entry("LISTEN", FOLLOW),
          Map.entry("NOTIFY", FOLLOW),
          Map.entry("COMMENT", "write COMMENT 'text' behind a column or table in CREATE"));

  /** What CREATE makes elsewhere. */
  private static final Map<String, String> CREATED =
      Map.of(
          "SEQUENCE", "give the values in INSERT, or a DEFAULT UUID()",
          "TYPE", "write the type out where it is used: ROW<a INT, b STRING>",
          "DOMAIN", "use the type itself, and CHECK",
          "TRIGGER", "a MATERIALIZED VIEW follows a table; CHECK guards its rows",
          "RULE", "a MATERIALIZED VIEW follows a table; CHECK guards its rows",
          "PROCEDURE", "CREATE FUNCTION makes functions, in SQL or Java",
          "EXTENSION", "CREATE FUNCTION … LANGUAGE JAVA adds functions",
          "POLICY", "leave it out");

  /** Words of a column or table that is declared. */
  private static final Map<String, String> DECLARED =
      Map.of(
          "GENERATED", GENERATED,
          "IDENTITY", GENERATED,
          "AUTO_INCREMENT", GENERATED,
          "AUTOINCREMENT", GENERATED,
          "REFERENCES", FOREIGN_KEYS,
          "FOREIGN", FOREIGN_KEYS);

  /** Types that are not types, but columns that number their rows. */
  private static final Map<String, String> TYPES =
      Map.of(
          "KEY", FOREIGN_KEYS,
          "SERIAL", "use INT and give the values in INSERT",
          "BIGSERIAL", "use BIGINT and give the values in INSERT",
          "SMALLSERIAL", "use SMALLINT and give the values in INSERT");

  private static final Set<String> LOCKS = Set.of("UPDATE", "SHARE", "NO", "KEY");

  private static final Pattern INDEX =
      Pattern.compile("(?is).*\\bCREATE\\s+(UNIQUE\\s+)?INDEX\\b[^;]*");
  private static final Pattern TABLE = Pattern.compile("(?is).*\\bCREATE\\s+[^;(]*TABLE\\b[^;]*");

  private ForeignWords() {}

  /** The refusal of a statement that begins with a word; null if it is none of these. */
  static @Nullable SyntaxError atStart(String word, SqlParserPos pos) {
    return refused(word, word, STATEMENTS, pos);
  }

  /** The refusal of a word where a type is expected; null if it is none of these. */
  static @Nullable SyntaxError asType(String word, SqlParserPos pos) {
    return refused(word.equalsIgnoreCase("KEY") ? "FOREIGN KEY" : word, word, TYPES, pos);
  }

  /**
   * The refusal of a word within a statement; null if it is none of these.
   *
   * @param text all that stands before it
   * @param before the word before it
   */
  static @Nullable SyntaxError within(String text, String before, String word, SqlParserPos pos) {
    String last = before.toUpperCase(Locale.ROOT);
    String upper = word.toUpperCase(Locale.ROOT);
    if (last.equals("CREATE")) {
      return refused("CREATE " + upper, word, CREATED, pos);
    }
    if (upper.equals("TO") && Set.of("ROLLBACK", "WORK", "TRANSACTION").contains(last)) {
      return SyntaxError.unsupported("ROLLBACK TO is not supported", SAVEPOINTS, pos);
    }
    if (upper.equals("ON") && last.equals("CONFLICT")) {
      return SyntaxError.unsupported(
          "ON CONFLICT ON CONSTRAINT is not supported",
          "name the columns of the key instead: ON CONFLICT (id)",
          pos);
    }
    if (last.equals("FOR") && LOCKS.contains(upper)) {
      return SyntaxError.unsupported(
          "FOR " + upper + " is not supported",
          "leave it out: of transactions that write the same row, the first to commit wins",
          pos);
    }
    if (INDEX.matcher(text).matches()) {
      return inIndex(last, upper, pos);
    }
    String what = upper.equals("FOREIGN") ? "FOREIGN KEY" : upper;
    return TABLE.matcher(text).matches() ? refused(what, word, DECLARED, pos) : null;
  }

  private static @Nullable SyntaxError inIndex(String before, String word, SqlParserPos pos) {
    if (before.equals("CONCURRENTLY")) {
      return SyntaxError.unsupported(
          "CREATE INDEX CONCURRENTLY is not supported", "leave CONCURRENTLY out", pos);
    }
    String hint =
        switch (word) {
          case "USING" -> "leave it out: there is one kind of index";
          case "ASC", "DESC", "NULLS" ->
              "leave it out: columns of an index have no order of their own";
          case "(" -> "name columns only; a MATERIALIZED VIEW can compute one and be indexed";
          case "WHERE" -> "leave it out, or index a MATERIALIZED VIEW with that condition";
          case "INCLUDE" -> "leave it out: an index finds whole rows";
          default -> null;
        };
    return hint == null
        ? null
        : SyntaxError.unsupported(
            (word.equals("(") ? "an index of expressions" : word + " of an index")
                + " is not supported",
            hint,
            pos);
  }

  private static @Nullable SyntaxError refused(
      String what, String word, Map<String, String> hints, SqlParserPos pos) {
    String hint = hints.get(word.toUpperCase(Locale.ROOT));
    return hint == null
        ? null
        : SyntaxError.unsupported(what.toUpperCase(Locale.ROOT) + " is not supported", hint, pos);
  }
}
