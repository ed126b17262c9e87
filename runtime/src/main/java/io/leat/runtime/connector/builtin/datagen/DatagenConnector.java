package io.leat.runtime.connector.builtin.datagen;

import io.leat.runtime.circuit.TableDefinition;
import io.leat.runtime.connector.Connector;
import io.leat.runtime.connector.ConnectorOption;
import io.leat.runtime.connector.Option;
import io.leat.runtime.connector.OptionParser;
import io.leat.runtime.connector.Sink;
import io.leat.runtime.connector.Source;
import io.leat.runtime.connector.TableOptions;
import io.leat.runtime.connector.builtin.Pace;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * {@code datagen}: a table of random values and sequences, as in Flink. What Flink leaves open or
 * does otherwise:
 *
 * <ul>
 *   <li>{@code rows-per-second} holds for the whole table, not for each reader; 0 is the default.
 *   <li>Random numbers are from {@code min} to {@code max}, both included; FLOAT, DOUBLE and
 *       DECIMAL are at least 0 by default, day-time intervals are bounded in milliseconds,
 *       year-month intervals in months.
 *   <li>Random text is lower-case hexadecimal. CHAR(n), VARCHAR(n), BINARY(n) and VARBINARY(n) have
 *       the length n unless {@code length} asks for less; STRING and BYTES have 100.
 *   <li>DATE, TIME and timestamps give the current time of the process's time zone, timestamps less
 *       up to {@code max-past}.
 *   <li>ARRAY, MAP and MULTISET have 3 elements; MAP and MULTISET fewer where keys are equal; an
 *       element of a MULTISET occurs 1 to 10 times.
 *   <li>{@code SOURCE_WATERMARK()} is as far behind the clock as {@code max-past} of any timestamp.
 *   <li>A sequence needs {@code start} and {@code end}; the table ends with its shortest sequence,
 *       even if that column is not read. There are none of BOOLEAN, times and nested types.
 *   <li>{@code seed} makes the values the same in every run.
 * </ul>
 */
public final class DatagenConnector implements Connector {
  private static final long DEFAULT_ROWS_PER_SECOND = 10_000;

  private static final Option<Long> ROWS_PER_SECOND =
      Option.withDefault(
          "rows-per-second",
          OptionParser.wholeOrMore("a positive whole number", 0),
          DEFAULT_ROWS_PER_SECOND,
          "How many rows appear in a second; 10000 by default.");
  private static final Option<Long> NUMBER_OF_ROWS =
      Option.optional(
          "number-of-rows",
          OptionParser.whole("a whole number, 0 or more", 0, Long.MAX_VALUE - 1),
          "How many rows the table has; without it and without sequences it never ends.");
  private static final Option<Long> PARALLELISM =
      Option.withDefault(
          "scan.parallelism",
          OptionParser.whole("a positive whole number", 1, Integer.MAX_VALUE),
          (long) Integer.MAX_VALUE,
          "How many readers may share the table; as many as there are by default.");
  private static final Option<Long> SEED =
      Option.optional(
          "seed",
          OptionParser.whole(Long.MIN_VALUE, Long.MAX_VALUE),
          "Makes every run give the same values; another one for each run by default.");

  @Override
  public String name() {
    return "datagen";
  }

  @Override
  public List<ConnectorOption> options(TableDefinition table) {
    List<ConnectorOption> options = new ArrayList<>();
    options.add(ROWS_PER_SECOND.declaration());
    options.add(NUMBER_OF_ROWS.declaration());
    options.add(PARALLELISM.declaration());
    options.add(SEED.declaration());
    options.addAll(FieldOptions.declarations(physical(table)));
    return options;
  }

  /** The watermark is so far behind the clock as timestamps may be. */
  @Override
  public Map<String, DataType> metadata() {
    return Map.of(WATERMARK, ScalarType.timestampLtz(3));
  }

  private static RowSchema physical(TableDefinition table) {
    int columns = table.schema().size() - table.metadata().size();
    return new RowSchema(table.schema().fields().subList(0, columns));
  }

  @Override
  public boolean isSource() {
    return true;
  }

  @Override
  public boolean isSink() {
    return false;
  }

  @Override
  public Source source(TableDefinition table) {
    TableOptions options = new TableOptions(table);
    long rate = options.get(ROWS_PER_SECOND);
    FieldGenerators fields = new FieldGenerators();
    List<GeneratorFactory> columns = new ArrayList<>(fields.of(physical(table), options));
    for (int i = 0; i < table.metadata().size(); i++) {
      String key = table.metadata().get(i);
      if (!key.equals(WATERMARK)) {
        throw new LeatException(
            SqlState.UNDEFINED_OBJECT, "connector 'datagen' has no metadata '" + key + "'");
      }
      columns.add(fields.watermark(table.schema().type(columns.size())));
    }
    long rows = options.find(NUMBER_OF_ROWS).orElse(Long.MAX_VALUE);
    return new DatagenSource(
        columns,
        new Pace(rate == 0 ? DEFAULT_ROWS_PER_SECOND : rate),
        Math.min(rows, fields.sequenceRows()),
        Math.toIntExact(options.get(PARALLELISM)),
        options.find(SEED).orElseGet(() -> ThreadLocalRandom.current().nextLong()));
  }

  @Override
  public Sink sink(TableDefinition table) {
    throw LeatException.notSupported(
        "writing to a 'datagen' table", "Write to a table whose connector is a sink.");
  }
}
