package io.leat.sql.validate;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.types.ArrayType;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.MapType;
import io.leat.runtime.types.MultisetType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.RowType;
import io.leat.runtime.types.ScalarType;
import io.leat.runtime.types.TypeKind;
import java.util.Objects;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.StructKind;
import org.apache.calcite.sql.SqlCollation;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/** Calcite's types and Leat's, each as the other. */
public final class TypeMapping {
  private TypeMapping() {}

  /** The Leat type of a Calcite type, nullability included. */
  public static DataType toDataType(RelDataType type) {
    boolean nullable = type.isNullable();
    if (type.isStruct()) {
      return new RowType(toSchema(type), nullable);
    }
    DataType mapped =
        switch (type.getSqlTypeName()) {
          case NULL, UNKNOWN -> ScalarType.NULL;
          case BOOLEAN -> ScalarType.BOOLEAN;
          case TINYINT -> ScalarType.TINYINT;
          case SMALLINT -> ScalarType.SMALLINT;
          case INTEGER -> ScalarType.INTEGER;
          case BIGINT -> ScalarType.BIGINT;
          case REAL, FLOAT -> ScalarType.FLOAT;
          case DOUBLE -> ScalarType.DOUBLE;
          case DECIMAL -> ScalarType.decimal(type.getPrecision(), Math.max(0, type.getScale()));
          case CHAR -> ScalarType.character(length(type));
          case VARCHAR -> ScalarType.varchar(length(type));
          case BINARY -> new ScalarType(TypeKind.BINARY, length(type), 0, true);
          case VARBINARY -> new ScalarType(TypeKind.VARBINARY, length(type), 0, true);
          case DATE -> ScalarType.DATE;
          case VARIANT -> ScalarType.VARIANT;
          case TIME -> ScalarType.time(type.getPrecision());
          case TIMESTAMP -> ScalarType.timestamp(type.getPrecision());
          case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> ScalarType.timestampLtz(type.getPrecision());
          case INTERVAL_YEAR, INTERVAL_YEAR_MONTH, INTERVAL_MONTH -> ScalarType.intervalYearMonth();
          case INTERVAL_DAY,
              INTERVAL_DAY_HOUR,
              INTERVAL_DAY_MINUTE,
              INTERVAL_DAY_SECOND,
              INTERVAL_HOUR,
              INTERVAL_HOUR_MINUTE,
              INTERVAL_HOUR_SECOND,
              INTERVAL_MINUTE,
              INTERVAL_MINUTE_SECOND,
              INTERVAL_SECOND ->
              ScalarType.intervalDayTime(type.getScale());
          case ARRAY -> new ArrayType(component(type.getComponentType()), true);
          case MULTISET -> new MultisetType(component(type.getComponentType()), true);
          case MAP ->
              new MapType(component(type.getKeyType()), component(type.getValueType()), true);
          default ->
              throw LeatException.notSupported(
                  "the type " + type.getSqlTypeName().getName(),
                  "use one of the types of SQL tables");
        };
    return mapped.withNullable(nullable || mapped.kind() == TypeKind.NULL);
  }

  private static DataType component(@Nullable RelDataType type) {
    return toDataType(Objects.requireNonNull(type, "component type"));
  }

  private static int length(RelDataType type) {
    int precision = type.getPrecision();
    return precision == RelDataType.PRECISION_NOT_SPECIFIED ? ScalarType.UNBOUNDED : precision;
  }

  /** The columns of a row type. */
  public static RowSchema toSchema(RelDataType rowType) {
    return new RowSchema(
        rowType.getFieldList().stream()
            .map(field -> new RowSchema.Field(field.getName(), toDataType(field.getType())))
            .toList());
  }

