package io.leat.sql.parse.ast;

import org.apache.calcite.sql.type.SqlTypeName;

/**
 * A data type that is one name. Defaults are Flink SQL's, save that VARCHAR and VARBINARY without a
 * length are unbounded and DECIMAL without precision is DECIMAL(38, 18).
 */
public enum BasicType {
  NULL("NULL", SqlTypeName.NULL),
  BOOLEAN("BOOLEAN", SqlTypeName.BOOLEAN),
  TINYINT("TINYINT", SqlTypeName.TINYINT),
  SMALLINT("SMALLINT", SqlTypeName.SMALLINT),
  INT("INT", SqlTypeName.INTEGER),
  BIGINT("BIGINT", SqlTypeName.BIGINT),
  FLOAT("FLOAT", SqlTypeName.FLOAT),
  DOUBLE("DOUBLE", SqlTypeName.DOUBLE),
  DECIMAL("DECIMAL", SqlTypeName.DECIMAL, 38, 1, 38),
  CHAR("CHAR", SqlTypeName.CHAR, 1, 1, Integer.MAX_VALUE),
  VARCHAR("VARCHAR", SqlTypeName.VARCHAR, Integer.MAX_VALUE, 1, Integer.MAX_VALUE),
  STRING("STRING", SqlTypeName.VARCHAR, Integer.MAX_VALUE),
  BINARY("BINARY", SqlTypeName.BINARY, 1, 1, Integer.MAX_VALUE),
  VARBINARY("VARBINARY", SqlTypeName.VARBINARY, Integer.MAX_VALUE, 1, Integer.MAX_VALUE),
  BYTES("BYTES", SqlTypeName.VARBINARY, Integer.MAX_VALUE),
  DATE("DATE", SqlTypeName.DATE),
  TIME("TIME", SqlTypeName.TIME, 0, 0, 9),
  TIMESTAMP("TIMESTAMP", SqlTypeName.TIMESTAMP, 6, 0, 9),
  TIMESTAMP_LTZ("TIMESTAMP_LTZ", SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE, 6, 0, 9),
  VARIANT("VARIANT", SqlTypeName.VARIANT);

  /** Digits behind the point of a DECIMAL without precision. */
  static final int DECIMAL_DEFAULT_SCALE = 18;

  private final String words;
  private final SqlTypeName calciteName;
  private final int defaultPrecision;
  private final int minPrecision;
  private final int maxPrecision;

  BasicType(String words, SqlTypeName calciteName) {
    this(words, calciteName, -1);
  }

  BasicType(String words, SqlTypeName calciteName, int fixedPrecision) {
    this(words, calciteName, fixedPrecision, 0, -1);
  }

  BasicType(
      String words,
      SqlTypeName calciteName,
      int defaultPrecision,
      int minPrecision,
      int maxPrecision) {
    this.words = words;
    this.calciteName = calciteName;
    this.defaultPrecision = defaultPrecision;
    this.minPrecision = minPrecision;
    this.maxPrecision = maxPrecision;
  }

  /** The name that SQL text shows. */
  public String words() {
    return words;
  }

  public SqlTypeName calciteName() {
    return calciteName;
  }

  /** Length or precision when none is written; -1 where the type has none. */
  public int defaultPrecision() {
    return defaultPrecision;
  }

  public int minPrecision() {
    return minPrecision;
  }

  public int maxPrecision() {
    return maxPrecision;
  }

  /** Whether a length or precision may be written. */
  public boolean allowsPrecision() {
    return maxPrecision >= 0;
  }
}
