package io.leat.sql.parse.ast;

import java.util.Locale;

/** A kind of thing that has a name in a catalog. */
public enum ObjectType {
  TABLE,
  VIEW,
  MATERIALIZED_VIEW,
  DATABASE,
  CATALOG,
  FUNCTION,
  INDEX;

  /** As in SQL: upper case words. */
  public String words() {
    return name().replace('_', ' ');
  }

  /** As in a sentence: lower case words. */
  public String noun() {
    return words().toLowerCase(Locale.ROOT);
  }
}