  /** The Calcite type of a Leat type, nullability included. */
  public static RelDataType toRelType(DataType type, RelDataTypeFactory factory) {
    RelDataType mapped;
    if (type instanceof ArrayType array) {
      mapped = factory.createArrayType(toRelType(array.element(), factory), -1);
    } else if (type instanceof MapType map) {
      mapped =
          factory.createMapType(toRelType(map.key(), factory), toRelType(map.value(), factory));
    } else if (type instanceof MultisetType multiset) {
      mapped = factory.createMultisetType(toRelType(multiset.element(), factory), -1);
    } else if (type instanceof RowType row) {
      mapped = toRelType(row.schema(), StructKind.PEEK_FIELDS_NO_EXPAND, factory);
    } else if (type instanceof ScalarType scalar) {
      mapped = scalarType(scalar, factory);
    } else {
      throw new AssertionError(type);
    }
    return factory.createTypeWithNullability(mapped, type.nullable());
  }

  /** The row type of a relation. */
  public static RelDataType toRelType(RowSchema schema, RelDataTypeFactory factory) {
    return toRelType(schema, StructKind.FULLY_QUALIFIED, factory);
  }

  private static RelDataType toRelType(
      RowSchema schema, StructKind kind, RelDataTypeFactory factory) {
    return factory.createStructType(
        kind,
        schema.types().stream().map(type -> toRelType(type, factory)).toList(),
        schema.fields().stream().map(RowSchema.Field::name).toList());
  }

  private static RelDataType scalarType(ScalarType type, RelDataTypeFactory factory) {
    return switch (type.kind()) {
      case NULL -> factory.createSqlType(SqlTypeName.NULL);
      case BOOLEAN -> factory.createSqlType(SqlTypeName.BOOLEAN);
      case TINYINT -> factory.createSqlType(SqlTypeName.TINYINT);
      case SMALLINT -> factory.createSqlType(SqlTypeName.SMALLINT);
      case INTEGER -> factory.createSqlType(SqlTypeName.INTEGER);
      case BIGINT -> factory.createSqlType(SqlTypeName.BIGINT);
      case FLOAT -> factory.createSqlType(SqlTypeName.FLOAT);
      case DOUBLE -> factory.createSqlType(SqlTypeName.DOUBLE);
      case DECIMAL -> factory.createSqlType(SqlTypeName.DECIMAL, type.precision(), type.scale());
      case CHAR -> text(SqlTypeName.CHAR, type, factory);
      case VARCHAR -> text(SqlTypeName.VARCHAR, type, factory);
      case BINARY -> factory.createSqlType(SqlTypeName.BINARY, type.precision());
      case VARBINARY -> factory.createSqlType(SqlTypeName.VARBINARY, type.precision());
      case DATE -> factory.createSqlType(SqlTypeName.DATE);
      case VARIANT -> factory.createSqlType(SqlTypeName.VARIANT);
      case TIME -> factory.createSqlType(SqlTypeName.TIME, type.precision());
      case TIMESTAMP -> factory.createSqlType(SqlTypeName.TIMESTAMP, type.precision());
      case TIMESTAMP_LTZ ->
          factory.createSqlType(SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE, type.precision());
      case INTERVAL_YEAR_MONTH ->
          factory.createSqlIntervalType(
              new SqlIntervalQualifier(TimeUnit.YEAR, TimeUnit.MONTH, SqlParserPos.ZERO));
      case INTERVAL_DAY_TIME ->
          factory.createSqlIntervalType(
              new SqlIntervalQualifier(
                  TimeUnit.DAY,
                  RelDataType.PRECISION_NOT_SPECIFIED,
                  TimeUnit.SECOND,
                  type.precision(),
                  SqlParserPos.ZERO));
      case ARRAY, MAP, MULTISET, ROW -> throw new AssertionError(type);
    };
  }

  private static RelDataType text(SqlTypeName name, ScalarType type, RelDataTypeFactory factory) {
    return factory.createTypeWithCharsetAndCollation(
        factory.createSqlType(name, type.precision()),
        factory.getDefaultCharset(),
        SqlCollation.IMPLICIT);
  }
}
