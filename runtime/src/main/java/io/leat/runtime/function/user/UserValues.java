package io.leat.runtime.function.user;

import io.leat.runtime.error.RowException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.scalar.Decimals;
import io.leat.runtime.types.TypeKind;
import io.leat.runtime.json.CanonicalJson;
import io.leat.runtime.types.ArrayType;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.MapType;
import io.leat.runtime.types.MultisetType;
import io.leat.runtime.types.RowType;
import io.leat.runtime.types.ScalarType;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What users' methods give, made boxed values of SQL types. */
public final class UserValues {
  private static final int MAX_YEAR = 9999;

  /** More rows than this of one call in FROM are refused. */
  private static final int MAX_ROWS = 1 << 24;

  private static final ClassValue<Method[]> COMPONENTS =
      new ClassValue<>() {
        @Override
        protected Method[] computeValue(Class<?> record) {
          RecordComponent[] components = record.getRecordComponents();
          Method[] accessors = new Method[components.length];
          for (int i = 0; i < components.length; i++) {
            accessors[i] = components[i].getAccessor();
            accessors[i].setAccessible(true);
          }
          return accessors;
        }
      };

  private UserValues() {}

  /**
   * The failure of a row whose function has failed.
   *
   * @param thrown by the user's code
   */
  public static RowException failure(String function, Throwable thrown) {
    if (thrown instanceof RowException known) {
      return known;
    }
    if (thrown instanceof VirtualMachineError fatal && !(thrown instanceof StackOverflowError)) {
      throw fatal;
    }
    String message = thrown.getMessage();
    boolean plain = thrown.getClass() == RuntimeException.class && message != null;
    String name = thrown.getClass().getSimpleName();
    return new RowException(
        SqlState.EXTERNAL_ROUTINE_FAILURE,
        "function "
            + function
            + " failed: "
            + (plain ? message : message == null ? name : name + ": " + message));
  }

  /**
   * A result as a value of the type.
   *
   * @throws RowException if it is none
   */
  public static @Nullable Object value(String function, @Nullable Object value, DataType type) {
    if (value == null) {
      return null;
    }
    if (type instanceof ArrayType array) {
      return value instanceof List<?> list
          ? list(function, list, array.element())
          : wrong(function, value, type);
    }
    if (type instanceof RowType row) {
      return row(function, value, row);
    }
    if (type instanceof MapType map && value instanceof Map<?, ?> given) {
      return map(function, given, map.key(), map.value());
    }
    if (type instanceof MultisetType multiset && value instanceof Map<?, ?> given) {
      return map(function, given, multiset.element(), ScalarType.INTEGER);
    }
    if (!JavaTypes.boxed(type).isInstance(value)) {
      return wrong(function, value, type);
    }
    return scalar(function, value, (ScalarType) type);
  }

  private static Object wrong(String function, Object value, DataType type) {
    throw new RowException(
        SqlState.EXTERNAL_ROUTINE_FAILURE,
        "function " + function + " gave a " + value.getClass().getName() + " as " + type.sqlName());
  }

  private static Object scalar(String function, Object value, ScalarType type) {
    if (value instanceof BigDecimal number) {
      return Decimals.fit(number, type.precision(), type.scale());
    }
    if (value instanceof String text && type.kind() == TypeKind.VARIANT) {
      String json = CanonicalJson.of(text);
      if (json == null) {
        throw new RowException(
            SqlState.INVALID_JSON, "function " + function + " gave as VARIANT what is not JSON");
      }
      return json;
    }
    if (value instanceof String text
        && text.length() > type.precision()
        && text.codePointCount(0, text.length()) > type.precision()) {
      throw new RowException(
          SqlState.STRING_TRUNCATED,
          "function " + function + " gave a text that is longer than " + type.sqlName());
    }
    if (value instanceof LocalDate date) {
      requireYear(function, date.getYear());
    }
    if (value instanceof LocalTime time) {
      long unit = Decimals.power(9 - type.precision());
      return LocalTime.ofNanoOfDay(time.toNanoOfDay() / unit * unit);
    }
    if (value instanceof LocalDateTime time) {
      requireYear(function, time.getYear());
      long unit = Decimals.power(9 - type.precision());
      return time.truncatedTo(ChronoUnit.SECONDS)
          .plusNanos(time.getLong(ChronoField.NANO_OF_SECOND) / unit * unit);
    }
    if (value instanceof Instant instant) {
      requireYear(function, instant.atZone(ZoneOffset.UTC).getYear());
      long unit = Decimals.power(9 - type.precision());
      return instant
          .truncatedTo(ChronoUnit.SECONDS)
          .plusNanos((long) instant.getNano() / unit * unit);
    }
    if (value instanceof Period period) {
      if (!period.equals(period.withDays(0))) {
        throw new RowException(
            SqlState.EXTERNAL_ROUTINE_FAILURE,
            "function " + function + " gave " + period + ", which has days, as " + type.sqlName());
      }
      return period.normalized();
    }
    return value;
  }

