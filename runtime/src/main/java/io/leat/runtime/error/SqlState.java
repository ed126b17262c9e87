package io.leat.runtime.error;

/**
 * The SQLSTATE codes that Leat gives, named; the values are those of the SQL standard and
 * PostgreSQL.
 */
public final class SqlState {
  public static final String CONNECTION_FAILURE = "08001";
  public static final String CONNECTION_DOES_NOT_EXIST = "08003";
  public static final String FEATURE_NOT_SUPPORTED = "0A000";
  public static final String CARDINALITY_VIOLATION = "21000";
  public static final String STRING_TRUNCATED = "22001";
  public static final String NUMERIC_OUT_OF_RANGE = "22003";
  public static final String NULL_NOT_ALLOWED = "22004";
  public static final String INVALID_DATETIME = "22007";
  public static final String DATETIME_OVERFLOW = "22008";
  public static final String DIVISION_BY_ZERO = "22012";
  public static final String INVALID_CAST_VALUE = "22018";
  public static final String INVALID_ESCAPE_CHARACTER = "22019";
  public static final String CHARACTER_NOT_IN_REPERTOIRE = "22021";
  public static final String INVALID_ESCAPE_SEQUENCE = "22025";
  public static final String INVALID_PARAMETER_VALUE = "22023";
  public static final String ARRAY_SUBSCRIPT_ERROR = "2202E";
  public static final String UNTRANSLATABLE_CHARACTER = "22P05";

  /** A row that came after event time had passed it. */
  public static final String LATE_ROW = "22L01";

  public static final String INVALID_REGULAR_EXPRESSION = "2201B";
  public static final String DUPLICATE_JSON_KEY = "22030";
  public static final String INVALID_JSON = "22032";
  public static final String NO_JSON_ITEM = "22035";
  public static final String JSON_ARRAY_OR_OBJECT_REQUIRED = "22039";
  public static final String JSON_SCALAR_REQUIRED = "2203F";
  public static final String NOT_NULL_VIOLATION = "23502";
  public static final String UNIQUE_VIOLATION = "23505";
  public static final String CHECK_VIOLATION = "23514";
  public static final String INVALID_CURSOR_STATE = "24000";
  public static final String ACTIVE_TRANSACTION = "25001";
  public static final String INVALID_AUTHORIZATION = "28000";
  public static final String DEPENDENT_OBJECTS_EXIST = "2BP01";
  public static final String INVALID_CATALOG_NAME = "3D000";
  public static final String INVALID_SCHEMA_NAME = "3F000";
  public static final String EXTERNAL_ROUTINE_FAILURE = "38000";
  public static final String SERIALIZATION_FAILURE = "40001";
  public static final String INSUFFICIENT_PRIVILEGE = "42501";
  public static final String SYNTAX_ERROR = "42601";
  public static final String DUPLICATE_COLUMN = "42701";
  public static final String AMBIGUOUS_COLUMN = "42702";
  public static final String UNDEFINED_COLUMN = "42703";
  public static final String UNDEFINED_OBJECT = "42704";
  public static final String DUPLICATE_OBJECT = "42710";
  public static final String DUPLICATE_FUNCTION = "42723";
  public static final String GROUPING_ERROR = "42803";
  public static final String DATATYPE_MISMATCH = "42804";
  public static final String UNDEFINED_FUNCTION = "42883";
  public static final String UNDEFINED_TABLE = "42P01";
  public static final String DUPLICATE_DATABASE = "42P04";
  public static final String DUPLICATE_TABLE = "42P07";
  public static final String INVALID_COLUMN_REFERENCE = "42P10";
  public static final String INVALID_TABLE_DEFINITION = "42P16";
  public static final String INVALID_RECURSION = "42P19";
  public static final String WINDOWING_ERROR = "42P20";
  public static final String OBJECT_IN_USE = "55006";
  public static final String NOT_READY = "55000";
  public static final String CONFIGURATION_ERROR = "F0000";
  public static final String DISK_FULL = "53100";
  public static final String PROGRAM_LIMIT_EXCEEDED = "54000";
  public static final String STATEMENT_TOO_COMPLEX = "54001";
  public static final String QUERY_CANCELED = "57014";
  public static final String SHUTTING_DOWN = "57P01";
  public static final String IO_ERROR = "58030";
  public static final String DATA_CORRUPTED = "XX001";
  public static final String INTERNAL_ERROR = "XX000";

  private SqlState() {}
}
