package io.leat.server.avatica;

import io.leat.runtime.types.ArrayType;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.MapType;
import io.leat.runtime.types.MultisetType;
import io.leat.runtime.types.RowType;
import io.leat.runtime.types.ScalarType;
import io.leat.runtime.types.TypeKind;
import io.leat.runtime.types.ValueText;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Period;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Parameters whose types have no literals: nested values, intervals and VARIANT. A client sends a
 * nested value as lists (a map is one of pairs, a row one of its fields), anything as its text.
 */
final class NestedParameters {
  private final ZoneId zone;
  private final BiFunction<Object, DataType, Object> plain;

  /**
   * How such values are read.
   *
   * @param plain reads a value of any other type
   */
  NestedParameters(ZoneId zone, BiFunction<Object, DataType, Object> plain) {
    this.zone = zone;
    this.plain = plain;
  }

  /** The value as the text that CAST reads it from. */
  String text(Object given, DataType type) {
    return type.kind() == TypeKind.VARIANT
        ? given.toString()
        : ValueText.of(boxed(given, type), type, zone);
  }

  private @Nullable Object part(@Nullable Object given, DataType type) {
    return given == null ? null : boxed(given, type);
  }

  private Object boxed(Object given, DataType type) {
    return switch (type.kind()) {
      case INTERVAL_YEAR_MONTH -> months(given, type);
      case INTERVAL_DAY_TIME -> duration(given, type);
      case VARIANT -> ValueText.parse(given.toString(), type, zone);
      case ARRAY, MAP, MULTISET, ROW ->
          given instanceof String text
              ? ValueText.parse(text, type, zone)
              : ofList((List<?>) given, type);
      default -> exact(plain.apply(given, type), type);
    };
  }

  /** The parts of a nested value must be of its types. */
  private Object exact(Object value, DataType type) {
    if (value instanceof Number && type instanceof ScalarType scalar) {
      Object exact = ValueText.parse(value.toString(), scalar, zone);
      if (new BigDecimal(exact.toString()).compareTo(new BigDecimal(value.toString())) != 0
          && type.kind() != TypeKind.FLOAT) {
        throw new ArithmeticException();
      }
      return exact;
    }
    return value;
  }

  private Object months(Object given, DataType type) {
    if (given instanceof Number months) {
      return Period.ofMonths(Math.toIntExact(months.longValue())).normalized();
    }
    String text = given.toString();
    if (!text.contains("P")) {
      return ValueText.parse(text, type, zone);
    }
    Period period = Period.parse(text);
    if (!period.equals(period.withDays(0))) {
      throw new NumberFormatException();
    }
    return Period.ofMonths(Math.toIntExact(period.toTotalMonths())).normalized();
  }

  private Object duration(Object given, DataType type) {
    if (given instanceof Number micros) {
      return Duration.ofNanos(Math.multiplyExact(micros.longValue(), 1000L));
    }
    String text = given.toString();
    return text.contains("P") ? Duration.parse(text) : ValueText.parse(text, type, zone);
  }

  private Object ofList(List<?> given, DataType type) {
    if (type instanceof ArrayType array) {
      List<@Nullable Object> elements = new ArrayList<>();
      given.forEach(element -> elements.add(part(element, array.element())));
      return elements;
    }
    if (type instanceof RowType row) {
      if (given.size() != row.schema().size()) {
        throw new NumberFormatException();
      }
      List<@Nullable Object> fields = new ArrayList<>();
      for (int i = 0; i < given.size(); i++) {
        fields.add(part(given.get(i), row.schema().type(i)));
      }
      return fields;
    }
    DataType key = type instanceof MapType map ? map.key() : ((MultisetType) type).element();
    DataType value = type instanceof MapType map ? map.value() : ScalarType.INTEGER;
    Map<@Nullable Object, @Nullable Object> entries = new LinkedHashMap<>();
    for (Object each : given) {
      List<?> pair = (List<?>) each;
      entries.put(part(pair.get(0), key), part(pair.get(1), value));
    }
    return entries;
  }
}
