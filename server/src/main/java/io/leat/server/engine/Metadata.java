package io.leat.server.engine;

import io.leat.runtime.types.RowSchema;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a session can see, for tools that browse: names as they were declared. All lists are in no
 * particular order.
 */
public interface Metadata {

  /** Every database, with the catalog that it belongs to. */
  List<Database> databases();

  /** Every table and view, the session's temporary ones included. */
  List<Table> tables();

  /** Every function that can be called by name. */
  List<Function> functions();

  /** Words that cannot name a column without quotes, in upper case. */
  Set<String> reservedWords();

  /** A database of a catalog. */
  record Database(String catalog, String name) {}

  /**
   * A table or a view.
   *
   * @param primaryKey the key's columns in order; empty if there is none
   * @param columnTexts for each column what was said of it
   */
  record Table(
      String catalog,
      String database,
      String name,
      TableKind kind,
      String comment,
      RowSchema columns,
      List<String> primaryKey,
      List<ColumnText> columnTexts) {}

  /**
   * What a declaration says of a column.
   *
   * @param comment may be empty
   * @param defaultValue the text of its DEFAULT; null if it has none
   * @param generated whether its values are computed
   */
  record ColumnText(String comment, @Nullable String defaultValue, boolean generated) {
    /** Of a column that nothing is said of. */
    public static final ColumnText NONE = new ColumnText("", null, false);
  }

  /** What a table name stands for. */
  enum TableKind {
    TABLE,
    VIEW,
    MATERIALIZED_VIEW,
    TEMPORARY_TABLE,
    TEMPORARY_VIEW,
    SYSTEM_TABLE
  }

  /**
   * A function.
   *
   * @param description one sentence, or empty
   */
  record Function(String name, FunctionFamily family, String description) {}

  /** JDBC's families of functions. */
  enum FunctionFamily {
    STRING,
    NUMERIC,
    TIME,
    SYSTEM
  }
}
