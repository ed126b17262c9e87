package io.leat.sql.catalog;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The full name of a table, view or function. Case is kept, matching ignores it: names that differ
 * only by case are equal.
 */
public record ObjectName(String catalog, String database, String name) {

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ObjectName that
        && catalog.equalsIgnoreCase(that.catalog)
        && database.equalsIgnoreCase(that.database)
        && name.equalsIgnoreCase(that.name);
  }

  @Override
  public int hashCode() {
    return (31 * fold(catalog).hashCode() + fold(database).hashCode()) * 31 + fold(name).hashCode();
  }

  private static String fold(String text) {
    return text.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
  }

  /** The name as SQL text, each part in backquotes. */
  public String quoted() {
    return quote(catalog) + "." + quote(database) + "." + quote(name);
  }

  /** An identifier in backquotes. */
  public static String quote(String identifier) {
    return "`" + identifier.replace("`", "``") + "`";
  }

  @Override
  public String toString() {
    return catalog + "." + database + "." + name;
  }
}
