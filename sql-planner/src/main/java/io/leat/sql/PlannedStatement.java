package io.leat.sql;

import io.leat.runtime.circuit.Circuit;
import io.leat.runtime.types.RowSchema;
import io.leat.sql.catalog.CatalogFunction;
import io.leat.sql.catalog.CatalogTable;
import io.leat.sql.catalog.CatalogView;
import io.leat.sql.catalog.ObjectName;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** A statement that has been parsed, validated and planned: what is left is to do it. */
public sealed interface PlannedStatement {

  /**
   * A query.
   *
   * @param bounded whether it ends by itself
   * @param snapshot whether all of its sources do; then a row that fails makes the query fail
   * @param oneEpoch whether all input is one epoch, so that only final rows are given
   * @param changesAsked whether the query itself asks for changes, with EMIT CHANGES
   */
  record Query(
      Circuit circuit,
      RowSchema schema,
      boolean bounded,
      boolean snapshot,
      boolean oneEpoch,
      boolean changesAsked)
      implements PlannedStatement {}

  /** INSERT INTO sinks: one statement, or a statement set as one circuit. */
  record Insert(Circuit circuit, List<ObjectName> targets, boolean bounded)
      implements PlannedStatement {}

  record CreateTable(CatalogTable table, boolean temporary, boolean ifNotExists)
      implements PlannedStatement {}

  record CreateView(CatalogView view, boolean temporary, boolean orReplace, boolean ifNotExists)
      implements PlannedStatement {}

  record DropTable(ObjectName name, boolean temporary, boolean ifExists, boolean cascade)
      implements PlannedStatement {}

  record DropView(ObjectName name, boolean temporary, boolean ifExists, boolean cascade)
      implements PlannedStatement {}

  record CreateFunction(
      CatalogFunction function, boolean temporary, boolean orReplace, boolean ifNotExists)
      implements PlannedStatement {}

  record DropFunction(ObjectName name, boolean temporary, boolean ifExists, boolean cascade)
      implements PlannedStatement {}

  /** Rows that the planner itself can give: SHOW TABLES, DESCRIBE, SHOW CREATE TABLE, EXPLAIN, … */
  record Rows(RowSchema schema, List<List<Object>> rows) implements PlannedStatement {}

  /** Rows that only the engine knows. */
  record Show(Kind kind, Optional<LikePattern> pattern) implements PlannedStatement {
    public enum Kind {
      JOBS,
      ERRORS,
      /** What the session's last query or INSERT has left out so far. */
      WARNINGS,
      SETTINGS
    }
  }

  /** SET 'key' = 'value'. */
  record SetOption(String key, String value) implements PlannedStatement {}

  /** RESET 'key'; all settings if the key is absent. */
  record ResetOption(Optional<String> key) implements PlannedStatement {}

  /** USE; {@code database} has an empty name. */
  record UseDatabase(ObjectName database) implements PlannedStatement {}

  record CreateDatabase(String catalog, String database, boolean ifNotExists)
      implements PlannedStatement {}

  record DropDatabase(String catalog, String database, boolean ifExists, boolean cascade)
      implements PlannedStatement {}

  record StopJob(String jobId) implements PlannedStatement {}

  /** BEGIN, COMMIT, ROLLBACK. */
  record Transaction(Kind kind) implements PlannedStatement {
    public enum Kind {
      BEGIN,
      COMMIT,
      ROLLBACK
    }
  }

  /** A statement that is accepted and has nothing to do, such as FLUSH. */
  record NoOperation() implements PlannedStatement {}

  /** A pattern of SHOW … [NOT] LIKE|ILIKE; case never matters, as in all matching of names. */
  record LikePattern(String pattern, boolean negated) {

    /**
     * Whether a name is to be shown. {@code %} is any text, {@code _} any character, {@code \\}
     * quotes.
     */
    public boolean matches(String name) {
      StringBuilder regex = new StringBuilder();
      for (int i = 0; i < pattern.length(); i++) {
        char c = pattern.charAt(i);
        if (c == '\\' && i + 1 < pattern.length()) {
          regex.append(Pattern.quote(String.valueOf(pattern.charAt(++i))));
        } else if (c == '%') {
          regex.append(".*");
        } else if (c == '_') {
          regex.append('.');
        } else {
          regex.append(Pattern.quote(String.valueOf(c)));
        }
      }
      int flags = Pattern.DOTALL | Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;
      return Pattern.compile(regex.toString(), flags).matcher(name).matches() != negated;
    }
  }
}
