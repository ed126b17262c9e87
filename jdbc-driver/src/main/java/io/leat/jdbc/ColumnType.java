package io.leat.jdbc;

import java.math.BigDecimal;
import java.sql.Types;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.calcite.avatica.proto.Common;
import org.apache.calcite.avatica.proto.Common.TypedValue;
import org.jspecify.annotations.Nullable;

/**
 * The type of a column as the driver sees it. Values are read from the wire as: Boolean, Byte,
 * Short, Integer, Long, Float, Double, BigDecimal, String, byte[], LocalDate, LocalTime,
 * LocalDateTime, ZonedDateTime, Period, Duration, List (ARRAY, ROW), Map (MAP, MULTISET).
 *
 * @param digits fractional digits of a second, where that means something
 * @param parts the element (ARRAY), key and value (MAP, MULTISET), or the fields (ROW)
 */
record ColumnType(Kind kind, String name, int digits, List<ColumnType> parts) {
  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final Pattern DIGITS = Pattern.compile("\\d{1,9}");

  /** How a value is read. */
  enum Kind {
    NULL,
    BOOLEAN,
    TINYINT,
    SMALLINT,
    INTEGER,
    BIGINT,
    FLOAT,
    DOUBLE,
    DECIMAL,
    TEXT,
    BINARY,
    DATE,
    TIME,
    TIMESTAMP,
    TIMESTAMP_LTZ,
    YEAR_MONTH,
    DAY_TIME,
    ARRAY,
    MAP,
    ROW
  }

  static ColumnType of(Common.AvaticaType wire) {
    String name = wire.getName();
    Kind kind =
        switch (wire.getId()) {
          case Types.BOOLEAN -> Kind.BOOLEAN;
          case Types.TINYINT -> Kind.TINYINT;
          case Types.SMALLINT -> Kind.SMALLINT;
          case Types.INTEGER -> Kind.INTEGER;
          case Types.BIGINT -> Kind.BIGINT;
          case Types.REAL -> Kind.FLOAT;
          case Types.DOUBLE -> Kind.DOUBLE;
          case Types.DECIMAL -> Kind.DECIMAL;
          case Types.CHAR, Types.VARCHAR -> Kind.TEXT;
          case Types.BINARY, Types.VARBINARY -> Kind.BINARY;
          case Types.DATE -> Kind.DATE;
          case Types.TIME -> Kind.TIME;
          case Types.TIMESTAMP -> Kind.TIMESTAMP;
          case Types.TIMESTAMP_WITH_TIMEZONE -> Kind.TIMESTAMP_LTZ;
          case Types.ARRAY -> Kind.ARRAY;
          case Types.STRUCT -> Kind.ROW;
          case Types.OTHER ->
              wire.hasComponent()
                  ? Kind.MAP
                  : name.equals("VARIANT")
                      ? Kind.TEXT
                      : name.startsWith("INTERVAL YEAR") ? Kind.YEAR_MONTH : Kind.DAY_TIME;
          default -> Kind.NULL;
        };
    List<ColumnType> parts = new ArrayList<>();
    if (kind == Kind.ARRAY) {
      parts.add(of(wire.getComponent()));
    } else if (kind == Kind.MAP) {
      wire.getComponent().getColumnsList().forEach(part -> parts.add(of(part.getType())));
    } else {
      wire.getColumnsList().forEach(part -> parts.add(of(part.getType())));
    }
    return new ColumnType(kind, name, digitsIn(name), List.copyOf(parts));
  }

  /** The type as Avatica knows it; fields and keys have no names in it. */
  Common.AvaticaType toWire() {
    Common.AvaticaType.Builder wire =
        Common.AvaticaType.newBuilder().setId(code()).setName(name).setRep(Common.Rep.OBJECT);
    if (kind == Kind.ARRAY) {
      wire.setRep(Common.Rep.ARRAY).setComponent(parts.get(0).toWire());
    } else if (kind == Kind.ROW) {
      for (int i = 0; i < parts.size(); i++) {
        wire.setRep(Common.Rep.STRUCT)
            .addColumns(
                Common.ColumnMetaData.newBuilder().setOrdinal(i).setType(parts.get(i).toWire()));
      }
    }
    return wire.build();
  }

