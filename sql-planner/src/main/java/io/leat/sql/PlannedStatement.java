package io.leat.sql;

import io.leat.runtime.circuit.Circuit;
import io.leat.runtime.types.RowSchema;
import io.leat.sql.catalog.CatalogFunction;
import io.leat.sql.catalog.CatalogIndex;
import io.leat.sql.catalog.CatalogMaterializedView;
import io.leat.sql.catalog.CatalogTable;
import io.leat.sql.catalog.CatalogView;
import io.leat.sql.catalog.ObjectName;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
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
   * @param followsStored whether it reads stored relations and goes on with their changes
   * @param since where the changes begin, if not with a snapshot of now
   * @param asOf the epoch whose snapshot is read, if not the newest
   * @param limit after how many rows of the result it ends, whatever is still to come
   */
  record Query(
      Circuit circuit,
      RowSchema schema,
      boolean bounded,
      boolean snapshot,
      boolean oneEpoch,
      boolean changesAsked,
      boolean followsStored,
      Optional<Since> since,
      OptionalLong asOf,
      OptionalLong limit)
      implements PlannedStatement {

    /** The same query with other values in its circuit. */
    Query with(Circuit otherCircuit) {
      return new Query(
          otherCircuit,
          schema,
          bounded,
          snapshot,
          oneEpoch,
          changesAsked,
          followsStored,
          since,
          asOf,
          limit);
    }

    /** The same query at another time. */
    public Query from(Optional<Since> otherSince, OptionalLong otherAsOf) {
      return new Query(
          circuit,
          schema,
          bounded,
          snapshot,
          oneEpoch,
          changesAsked,
          followsStored,
          otherSince,
          otherAsOf,
          limit);
    }

    /** The same query, which ends after some rows. */
    public Query limited(long rows) {
      return new Query(
          circuit,
          schema,
          bounded,
          snapshot,
          oneEpoch,
          changesAsked,
          followsStored,
          since,
          asOf,
          OptionalLong.of(rows));
    }
  }

  /**
   * Where a query's changes begin: after an epoch, with or without that epoch's snapshot before
   * them.
   */
  record Since(boolean snapshot, long epoch) {}

  /**
   * INSERT INTO sinks: one statement, or a statement set as one circuit.
   *
   * @param followsStored whether it reads stored relations and goes on with their changes
   */
  record Insert(Circuit circuit, List<ObjectName> targets, boolean bounded, boolean followsStored)
      implements PlannedStatement {}

  /**
   * DML on a managed table. The circuit ends in a {@link io.leat.runtime.circuit.Node.Result} and
   * runs over a snapshot. Its columns, by kind, where each group has the table's physical columns
   * in order and the checks are one BOOLEAN for each CHECK, over the new columns:
   *
   * <ul>
   *   <li>INSERT and INSERT_IF_ABSENT: the new columns, checks
   *   <li>INSERT_OR_UPDATE: a BOOLEAN NOT NULL that tells whether the key exists, the old columns
   *       (NULLs if it does not), the new columns, checks
   *   <li>UPDATE: the old columns, the new columns, checks
   *   <li>DELETE: the old columns
   *   <li>UPDATE_JOINED and DELETE_JOINED: the same, each different row once, however often the old
   *       row is in the table
   * </ul>
   *
   * <p>A check that gives NULL passes. NOT NULL is not checked by the circuit.
   *
   * @param circuit absent for TRUNCATE
   * @param conflict indexes of the physical columns that ON CONFLICT names, a key of the table; of
   *     INSERT_IF_ABSENT it may be empty, for any key
   * @param checks how messages call the checks
   */
  record Write(
      Write.Kind kind,
      CatalogTable table,
      Optional<Circuit> circuit,
      List<Integer> conflict,
      List<String> checks)
      implements PlannedStatement {
    public Write {
      conflict = List.copyOf(conflict);
      checks = List.copyOf(checks);
    }

    /** What becomes of the rows. */
    public enum Kind {
      INSERT,
      INSERT_IF_ABSENT,
      INSERT_OR_UPDATE,
      UPDATE,
      UPDATE_JOINED,
      DELETE,
      DELETE_JOINED,
      TRUNCATE
    }
  }

  /** Writes that see the same moment and take effect together. */
  record WriteTogether(List<Write> writes) implements PlannedStatement {
    public WriteTogether {
      writes = List.copyOf(writes);
    }
  }

  /** BEGIN, COMMIT and ROLLBACK. */
  record Transaction(Transaction.Kind kind) implements PlannedStatement {
    public enum Kind {
      BEGIN,
      COMMIT,
      ROLLBACK
    }
  }

  record CreateTable(CatalogTable table, boolean temporary, boolean ifNotExists)
      implements PlannedStatement {}

  /**
   * CREATE MATERIALIZED VIEW.
   *
   * @param circuit ends in a {@link io.leat.runtime.circuit.Node.Result} with the view's schema,
   *     which gives the changes of the view by weight
   */
  record CreateMaterializedView(
      CatalogMaterializedView view, Circuit circuit, boolean orAlter, boolean ifNotExists)
      implements PlannedStatement {}

  record DropMaterializedView(ObjectName name, boolean ifExists, boolean cascade)
      implements PlannedStatement {}

  record CreateIndex(CatalogIndex index, boolean ifNotExists) implements PlannedStatement {}

  record DropIndex(ObjectName name, boolean ifExists) implements PlannedStatement {}

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

  /**
   * EXPLAIN of giving a view another query: to the plan, the engine adds what becomes of the state.
   */
  record ExplainAlter(Rows plan, CreateMaterializedView create) implements PlannedStatement {}

  /** Rows that only the engine knows. */
  record Show(Show.Kind kind, Optional<LikePattern> pattern) implements PlannedStatement {
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

  /**
   * STOP JOB.
   *
   * @param withSavepoint whether its state is kept, so that it can go on
   */
  record StopJob(String jobId, boolean withSavepoint) implements PlannedStatement {}

  /**
   * START JOB: lets one go on that was stopped or has failed.
   *
   * @param savepoint the file that it goes on from; empty for its newest state
   */
  record StartJob(String jobId, Optional<String> savepoint) implements PlannedStatement {}

  /** CHECKPOINT: what is kept on the disk is written anew, and the log before it is forgotten. */
  record Checkpoint() implements PlannedStatement {}

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
