package io.leat.sql.catalog;

/** The full name of a table, view or function. Case is kept, matching ignores it. */
public record ObjectName(String catalog, String database, String name) {
  @Override
  public String toString() {
    return catalog + "." + database + "." + name;
  }
}
