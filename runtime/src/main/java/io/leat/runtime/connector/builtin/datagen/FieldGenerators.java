package io.leat.runtime.connector.builtin.datagen;

import io.leat.runtime.connector.OptionParser;
import io.leat.runtime.connector.TableOptions;
import io.leat.runtime.data.Column;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.types.ArrayType;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.MapType;
import io.leat.runtime.types.MultisetType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.RowType;
import io.leat.runtime.types.ScalarType;
import io.leat.runtime.types.TypeKind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * Chooses what makes up the values of each column, as the table's options say. Bounds are included.
 * Within collections everything is random; a sequence in a ROW counts the table's rows.
 */
final class FieldGenerators {
  static final int DEFAULT_TEXT_LENGTH = 100;
  static final int DEFAULT_COLLECTION_LENGTH = 3;
  private static final int MOST_MULTIPLICITY = 10;
  private static final int MAX_MONTHS = 120_000;
  private static final long MAX_PAST_DAYS = 100_000;
  private static final long MICROS_PER_MILLI = 1000;
  private static final List<FieldOption> OF_SEQUENCES = List.of(FieldOption.START, FieldOption.END);
  private static final List<FieldOption> OF_RANDOM_VALUES =
      List.of(
          FieldOption.MIN,
          FieldOption.MAX,
          FieldOption.LENGTH,
          FieldOption.VAR_LEN,
          FieldOption.NULL_RATE);

  private long sequenceRows = Long.MAX_VALUE;
  private long greatestPastMicros;

  /** One for each column. */
  List<GeneratorFactory> of(RowSchema schema, TableOptions table) {
    List<GeneratorFactory> factories = new ArrayList<>();
    for (RowSchema.Field field : schema.fields()) {
      GeneratorFactory factory = of(new FieldOptions(table, field.name(), field.type(), false));
      int index = factories.size();
      factories.add((seed, zone) -> factory.create(Words.derive(seed, index), zone));
    }
    return factories;
  }

  /**
   * What no timestamp of the columns so far will be at or before.
   *
   * @param type TIMESTAMP or TIMESTAMP_LTZ of at most six digits
   */
  GeneratorFactory watermark(DataType type) {
    boolean local = type.kind() == TypeKind.TIMESTAMP;
    return (seed, zone) ->
        new SourceWatermarks(greatestPastMicros, unitMicros(type), local ? zone : ZoneOffset.UTC);
  }

  /** The length of the shortest sequence so far; {@link Long#MAX_VALUE} if there is none. */
  long sequenceRows() {
    return sequenceRows;
  }

  private GeneratorFactory of(FieldOptions field) {
    String kind =
        field.get(FieldOption.KIND, OptionParser.choice(List.of("random", "sequence")), "random");
    if (kind.equals("sequence")) {
      return sequence(field);
    }
    for (FieldOption option : OF_SEQUENCES) {
      if (field.has(option)) {
        throw field.conflict(
            option, "needs '" + FieldOption.KIND.key(field.path()) + "' = 'sequence'");
      }
    }
    double nullRate = field.get(FieldOption.NULL_RATE, OptionParser.fraction(), 0.0);
    if (nullRate > 0 && !field.type().nullable()) {
      throw field.conflict(FieldOption.NULL_RATE, "must be 0, since the values are NOT NULL");
    }
    GeneratorFactory values = random(field);
    return nullRate == 0
        ? values
        : (seed, zone) -> new Nulls(values.create(seed, zone), Words.derive(seed, -1), nullRate);
  }

  private GeneratorFactory random(FieldOptions field) {
    DataType type = field.type();
    return switch (type.kind()) {
      case NULL -> throw new IllegalArgumentException("a column of type NULL");
      case BOOLEAN -> (seed, zone) -> new RandomBooleans(seed);
      case TINYINT -> ints(field, Byte.MIN_VALUE, Byte.MAX_VALUE);
      case SMALLINT -> ints(field, Short.MIN_VALUE, Short.MAX_VALUE);
      case INTEGER -> ints(field, Integer.MIN_VALUE, Integer.MAX_VALUE);
      case INTERVAL_YEAR_MONTH -> ints(field, 0, MAX_MONTHS);
      case BIGINT -> {
        Range range = range(field, Long.MIN_VALUE, Long.MAX_VALUE);
        yield (seed, zone) -> new UniformLongs(seed, range.min(), range.max(), 1);
      }
      case INTERVAL_DAY_TIME -> dayTime(field, (ScalarType) type);
      case FLOAT -> doubles(field, Float.MAX_VALUE);
      case DOUBLE -> doubles(field, Double.MAX_VALUE);
      case DECIMAL -> decimals(field, (ScalarType) type);
      case CHAR, VARCHAR -> text(field, (ScalarType) type, true);
      case BINARY, VARBINARY -> text(field, (ScalarType) type, false);
      case VARIANT ->
          throw LeatException.notSupported(
              "a VARIANT of datagen", "compute it from other columns: PARSE_JSON(…)");
      case DATE, TIME -> (seed, zone) -> new CurrentTimes(unitMicros(type), zone);
      case TIMESTAMP -> timestamps(field, true);
      case TIMESTAMP_LTZ -> timestamps(field, false);
      case ARRAY -> {
        int length = collectionLength(field);
        GeneratorFactory elements = of(field.within("element", ((ArrayType) type).element()));
        yield (seed, zone) ->
            new RandomArrays(elements.create(Words.derive(seed, 0), zone), length);
      }
      case MAP -> {
        MapType map = (MapType) type;
        yield maps(
            field,
            map.key(),
            of(field.within("key", map.key())),
            of(field.within("value", map.value())));
      }
      case MULTISET -> {
        DataType element = ((MultisetType) type).element();
        yield maps(
            field,
            element,
            of(field.within("element", element)),
            (seed, zone) -> new UniformInts(seed, 1, MOST_MULTIPLICITY));
      }
      case ROW -> rows(field, ((RowType) type).schema());
    };
  }

