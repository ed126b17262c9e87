package io.leat.runtime.types;

/** The kinds of SQL types. */
public enum TypeKind {
  /** The type of a bare {@code NULL}; no column has it. */
  NULL,
  BOOLEAN,
  TINYINT,
  SMALLINT,
  INTEGER,
  BIGINT,
  FLOAT,
  DOUBLE,
  DECIMAL,
  CHAR,
  VARCHAR,
  BINARY,
  VARBINARY,
  DATE,
  TIME,
  TIMESTAMP,
  TIMESTAMP_LTZ,
  INTERVAL_YEAR_MONTH,
  INTERVAL_DAY_TIME,
  /** Any value that JSON can write. */
  VARIANT,
  ARRAY,
  MAP,
  MULTISET,
  ROW;

  public boolean isInteger() {
    return this == TINYINT || this == SMALLINT || this == INTEGER || this == BIGINT;
  }

  public boolean isNumeric() {
    return isInteger() || this == FLOAT || this == DOUBLE || this == DECIMAL;
  }

  public boolean isCharacter() {
    return this == CHAR || this == VARCHAR;
  }

  public boolean isBinary() {
    return this == BINARY || this == VARBINARY;
  }

  public boolean isInterval() {
    return this == INTERVAL_YEAR_MONTH || this == INTERVAL_DAY_TIME;
  }

  public boolean isNested() {
    return this == ARRAY || this == MAP || this == MULTISET || this == ROW;
  }
}
