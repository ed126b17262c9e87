package io.leat.runtime.types;

/**
 * A type that is not made of other types.
 *
 * @param precision digits (DECIMAL), length in code points or bytes ({@link #UNBOUNDED} for STRING
 *     and BYTES), or fractional digits of a second (TIME, TIMESTAMP, TIMESTAMP_LTZ,
 *     INTERVAL_DAY_TIME); 0 where it means nothing
 * @param scale digits after the decimal point (DECIMAL), else 0
 */
public record ScalarType(TypeKind kind, int precision, int scale, boolean nullable)
    implements DataType {

  /** The length of STRING and BYTES. */
  public static final int UNBOUNDED = Integer.MAX_VALUE;

  public static final int MAX_DECIMAL_PRECISION = 38;

  /** DECIMALs up to this many digits are a {@code long}. */
  public static final int MAX_LONG_DECIMAL_PRECISION = 18;

  public static final ScalarType NULL = of(TypeKind.NULL);
  public static final ScalarType BOOLEAN = of(TypeKind.BOOLEAN);
  public static final ScalarType TINYINT = of(TypeKind.TINYINT);
  public static final ScalarType SMALLINT = of(TypeKind.SMALLINT);
  public static final ScalarType INTEGER = of(TypeKind.INTEGER);
  public static final ScalarType BIGINT = of(TypeKind.BIGINT);
  public static final ScalarType FLOAT = of(TypeKind.FLOAT);
  public static final ScalarType DOUBLE = of(TypeKind.DOUBLE);
  public static final ScalarType STRING = varchar(UNBOUNDED);
  public static final ScalarType BYTES = new ScalarType(TypeKind.VARBINARY, UNBOUNDED, 0, true);
  public static final ScalarType DATE = of(TypeKind.DATE);

  /**
   * Held as JSON text in one form (see {@code JsonWriter}), so that equal values have equal bytes:
   * members are sorted by key, numbers are equal by value.
   */
  public static final ScalarType VARIANT = of(TypeKind.VARIANT);

  public ScalarType {
    if (kind.isNested()) {
      throw new IllegalArgumentException(kind + " is not a scalar type");
    }
    if (kind == TypeKind.DECIMAL
        && (precision < 1 || precision > MAX_DECIMAL_PRECISION || scale < 0 || scale > precision)) {
      throw new IllegalArgumentException("DECIMAL(" + precision + ", " + scale + ")");
    }
  }

  private static ScalarType of(TypeKind kind) {
    return new ScalarType(kind, 0, 0, true);
  }

  public static ScalarType decimal(int precision, int scale) {
    return new ScalarType(TypeKind.DECIMAL, precision, scale, true);
  }

  public static ScalarType character(int length) {
    return new ScalarType(TypeKind.CHAR, length, 0, true);
  }

  public static ScalarType varchar(int length) {
    return new ScalarType(TypeKind.VARCHAR, length, 0, true);
  }

  public static ScalarType time(int precision) {
    return new ScalarType(TypeKind.TIME, precision, 0, true);
  }

  public static ScalarType timestamp(int precision) {
    return new ScalarType(TypeKind.TIMESTAMP, precision, 0, true);
  }

  public static ScalarType timestampLtz(int precision) {
    return new ScalarType(TypeKind.TIMESTAMP_LTZ, precision, 0, true);
  }

  public static ScalarType intervalYearMonth() {
    return of(TypeKind.INTERVAL_YEAR_MONTH);
  }

  public static ScalarType intervalDayTime(int precision) {
    return new ScalarType(TypeKind.INTERVAL_DAY_TIME, precision, 0, true);
  }

  @Override
  public ScalarType withNullable(boolean newNullable) {
    return newNullable == nullable ? this : new ScalarType(kind, precision, scale, newNullable);
  }

  @Override
  public Physical physical() {
    return switch (kind) {
      case NULL, BOOLEAN -> Physical.BOOLEAN;
      case TINYINT, SMALLINT, INTEGER, DATE, INTERVAL_YEAR_MONTH -> Physical.INT;
      case BIGINT, TIME, INTERVAL_DAY_TIME -> Physical.LONG;
      case DECIMAL -> precision <= MAX_LONG_DECIMAL_PRECISION ? Physical.LONG : Physical.WIDE;
      case TIMESTAMP, TIMESTAMP_LTZ -> precision <= 6 ? Physical.LONG : Physical.WIDE;
      case FLOAT -> Physical.FLOAT;
      case DOUBLE -> Physical.DOUBLE;
      case CHAR, VARCHAR, BINARY, VARBINARY, VARIANT -> Physical.BYTES;
      case ARRAY, MAP, MULTISET, ROW -> throw new AssertionError(kind);
    };
  }

  @Override
  public boolean hasOrder() {
    return kind != TypeKind.VARIANT;
  }

  @Override
  public String sqlName() {
    return switch (kind) {
      case INTEGER -> "INT";
      case DECIMAL -> "DECIMAL(" + precision + ", " + scale + ")";
      case VARCHAR -> precision == UNBOUNDED ? "STRING" : "VARCHAR(" + precision + ")";
      case VARBINARY -> precision == UNBOUNDED ? "BYTES" : "VARBINARY(" + precision + ")";
      case CHAR, BINARY, TIME, TIMESTAMP, TIMESTAMP_LTZ -> kind.name() + "(" + precision + ")";
      case INTERVAL_YEAR_MONTH -> "INTERVAL YEAR TO MONTH";
      case INTERVAL_DAY_TIME -> "INTERVAL DAY TO SECOND(" + precision + ")";
      default -> kind.name();
    };
  }

  @Override
  public String toString() {
    return nullable ? sqlName() : sqlName() + " NOT NULL";
  }
}