  private static void requireYear(String function, int year) {
    if (year < 1 || year > MAX_YEAR) {
      throw new RowException(
          SqlState.DATETIME_OVERFLOW, "function " + function + " gave the year " + year);
    }
  }

  private static List<@Nullable Object> list(String function, List<?> given, DataType element) {
    List<@Nullable Object> list = new ArrayList<>(given.size());
    for (Object value : given) {
      list.add(value(function, value, element));
    }
    return list;
  }

  private static Map<@Nullable Object, @Nullable Object> map(
      String function, Map<?, ?> given, DataType key, DataType value) {
    Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : given.entrySet()) {
      map.put(value(function, entry.getKey(), key), value(function, entry.getValue(), value));
    }
    return map;
  }

  private static Object row(String function, Object value, RowType type) {
    List<?> fields;
    if (value instanceof List<?> list) {
      fields = list;
    } else if (value instanceof Object[] array) {
      fields = Arrays.asList(array);
    } else if (value.getClass().isRecord()) {
      fields = components(value);
    } else {
      return wrong(function, value, type);
    }
    if (fields.size() != type.schema().size()) {
      throw new RowException(
          SqlState.EXTERNAL_ROUTINE_FAILURE,
          "function " + function + " gave " + fields.size() + " fields as " + type.sqlName());
    }
    List<@Nullable Object> row = new ArrayList<>(fields.size());
    for (int i = 0; i < fields.size(); i++) {
      row.add(value(function, fields.get(i), type.schema().type(i)));
    }
    return row;
  }

  private static List<@Nullable Object> components(Object record) {
    Method[] accessors = COMPONENTS.get(record.getClass());
    List<@Nullable Object> values = new ArrayList<>(accessors.length);
    for (Method accessor : accessors) {
      try {
        values.add(accessor.invoke(record));
      } catch (IllegalAccessException | InvocationTargetException e) {
        throw new IllegalStateException("component of a record", e);
      }
    }
    return values;
  }

  /**
   * All rows that a call in FROM has given, each as a value of the type.
   *
   * @param given null, an array, a List or other Iterable, a Stream or an Iterator
   */
  public static List<@Nullable Object> rows(String function, @Nullable Object given, DataType row) {
    List<@Nullable Object> rows = new ArrayList<>();
    if (given == null) {
      return rows;
    }
    if (given.getClass().isArray()) {
      int length = Array.getLength(given);
      for (int i = 0; i < length; i++) {
        rows.add(value(function, Array.get(given, i), row));
      }
      return rows;
    }
    Iterator<?> iterator =
        given instanceof Iterable<?> all
            ? all.iterator()
            : given instanceof Stream<?> stream ? stream.iterator() : (Iterator<?>) given;
    while (iterator.hasNext()) {
      if (rows.size() == MAX_ROWS) {
        throw new RowException(
            SqlState.PROGRAM_LIMIT_EXCEEDED,
            "function " + function + " gave more than " + MAX_ROWS + " rows for one");
      }
      rows.add(value(function, iterator.next(), row));
    }
    return rows;
  }
}
