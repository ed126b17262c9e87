package io.leat.runtime.testing;

import io.leat.runtime.types.ArrayType;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.MapType;
import io.leat.runtime.types.MultisetType;
import io.leat.runtime.types.NestedValues;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.RowType;
import io.leat.runtime.types.ScalarType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Random nested types, and values of them that are often equal and hard to tell apart. */
public final class NestedSamples {
  private static final List<DataType> SCALARS =
      List.of(
          ScalarType.BOOLEAN,
          ScalarType.TINYINT,
          ScalarType.INTEGER,
          ScalarType.BIGINT,
          ScalarType.FLOAT,
          ScalarType.DOUBLE,
          ScalarType.decimal(10, 2),
          ScalarType.decimal(38, 3),
          ScalarType.STRING,
          ScalarType.varchar(20),
          ScalarType.BYTES,
          ScalarType.DATE,
          ScalarType.time(9),
          ScalarType.timestamp(3),
          ScalarType.timestamp(9),
          ScalarType.timestampLtz(6),
          ScalarType.intervalYearMonth(),
          ScalarType.intervalDayTime(6));

  private static final String[] TEXTS = {
    "",
    "NULL",
    "null",
    "a",
    "b",
    " a",
    "a ",
    "a, b",
    "a=b",
    "\"",
    "\\",
    "[a]",
    "(a",
    "}",
    "é",
    "\uffff",
    "😀",
    "a\u0000",
    "a\u0000b",
    "\n",
    "a\\\"b"
  };

  private static final double[] DOUBLES = {
    0d, -0d, 1.5, -1.5, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e-300
  };

  private final Random random;

  public NestedSamples(Random random) {
    this.random = random;
  }

  /** A nested type whose parts are nested up to so many levels. */
  public DataType nestedType(int depth) {
    boolean nullable = random.nextBoolean();
    return switch (random.nextInt(4)) {
      case 0 -> new ArrayType(part(depth), nullable);
      case 1 -> new MapType(part(depth), part(depth), nullable);
      case 2 -> new MultisetType(part(depth), nullable);
      default -> {
        List<RowSchema.Field> fields = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
          fields.add(new RowSchema.Field("f" + i, part(depth)));
        }
        yield new RowType(new RowSchema(fields), nullable);
      }
    };
  }

  private DataType part(int depth) {
    if (depth > 1 && random.nextInt(3) > 0) {
      return nestedType(depth - 1);
    }
    return scalarType();
  }

  /** A type that is not nested, mostly a nullable one. */
  public DataType scalarType() {
    DataType scalar = SCALARS.get(random.nextInt(SCALARS.size()));
    return random.nextInt(4) == 0 ? scalar.withNullable(false) : scalar;
  }

  /** A value of the type, sometimes null if it is nullable. */
  public @Nullable Object value(DataType type) {
    return type.nullable() && random.nextInt(6) == 0 ? null : notNull(type);
  }

  private Object notNull(DataType type) {
    int n = random.nextInt(5) - 2;
    return switch (type.kind()) {
      case BOOLEAN -> n > 0;
      case TINYINT -> (byte) n;
      case INTEGER -> n * 1_000_000_007;
      case BIGINT -> n * 4_000_000_000_000_000_007L;
      case FLOAT -> (float) DOUBLES[random.nextInt(DOUBLES.length)];
      case DOUBLE -> DOUBLES[random.nextInt(DOUBLES.length)];
      case DECIMAL -> {
        ScalarType decimal = (ScalarType) type;
        BigInteger digits = BigInteger.TEN.pow(decimal.precision() - 1);
        yield new BigDecimal(digits.multiply(BigInteger.valueOf(n)), decimal.scale());
      }
      case CHAR, VARCHAR -> TEXTS[random.nextInt(TEXTS.length)];
      case BINARY, VARBINARY ->
          new byte[][] {{}, {0}, {0, 0}, {-1}, {'a'}, {'x', '\'', '0', '1', '\''}}
              [random.nextInt(6)];
      case DATE -> LocalDate.ofEpochDay(n * 10_000L);
      case TIME -> LocalTime.ofNanoOfDay((n + 2) * 1_000_000_007L);
      case TIMESTAMP -> dateTime(n, ((ScalarType) type).precision());
      case TIMESTAMP_LTZ -> dateTime(n, ((ScalarType) type).precision()).toInstant(ZoneOffset.UTC);
      case INTERVAL_YEAR_MONTH -> Period.ofMonths(n * 7).normalized();
      case INTERVAL_DAY_TIME -> Duration.ofMillis(n * 123_456_789L);
      case ARRAY -> list(((ArrayType) type).element());
      case ROW -> {
        List<@Nullable Object> fields = new ArrayList<>();
        ((RowType) type).schema().types().forEach(field -> fields.add(value(field)));
        yield fields;
      }
      case MAP -> {
        Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          NestedValues.put(map, value(((MapType) type).key()), value(((MapType) type).value()));
        }
        yield map;
      }
      case MULTISET -> {
        Map<@Nullable Object, @Nullable Object> counts = new LinkedHashMap<>();
        list(((MultisetType) type).element())
            .forEach(element -> NestedValues.count(counts, element));
        yield counts;
      }
      default -> throw new IllegalArgumentException(type.toString());
    };
  }

  private static LocalDateTime dateTime(int n, int precision) {
    int nanos = precision == 9 ? 123_456_789 : precision == 6 ? 123_456_000 : 123_000_000;
    return LocalDateTime.ofEpochSecond(n * 100_000_003L, nanos, ZoneOffset.UTC);
  }

  private List<@Nullable Object> list(DataType element) {
    List<@Nullable Object> list = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      list.add(value(element));
    }
    return list;
  }

  /** An equal value that looks different: zeros of the other sign, entries in another order. */
  public @Nullable Object twin(@Nullable Object value) {
    if (value instanceof Double number && number == 0) {
      return -number;
    } else if (value instanceof Float number && number == 0) {
      return -number;
    } else if (value instanceof byte[] bytes) {
      return bytes.clone();
    } else if (value instanceof List<?> list) {
      List<@Nullable Object> twin = new ArrayList<>();
      list.forEach(element -> twin.add(twin(element)));
      return twin;
    } else if (value instanceof Map<?, ?> map) {
      List<Map.Entry<?, ?>> entries = new ArrayList<>(map.entrySet());
      Collections.shuffle(entries, random);
      Map<@Nullable Object, @Nullable Object> twin = new LinkedHashMap<>();
      entries.forEach(entry -> twin.put(twin(entry.getKey()), twin(entry.getValue())));
      return twin;
    }
    return value;
  }
}
