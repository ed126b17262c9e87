package io.leat.runtime.testing;

import io.leat.runtime.testing.Batches.Change;
import io.leat.runtime.types.ArrayType;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.MapType;
import io.leat.runtime.types.MultisetType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.RowType;
import io.leat.runtime.types.ScalarType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
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

/** Random rows of any type, from few distinct values, so that keys meet. */
public final class RandomRows {
  private static final int VALUES = 20;

  private final Random random;

  public RandomRows(long seed) {
    this.random = new Random(seed);
  }

  /** One column of every type. */
  public static RowSchema everyType() {
    RowSchema pair = Batches.schema(ScalarType.STRING, ScalarType.INTEGER);
    return Batches.schema(
        ScalarType.BOOLEAN,
        ScalarType.TINYINT,
        ScalarType.SMALLINT,
        ScalarType.INTEGER,
        ScalarType.BIGINT,
        ScalarType.FLOAT,
        ScalarType.DOUBLE,
        ScalarType.decimal(10, 3),
        ScalarType.decimal(38, 3),
        ScalarType.STRING,
        ScalarType.BYTES,
        ScalarType.DATE,
        ScalarType.time(9),
        ScalarType.timestamp(6),
        ScalarType.timestamp(9),
        ScalarType.timestampLtz(3),
        ScalarType.intervalYearMonth(),
        ScalarType.intervalDayTime(6),
        ScalarType.VARIANT,
        new ArrayType(ScalarType.STRING, true),
        new MapType(ScalarType.STRING, ScalarType.BIGINT, true),
        new MultisetType(ScalarType.INTEGER, true),
        new RowType(pair, true),
        new ArrayType(new RowType(pair, true), true));
  }

  /** Rows with weights from −2 to 3 but 0, or all +1. */
  public List<Change> changes(RowSchema schema, int count, boolean weighted) {
    List<Change> changes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      List<@Nullable Object> row = new ArrayList<>();
      for (DataType type : schema.types()) {
        row.add(value(type));
      }
      long weight = weighted ? random.nextInt(5) - 2 : 1;
      changes.add(new Change(Collections.unmodifiableList(row), weight == 0 ? 3 : weight));
    }
    return changes;
  }

  private @Nullable Object value(DataType type) {
    return type.nullable() && random.nextInt(6) == 0 ? null : notNull(type);
  }

  private Object notNull(DataType type) {
    int n = random.nextInt(VALUES) - 5;
    return switch (type.kind()) {
      case NULL -> throw new IllegalArgumentException("no column has it");
      case BOOLEAN -> n > 0;
      case TINYINT -> (byte) n;
      case SMALLINT -> (short) (n * 1000);
      case INTEGER -> n * 100_000_000;
      case BIGINT -> n * 1_000_000_000_000L;
      case FLOAT -> n == 1 && random.nextBoolean() ? -0f : (n - 1) / 4f;
      case DOUBLE -> n == 0 ? Double.NaN : n == 1 && random.nextBoolean() ? -0d : (n - 1) / 8d;
      case DECIMAL ->
          new BigDecimal(
              ((ScalarType) type).precision() > 18
                  ? BigInteger.TEN.pow(30).multiply(BigInteger.valueOf(n))
                  : BigInteger.valueOf(n * 1001L),
              ((ScalarType) type).scale());
      case CHAR, VARCHAR -> n < 0 ? "" : "é𝄞" + "x".repeat(n);
      case BINARY, VARBINARY -> ("b" + n).getBytes(StandardCharsets.UTF_8);
      case VARIANT -> n < 0 ? "null" : "{\"a\":[" + n + ",\"é\"]}";
      case DATE -> LocalDate.ofEpochDay(n * 1000L);
      case TIME -> LocalTime.ofNanoOfDay((n + 5) * 1_000_000_007L);
      case TIMESTAMP ->
          LocalDateTime.ofEpochSecond(
              n * 1_000_003L,
              ((ScalarType) type).precision() > 6 ? 123_456_789 : 123_456_000,
              ZoneOffset.UTC);
      case TIMESTAMP_LTZ -> Instant.ofEpochSecond(n * 1_000_003L, 123_000_000);
      case INTERVAL_YEAR_MONTH -> Period.ofMonths(n * 7).normalized();
      case INTERVAL_DAY_TIME -> Duration.ofMillis(n * 12_345L);
      case ARRAY -> list(((ArrayType) type).element(), (n + 5) % 4);
      case MAP -> {
        Map<Object, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < (n + 5) % 4; i++) {
          map.put(notNull(((MapType) type).key()), value(((MapType) type).value()));
        }
        yield map;
      }
      case MULTISET -> {
        Map<Object, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < (n + 5) % 4; i++) {
          map.put(notNull(((MultisetType) type).element()), i + 1);
        }
        yield map;
      }
      case ROW -> {
        List<@Nullable Object> fields = new ArrayList<>();
        for (DataType field : ((RowType) type).schema().types()) {
          fields.add(value(field));
        }
        yield fields;
      }
    };
  }

  private List<@Nullable Object> list(DataType element, int size) {
    List<@Nullable Object> list = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      list.add(value(element));
    }
    return list;
  }
}