  /** Of {@link Types}. */
  private int code() {
    return switch (kind) {
      case NULL -> Types.NULL;
      case BOOLEAN -> Types.BOOLEAN;
      case TINYINT -> Types.TINYINT;
      case SMALLINT -> Types.SMALLINT;
      case INTEGER -> Types.INTEGER;
      case BIGINT -> Types.BIGINT;
      case FLOAT -> Types.REAL;
      case DOUBLE -> Types.DOUBLE;
      case DECIMAL -> Types.DECIMAL;
      case TEXT -> name.equals("VARIANT") ? Types.OTHER : Types.VARCHAR;
      case BINARY -> Types.VARBINARY;
      case DATE -> Types.DATE;
      case TIME -> Types.TIME;
      case TIMESTAMP -> Types.TIMESTAMP;
      case TIMESTAMP_LTZ -> Types.TIMESTAMP_WITH_TIMEZONE;
      case YEAR_MONTH, DAY_TIME, MAP -> Types.OTHER;
      case ARRAY -> Types.ARRAY;
      case ROW -> Types.STRUCT;
    };
  }

  /** The number in the last parentheses of a type's name. */
  private static int digitsIn(String name) {
    int open = name.lastIndexOf('(');
    if (open < 0 || !name.endsWith(")")) {
      return 0;
    }
    String inside = name.substring(open + 1, name.length() - 1);
    return DIGITS.matcher(inside).matches() ? Integer.parseInt(inside) : 0;
  }

  @Nullable Object read(Common.ColumnValue wire) {
    return wire.getHasArrayValue()
        ? readList(wire.getArrayValueList())
        : read(wire.getScalarValue());
  }

  private @Nullable Object read(TypedValue wire) {
    if (wire.getNull()) {
      return null;
    }
    return switch (kind) {
      case NULL -> null;
      case BOOLEAN -> wire.getBoolValue();
      case TINYINT -> (byte) wire.getNumberValue();
      case SMALLINT -> (short) wire.getNumberValue();
      case INTEGER -> (int) wire.getNumberValue();
      case BIGINT -> wire.getNumberValue();
      case FLOAT -> Float.intBitsToFloat((int) wire.getNumberValue());
      case DOUBLE -> wire.getDoubleValue();
      case DECIMAL -> new BigDecimal(wire.getStringValue());
      case TEXT -> wire.getStringValue();
      case BINARY -> wire.getBytesValue().toByteArray();
      case DATE -> LocalDate.ofEpochDay(wire.getNumberValue());
      case TIME ->
          LocalTime.ofNanoOfDay(
              wire.getType() == Common.Rep.BIG_DECIMAL
                  ? new BigDecimal(wire.getStringValue()).movePointRight(6).longValueExact()
                  : wire.getNumberValue() * NANOS_PER_MILLI);
      case TIMESTAMP -> {
        BigDecimal[] parts =
            new BigDecimal(wire.getStringValue())
                .movePointLeft(3)
                .divideAndRemainder(BigDecimal.ONE);
        long seconds = parts[0].longValueExact();
        long nanos = parts[1].movePointRight(9).longValueExact();
        yield LocalDateTime.ofEpochSecond(
            nanos < 0 ? seconds - 1 : seconds,
            (int) (nanos < 0 ? nanos + 1_000_000_000 : nanos),
            ZoneOffset.UTC);
      }
      case TIMESTAMP_LTZ -> ZonedDateTime.parse(wire.getStringValue());
      case YEAR_MONTH -> Period.ofMonths((int) wire.getNumberValue()).normalized();
      case DAY_TIME -> {
        long micros = wire.getNumberValue();
        yield Duration.ofSeconds(
            Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000);
      }
      case ARRAY, MAP, ROW -> readList(wire.getArrayValueList());
    };
  }

  private Object readList(List<TypedValue> wire) {
    if (kind == Kind.MAP) {
      Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
      for (TypedValue pair : wire) {
        map.put(parts.get(0).read(pair.getArrayValue(0)), parts.get(1).read(pair.getArrayValue(1)));
      }
      return Collections.unmodifiableMap(map);
    }
    List<@Nullable Object> values = new ArrayList<>(wire.size());
    for (int i = 0; i < wire.size(); i++) {
      values.add(parts.get(kind == Kind.ROW ? i : 0).read(wire.get(i)));
    }
    return Collections.unmodifiableList(values);
  }
}
