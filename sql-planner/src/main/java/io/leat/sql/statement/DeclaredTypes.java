package io.leat.sql.statement;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.types.ArrayType;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.MapType;
import io.leat.runtime.types.MultisetType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.RowType;
import io.leat.runtime.types.ScalarType;
import io.leat.runtime.types.TypeKind;
import io.leat.sql.parse.ast.BasicTypeSpec;
import io.leat.sql.parse.ast.CollectionTypeSpec;
import io.leat.sql.parse.ast.IntervalTypeSpec;
import io.leat.sql.parse.ast.MapTypeSpec;
import io.leat.sql.parse.ast.RowTypeSpec;
import io.leat.sql.validate.Positions;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlTypeNameSpec;
import org.apache.calcite.sql.type.SqlTypeName;

/** The types of columns as they are written. */
final class DeclaredTypes {
  /** Fractional digits of a second in an interval, where none are written. */
  private static final int DEFAULT_INTERVAL_FRACTION = 6;

  private DeclaredTypes() {}

  static DataType of(SqlDataTypeSpec type) {
    return of(type.getTypeNameSpec()).withNullable(!Boolean.FALSE.equals(type.getNullable()));
  }

  private static DataType of(SqlTypeNameSpec spec) {
    if (spec instanceof BasicTypeSpec basic) {
      return basic(basic);
    }
    if (spec instanceof CollectionTypeSpec collection) {
      DataType element = of(collection.element());
      return collection.kind() == SqlTypeName.ARRAY
          ? new ArrayType(element, true)
          : new MultisetType(element, true);
    }
    if (spec instanceof MapTypeSpec map) {
      return new MapType(of(map.key()), of(map.value()), true);
    }
    if (spec instanceof RowTypeSpec row) {
      return new RowType(
          new RowSchema(
              row.fields().stream()
                  .map(field -> new RowSchema.Field(field.name().getSimple(), of(field.type())))
                  .toList()),
          true);
    }
    if (spec instanceof IntervalTypeSpec interval) {
      SqlIntervalQualifier qualifier = interval.qualifier();
      int fraction = qualifier.getFractionalSecondPrecisionPreservingDefault();
      return qualifier.isYearMonth()
          ? ScalarType.intervalYearMonth()
          : ScalarType.intervalDayTime(fraction < 0 ? DEFAULT_INTERVAL_FRACTION : fraction);
    }
    throw unsupported(spec);
  }

  private static LeatException unsupported(SqlTypeNameSpec spec) {
    return LeatException.notSupported("the type " + spec.getTypeName(), "use another type")
        .at(Positions.of(spec.getParserPos()));
  }

  private static ScalarType basic(BasicTypeSpec spec) {
    int precision = spec.precision();
    return switch (spec.type().calciteName()) {
      case BOOLEAN -> ScalarType.BOOLEAN;
      case TINYINT -> ScalarType.TINYINT;
      case SMALLINT -> ScalarType.SMALLINT;
      case INTEGER -> ScalarType.INTEGER;
      case BIGINT -> ScalarType.BIGINT;
      case FLOAT, REAL -> ScalarType.FLOAT;
      case DOUBLE -> ScalarType.DOUBLE;
      case DECIMAL -> ScalarType.decimal(precision, spec.scale());
      case CHAR -> ScalarType.character(precision);
      case VARCHAR -> ScalarType.varchar(precision < 0 ? ScalarType.UNBOUNDED : precision);
      case BINARY -> new ScalarType(TypeKind.BINARY, precision, 0, true);
      case VARBINARY ->
          new ScalarType(
              TypeKind.VARBINARY, precision < 0 ? ScalarType.UNBOUNDED : precision, 0, true);
      case DATE -> ScalarType.DATE;
      case VARIANT -> ScalarType.VARIANT;
      case TIME -> ScalarType.time(precision);
      case TIMESTAMP -> ScalarType.timestamp(precision);
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> ScalarType.timestampLtz(precision);
      default -> throw unsupported(spec);
    };
  }
}
