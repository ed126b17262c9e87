package io.leat.server.function;

import io.leat.runtime.types.ArrayType;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.MapType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The columns that the lines name, with random values that are edges often: {@code id}, the row's
 * number; {@code g}, a small group; {@code k}, a small number; and by type {@code bo ti si i l f d}
 * (BOOLEAN to DOUBLE), {@code n} DECIMAL(12, 3), {@code w} DECIMAL(38, 10), {@code s u} STRING
 * (any, short), {@code x} STRING (numbers, some of them malformed), {@code y} STRING (dates and
 * timestamps, some of them malformed), {@code j} STRING (JSON, some of it malformed), {@code jo}
 * STRING (JSON), {@code b} BYTES, {@code dt} DATE, {@code t} TIME(6), {@code ts} TIMESTAMP(6),
 * {@code z} TIMESTAMP_LTZ(6), {@code ai as_ ad} ARRAY of INT, STRING, DOUBLE, {@code m} MAP of
 * STRING to INT. Each with a 2 at its end is another column of that kind.
 */
final class SampleColumns {
  private static final Map<String, Kind> KINDS = kinds();

  private record Kind(DataType type, Function<SampleValues, Object> values) {}

  private SampleColumns() {}

  private static Map<String, Kind> kinds() {
    Map<String, Kind> kinds = new LinkedHashMap<>();
    add(kinds, "g", ScalarType.INTEGER, values -> values.below(5));
    add(kinds, "k", ScalarType.INTEGER, values -> values.below(14) - 3);
    add(kinds, "bo", ScalarType.BOOLEAN, values -> values.below(2) == 0);
    add(kinds, "ti", ScalarType.TINYINT, values -> (byte) values.integer(8));
    add(kinds, "si", ScalarType.SMALLINT, values -> (short) values.integer(16));
    add(kinds, "i", ScalarType.INTEGER, values -> (int) values.integer(32));
    add(kinds, "l", ScalarType.BIGINT, values -> values.integer(64));
    add(kinds, "f", ScalarType.FLOAT, SampleValues::single);
    add(kinds, "d", ScalarType.DOUBLE, SampleValues::real);
    add(kinds, "n", ScalarType.decimal(12, 3), values -> values.decimal(12, 3));
    add(kinds, "w", ScalarType.decimal(38, 10), values -> values.decimal(38, 10));
    add(kinds, "s", ScalarType.STRING, SampleValues::text);
    add(kinds, "u", ScalarType.STRING, SampleValues::shortText);
    add(kinds, "x", ScalarType.STRING, SampleValues::numberText);
    add(kinds, "y", ScalarType.STRING, SampleValues::timeText);
    add(kinds, "j", ScalarType.STRING, SampleValues::json);
    add(kinds, "jo", ScalarType.STRING, SampleValues::validJson);
    add(kinds, "b", ScalarType.BYTES, SampleValues::bytes);
    add(kinds, "dt", ScalarType.DATE, SampleValues::date);
    add(kinds, "t", ScalarType.time(6), SampleValues::time);
    add(kinds, "ts", ScalarType.timestamp(6), SampleValues::timestamp);
    add(kinds, "z", ScalarType.timestampLtz(6), SampleValues::instant);
    add(kinds, "ai", array(ScalarType.INTEGER), v -> v.list(() -> v.below(7) - 2));
    add(kinds, "as_", array(ScalarType.STRING), v -> v.list(v::shortText));
    add(kinds, "ad", array(ScalarType.DOUBLE), v -> v.list(v::real));
    add(
        kinds,
        "m",
        new MapType(ScalarType.STRING.withNullable(false), ScalarType.INTEGER, true),
        SampleValues::map);
    return Collections.unmodifiableMap(kinds);
  }

  private static DataType array(DataType element) {
    return new ArrayType(element, true);
  }

  private static void add(
      Map<String, Kind> kinds, String name, DataType type, Function<SampleValues, Object> values) {
    kinds.put(name, new Kind(type, values));
    kinds.put(name.endsWith("_") ? "as2" : name + "2", new Kind(type, values));
  }

  static RowSchema schema() {
    List<RowSchema.Field> fields = new ArrayList<>();
    fields.add(new RowSchema.Field("id", ScalarType.INTEGER.withNullable(false)));
    KINDS.forEach((name, kind) -> fields.add(new RowSchema.Field(name, kind.type())));
    return new RowSchema(fields);
  }

  static List<List<@Nullable Object>> rows(long seed, int count) {
    Random random = new Random(seed);
    SampleValues values = new SampleValues(random);
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      List<@Nullable Object> row = new ArrayList<>();
      row.add(i);
      for (Kind kind : KINDS.values()) {
        row.add(random.nextInt(12) == 0 ? null : kind.values().apply(values));
      }
      rows.add(Collections.unmodifiableList(row));
    }
    return rows;
  }
}
