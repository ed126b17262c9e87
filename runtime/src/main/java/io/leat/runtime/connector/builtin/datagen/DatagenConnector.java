package io.leat.runtime.connector.builtin.datagen;

import io.leat.runtime.circuit.TableDefinition;
import io.leat.runtime.connector.Connector;
import io.leat.runtime.connector.ConnectorOption;
import io.leat.runtime.connector.Option;
import io.leat.runtime.connector.OptionParser;
import io.leat.runtime.connector.Sink;
import io.leat.runtime.connector.Source;
import io.leat.runtime.connector.TableOptions;
import io.leat.runtime.error.LeatException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** {@code datagen}: a table of random values and sequences. */
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
    options.addAll(FieldOptions.declarations(table.schema()));
    return options;
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
    FieldGenerators fields = new FieldGenerators(ZoneId.systemDefault());
    List<GeneratorFactory> columns = fields.of(table.schema(), options);
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
