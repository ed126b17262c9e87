package io.leat.runtime.function.user;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.types.ArrayType;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.MapType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.RowType;
import io.leat.runtime.types.ScalarType;
import java.lang.invoke.MethodType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The SQL types that Java types stand for. */
final class JavaTypes {
  private static final int NANOS = 9;
  private static final int MICROS = 6;

  private static final Map<Class<?>, DataType> SCALARS =
      Map.ofEntries(
          Map.entry(boolean.class, ScalarType.BOOLEAN),
          Map.entry(Boolean.class, ScalarType.BOOLEAN),
          Map.entry(byte.class, ScalarType.TINYINT),
          Map.entry(Byte.class, ScalarType.TINYINT),
          Map.entry(short.class, ScalarType.SMALLINT),
          Map.entry(Short.class, ScalarType.SMALLINT),
          Map.entry(int.class, ScalarType.INTEGER),
          Map.entry(Integer.class, ScalarType.INTEGER),
          Map.entry(long.class, ScalarType.BIGINT),
          Map.entry(Long.class, ScalarType.BIGINT),
          Map.entry(float.class, ScalarType.FLOAT),
          Map.entry(Float.class, ScalarType.FLOAT),
          Map.entry(double.class, ScalarType.DOUBLE),
          Map.entry(Double.class, ScalarType.DOUBLE),
          Map.entry(String.class, ScalarType.STRING),
          Map.entry(byte[].class, ScalarType.BYTES),
          Map.entry(BigDecimal.class, ScalarType.decimal(38, 18)),
          Map.entry(LocalDate.class, ScalarType.DATE),
          Map.entry(LocalTime.class, ScalarType.time(NANOS)),
          Map.entry(LocalDateTime.class, ScalarType.timestamp(NANOS)),
          Map.entry(Instant.class, ScalarType.timestampLtz(NANOS)),
          Map.entry(Period.class, ScalarType.intervalYearMonth()),
          Map.entry(Duration.class, ScalarType.intervalDayTime(MICROS)));

  private final Function<String, DataType> parser;

  /**
   * Types with annotations.
   *
   * @param parser reads a type's SQL text
   */
  JavaTypes(Function<String, DataType> parser) {
    this.parser = parser;
  }

  /**
   * The SQL type of a Java type; null if there is none.
   *
   * @param annotation decides where it is there
   * @param what what has the type, for messages
   */
  @Nullable DataType of(Type type, @Nullable SqlType annotation, String what) {
    if (annotation == null) {
      return of(type);
    }
    DataType declared = declared(annotation);
    Class<?> given = erased(type);
    if (given == Object[].class && declared instanceof RowType) {
      return declared;
    }
    if (given == null
        || !(given.isPrimitive() ? box(given) : given).isAssignableFrom(boxed(declared))) {
      throw new LeatException(
          SqlState.DATATYPE_MISMATCH,
          what
              + " is "
              + type.getTypeName()
              + ", but "
              + declared.sqlName()
              + " is "
              + boxed(declared).getName());
    }
    return declared;
  }

  DataType declared(SqlType annotation) {
    return parser.apply(annotation.value()).withNullable(true);
  }

  private @Nullable DataType of(Type type) {
    if (type instanceof Class<?> plain) {
      DataType scalar = SCALARS.get(plain);
      return scalar == null && plain.isRecord() ? row(plain) : scalar;
    }
    if (type instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      if (generic.getRawType() == List.class) {
        DataType element = of(arguments[0]);
        return element == null ? null : new ArrayType(element, true);
      }
      if (generic.getRawType() == Map.class) {
        DataType key = of(arguments[0]);
        DataType value = of(arguments[1]);
        return key == null || value == null ? null : new MapType(key, value, true);
      }
    }
    return null;
  }

  private @Nullable DataType row(Class<?> record) {
    List<RowSchema.Field> fields = new ArrayList<>();
    for (RecordComponent component : record.getRecordComponents()) {
      DataType type = of(component.getGenericType());
      if (type == null) {
        return null;
      }
      fields.add(new RowSchema.Field(component.getName(), type));
    }
    return fields.isEmpty() ? null : new RowType(new RowSchema(fields), true);
  }

  /** Whether a Java type is a record or holds one: values in SQL are never made records. */
  static boolean hasRecord(Type type) {
    if (type instanceof ParameterizedType generic) {
      for (Type argument : generic.getActualTypeArguments()) {
        if (hasRecord(argument)) {
          return true;
        }
      }
    }
    return type instanceof Class<?> plain && plain.isRecord();
  }

  static @Nullable Class<?> erased(Type type) {
    if (type instanceof Class<?> plain) {
      return plain;
    }
    return type instanceof ParameterizedType generic ? (Class<?>) generic.getRawType() : null;
  }

  private static Class<?> box(Class<?> primitive) {
    return MethodType.methodType(primitive).wrap().returnType();
  }

  /** The class of a type's boxed values. */
  static Class<?> boxed(DataType type) {
    return switch (type.kind()) {
      case NULL -> Object.class;
      case BOOLEAN -> Boolean.class;
      case TINYINT -> Byte.class;
      case SMALLINT -> Short.class;
      case INTEGER -> Integer.class;
      case BIGINT -> Long.class;
      case FLOAT -> Float.class;
      case DOUBLE -> Double.class;
      case DECIMAL -> BigDecimal.class;
      case CHAR, VARCHAR, VARIANT -> String.class;
      case BINARY, VARBINARY -> byte[].class;
      case DATE -> LocalDate.class;
      case TIME -> LocalTime.class;
      case TIMESTAMP -> LocalDateTime.class;
      case TIMESTAMP_LTZ -> Instant.class;
      case INTERVAL_YEAR_MONTH -> Period.class;
      case INTERVAL_DAY_TIME -> Duration.class;
      case ARRAY, ROW -> List.class;
      case MAP, MULTISET -> Map.class;
    };
  }
}
