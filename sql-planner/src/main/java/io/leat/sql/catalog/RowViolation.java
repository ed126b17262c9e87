package io.leat.sql.catalog;

/** What is said of rows that a managed table does not let in. */
public final class RowViolation {
  private RowViolation() {}

  /** A physical column of a row would be NULL and must not. */
  public static String isNull(CatalogTable table, int column) {
    return "column '"
        + table.physicalSchema().name(column)
        + "' of table '"
        + table.name().name()
        + "' is NOT NULL and would be NULL";
  }

  /** A check of a row would be false. */
  public static String check(CatalogTable table, String label) {
    return "a row of table '" + table.name().name() + "' would break the check " + label;
  }
}