  private GeneratorFactory sequence(FieldOptions field) {
    if (!FieldOption.hasSequence(field.type().kind())) {
      throw field.conflict(
          FieldOption.KIND,
          "cannot be 'sequence' for "
              + field.type().sqlName()
              + ": only numbers, text and bytes have sequences");
    }
    for (FieldOption option : OF_RANDOM_VALUES) {
      if (field.has(option)) {
        throw field.conflict(
            option, "does not go with '" + FieldOption.KIND.key(field.path()) + "' = 'sequence'");
      }
    }
    ScalarType type = (ScalarType) field.type();
    OptionParser<Long> parser = sequenceValue(type);
    long start = field.require(FieldOption.START, parser);
    long end = field.require(FieldOption.END, parser);
    requireOrder(field, FieldOption.START, FieldOption.END, start <= end);
    if (type.kind().isBinary()
        && (type.precision() < Long.BYTES
            || (type.kind() == TypeKind.BINARY && type.precision() > Long.BYTES))) {
      throw field.conflict(
          FieldOption.KIND, "cannot be 'sequence' for " + type.sqlName() + ": a value has 8 bytes");
    }
    long rows = end - start + 1;
    sequenceRows = Math.min(sequenceRows, rows <= 0 ? Long.MAX_VALUE - 1 : rows);
    return (seed, zone) -> new Sequences(type, start);
  }

  private static OptionParser<Long> sequenceValue(ScalarType type) {
    return switch (type.kind()) {
      case TINYINT -> OptionParser.whole(Byte.MIN_VALUE, Byte.MAX_VALUE);
      case SMALLINT -> OptionParser.whole(Short.MIN_VALUE, Short.MAX_VALUE);
      case INTEGER -> OptionParser.whole(Integer.MIN_VALUE, Integer.MAX_VALUE);
      case DECIMAL -> wholeOfDigits(type.precision() - type.scale(), 0);
      case CHAR, VARCHAR -> wholeOfDigits(type.precision(), 1);
      default -> OptionParser.whole(Long.MIN_VALUE, Long.MAX_VALUE);
    };
  }

  /** Whole numbers that have room in so many digits, where a minus sign takes {@code sign}. */
  private static OptionParser<Long> wholeOfDigits(int digits, int sign) {
    BigInteger least = BigInteger.ONE.subtract(BigInteger.TEN.pow(Math.min(digits, 20) - sign));
    BigInteger greatest = BigInteger.TEN.pow(Math.min(digits, 20)).subtract(BigInteger.ONE);
    return OptionParser.whole(
        least.max(BigInteger.valueOf(Long.MIN_VALUE)).longValue(),
        greatest.min(BigInteger.valueOf(Long.MAX_VALUE)).longValue());
  }

  private static GeneratorFactory ints(FieldOptions field, int smallest, int greatest) {
    Range range = range(field, smallest, greatest);
    return (seed, zone) -> new UniformInts(seed, (int) range.min(), (int) range.max());
  }

  private static GeneratorFactory dayTime(FieldOptions field, ScalarType type) {
    Range millis =
        range(field, Long.MIN_VALUE / MICROS_PER_MILLI, Long.MAX_VALUE / MICROS_PER_MILLI);
    long unit = Math.max(MICROS_PER_MILLI, unitMicros(type));
    long min = -Math.floorDiv(-millis.min() * MICROS_PER_MILLI, unit);
    long max = Math.floorDiv(millis.max() * MICROS_PER_MILLI, unit);
    requireOrder(field, FieldOption.MIN, FieldOption.MAX, min <= max);
    return (seed, zone) -> new UniformLongs(seed, min, max, unit);
  }

  private static GeneratorFactory doubles(FieldOptions field, double greatest) {
    OptionParser<BigDecimal> parser =
        OptionParser.number(
            "a " + field.type().sqlName(), new BigDecimal(-greatest), new BigDecimal(greatest));
    double min = field.get(FieldOption.MIN, parser, BigDecimal.ZERO).doubleValue();
    double max = field.get(FieldOption.MAX, parser, new BigDecimal(greatest)).doubleValue();
    requireOrder(field, FieldOption.MIN, FieldOption.MAX, min <= max);
    return (seed, zone) -> new UniformDoubles(seed, min, max);
  }

