package io.leat.sql.parse;

import io.leat.sql.parse.ast.BasicType;
import io.leat.sql.parse.ast.BasicTypeSpec;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlTypeNameSpec;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * The names of data types that are ordinary identifiers to the grammar, and the limits of their
 * precision.
 */
public final class TypeNames {
  private static final Map<String, BasicType> ALIASES =
      Map.ofEntries(
          Map.entry("STRING", BasicType.STRING),
          Map.entry("TEXT", BasicType.STRING),
          Map.entry("BYTES", BasicType.BYTES),
          Map.entry("BYTEA", BasicType.BYTES),
          Map.entry("BOOL", BasicType.BOOLEAN),
          Map.entry("INT1", BasicType.TINYINT),
          Map.entry("INT2", BasicType.SMALLINT),
          Map.entry("INT4", BasicType.INT),
          Map.entry("INT8", BasicType.BIGINT),
          Map.entry("FLOAT4", BasicType.FLOAT),
          Map.entry("FLOAT8", BasicType.DOUBLE),
          Map.entry("BPCHAR", BasicType.CHAR),
          Map.entry("DATE", BasicType.DATE),
          Map.entry("TIMESTAMP_LTZ", BasicType.TIMESTAMP_LTZ),
          Map.entry("TIMESTAMPTZ", BasicType.TIMESTAMP_LTZ),
          Map.entry("VARIANT", BasicType.VARIANT));

  private TypeNames() {}

  /** The type of that name. */
  public static BasicType resolve(SqlIdentifier name) {
    String upper = name.getSimple().toUpperCase(Locale.ROOT);
    BasicType type = ALIASES.get(upper);
    if (type == null) {
      throw SyntaxError.unknownType(
          name.getSimple(), NearName.of(upper, all()), name.getParserPosition());
    }
    return type;
  }

  private static Set<String> all() {
    Set<String> names = new TreeSet<>(ALIASES.keySet());
    names.addAll(
        Set.of(
            "ARRAY", "CHARACTER", "DEC", "INTEGER", "MAP", "MULTISET", "NUMERIC", "REAL", "ROW"));
    for (BasicType type : BasicType.values()) {
      names.add(type.words());
    }
    return names;
  }

  /** A type without NOT NULL, as an element of a collection. */
  public static SqlDataTypeSpec nullable(SqlTypeNameSpec spec) {
    return new SqlDataTypeSpec(spec, spec.getParserPos()).withNullable(true);
  }

  /** Checks length, or precision and scale. */
  public static SqlTypeNameSpec spec(BasicType type, int precision, int scale, SqlParserPos pos) {
    if (precision >= 0 && (precision < type.minPrecision() || precision > type.maxPrecision())) {
      throw SyntaxError.at(
          "the "
              + (isText(type) ? "length" : "precision")
              + " of "
              + type.words()
              + " must be between "
              + type.minPrecision()
              + " and "
              + type.maxPrecision()
              + ", not "
              + precision,
          pos);
    }
    boolean scaled = scale != Integer.MIN_VALUE;
    if (scaled && type != BasicType.DECIMAL) {
      throw SyntaxError.at("the type " + type.words() + " has no scale", pos);
    }
    if (scaled && (scale < 0 || scale > precision)) {
      throw SyntaxError.at(
          "the scale of DECIMAL must be between 0 and its precision "
              + precision
              + ", not "
              + scale,
          pos);
    }
    return new BasicTypeSpec(type, precision, scaled ? scale : -1, pos);
  }

  private static boolean isText(BasicType type) {
    return switch (type) {
      case CHAR, VARCHAR, BINARY, VARBINARY -> true;
      default -> false;
    };
  }

  /** What WITH [LOCAL] TIME ZONE behind a type makes of it. */
  public static BasicType withTimeZone(BasicType type, boolean local, SqlParserPos pos) {
    if (type == BasicType.TIMESTAMP && local) {
      return BasicType.TIMESTAMP_LTZ;
    }
    throw SyntaxError.unsupported(
        "the type "
            + type.words()
            + " WITH "
            + (local ? "LOCAL " : "")
            + "TIME ZONE is not supported",
        "use TIMESTAMP_LTZ, a moment shown in the session's time zone",
        pos);
  }
}