  private static GeneratorFactory decimals(FieldOptions field, ScalarType type) {
    BigDecimal greatest =
        new BigDecimal(BigInteger.TEN.pow(type.precision()).subtract(BigInteger.ONE), type.scale());
    OptionParser<BigDecimal> parser =
        OptionParser.number("a " + type.sqlName(), greatest.negate(), greatest);
    BigInteger min =
        field
            .get(FieldOption.MIN, parser, BigDecimal.ZERO)
            .setScale(type.scale(), RoundingMode.CEILING)
            .unscaledValue();
    BigInteger max =
        field
            .get(FieldOption.MAX, parser, greatest)
            .setScale(type.scale(), RoundingMode.FLOOR)
            .unscaledValue();
    requireOrder(field, FieldOption.MIN, FieldOption.MAX, min.compareTo(max) <= 0);
    return type.precision() <= ScalarType.MAX_LONG_DECIMAL_PRECISION
        ? (seed, zone) -> new UniformLongs(seed, min.longValueExact(), max.longValueExact(), 1)
        : (seed, zone) -> new UniformWides(seed, min, max);
  }

  private static GeneratorFactory text(FieldOptions field, ScalarType type, boolean hexadecimal) {
    boolean isFixed = type.kind() == TypeKind.CHAR || type.kind() == TypeKind.BINARY;
    int limit = type.precision();
    OptionParser<Long> parser =
        isFixed
            ? OptionParser.whole(limit + ", the length of " + type.sqlName(), limit, limit)
            : OptionParser.whole(
                limit == ScalarType.UNBOUNDED
                    ? "a positive whole number"
                    : "a whole number from 1 to " + limit + ", the length of " + type.sqlName(),
                1,
                limit);
    long fallback = limit == ScalarType.UNBOUNDED ? DEFAULT_TEXT_LENGTH : limit;
    int length = Math.toIntExact(field.get(FieldOption.LENGTH, parser, fallback));
    boolean varies = field.get(FieldOption.VAR_LEN, OptionParser.bool(), false);
    return (seed, zone) -> new RandomText(seed, length, varies, hexadecimal);
  }

  private static GeneratorFactory maps(
      FieldOptions field, DataType keyType, GeneratorFactory keys, GeneratorFactory values) {
    int length = collectionLength(field);
    return (seed, zone) ->
        new RandomMaps(
            keys.create(Words.derive(seed, 0), zone),
            values.create(Words.derive(seed, 1), zone),
            length,
            Column.of(keyType));
  }

  private GeneratorFactory rows(FieldOptions field, RowSchema schema) {
    List<GeneratorFactory> factories = new ArrayList<>();
    for (RowSchema.Field child : schema.fields()) {
      factories.add(of(field.field(child)));
    }
    return (seed, zone) -> {
      List<Generator> generators = new ArrayList<>();
      for (GeneratorFactory factory : factories) {
        generators.add(factory.create(Words.derive(seed, generators.size()), zone));
      }
      return new RandomRows(generators);
    };
  }

  private static int collectionLength(FieldOptions field) {
    OptionParser<Long> parser =
        OptionParser.whole("a whole number, 0 or more", 0, Integer.MAX_VALUE);
    return Math.toIntExact(field.get(FieldOption.LENGTH, parser, (long) DEFAULT_COLLECTION_LENGTH));
  }

  private GeneratorFactory timestamps(FieldOptions field, boolean local) {
    Duration past = field.get(FieldOption.MAX_PAST, OptionParser.duration(), Duration.ZERO);
    if (past.compareTo(Duration.ofDays(MAX_PAST_DAYS)) > 0) {
      throw field.conflict(FieldOption.MAX_PAST, "must be at most '" + MAX_PAST_DAYS + " d'");
    }
    long micros = past.toNanos() / 1000;
    greatestPastMicros = Math.max(greatestPastMicros, micros);
    return (seed, zone) ->
        new PastTimestamps(seed, micros, unitMicros(field.type()), local ? zone : ZoneOffset.UTC);
  }

  private static long unitMicros(DataType type) {
    return CurrentTimes.unitMicros(((ScalarType) type).precision());
  }

  private static Range range(FieldOptions field, long smallest, long greatest) {
    OptionParser<Long> parser = OptionParser.whole(smallest, greatest);
    long min = field.get(FieldOption.MIN, parser, smallest);
    long max = field.get(FieldOption.MAX, parser, greatest);
    requireOrder(field, FieldOption.MIN, FieldOption.MAX, min <= max);
    return new Range(min, max);
  }

  private static void requireOrder(
      FieldOptions field, FieldOption lower, FieldOption upper, boolean inOrder) {
    if (!inOrder) {
      throw field.conflict(lower, "must not be greater than '" + upper.key(field.path()) + "'");
    }
  }

  private record Range(long min, long max) {}
}
