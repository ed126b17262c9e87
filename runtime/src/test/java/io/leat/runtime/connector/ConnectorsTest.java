package io.leat.runtime.connector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.leat.runtime.circuit.TableDefinition;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.types.ArrayType;
import io.leat.runtime.types.MapType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.RowType;
import io.leat.runtime.types.ScalarType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectorsTest {
  private static final RowSchema SCHEMA =
      RowSchema.of(
          new RowSchema.Field("id", ScalarType.INTEGER),
          new RowSchema.Field("tiny", ScalarType.TINYINT.withNullable(false)),
          new RowSchema.Field("flag", ScalarType.BOOLEAN),
          new RowSchema.Field("name", ScalarType.varchar(5)),
          new RowSchema.Field("code", ScalarType.character(4)),
          new RowSchema.Field("price", ScalarType.decimal(5, 2)),
          new RowSchema.Field("ts", ScalarType.timestamp(3)),
          new RowSchema.Field("raw", new ScalarType(ScalarType.BYTES.kind(), 4, 0, true)),
          new RowSchema.Field("tags", new ArrayType(ScalarType.STRING, true)),
          new RowSchema.Field(
              "r",
              new RowType(
                  RowSchema.of(
                      new RowSchema.Field("f", ScalarType.BIGINT),
                      new RowSchema.Field(
                          "m", new MapType(ScalarType.STRING, ScalarType.INTEGER, true))),
                  true)));

  @Test
  void builtInConnectorsAreFoundInAnyCase() {
    assertEquals(
        List.of("blackhole", "datagen", "filesystem", "jdbc", "nexmark", "print", "socket"),
        Connectors.names());
    assertSame(Connectors.find("datagen"), Connectors.find("DataGen"));
    assertNull(Connectors.find("kafka"));
  }

  @Test
  void everyDocumentedOptionIsKnown() {
    Map<String, String> options = new HashMap<>();
    options.put("connector", "datagen");
    options.put("rows-per-second", "0");
    options.put("number-of-rows", "5");
    options.put("scan.parallelism", "1");
    options.put("seed", "7");
    options.put("fields.ID.kind", "sequence");
    options.put("fields.id.start", "1");
    options.put("fields.id.end", "9");
    options.put("fields.ts.max-past", "2 days");
    options.put("fields.name.var-len", "true");
    options.put("fields.price.min", "-1.5");
    options.put("fields.tags.length", "0");
    options.put("fields.tags.element.length", "3");
    options.put("fields.r.f.kind", "random");
    options.put("fields.r.m.key.length", "3");
    options.put("fields.r.m.value.max", "3");
    options.put("fields.r.null-rate", "0.5");
    TableDefinition table = new TableDefinition("t", SCHEMA, options, List.of());
    assertEquals(true, Connectors.validate(table).source(table).bounded());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "connector=datagn"
            + "| 42704: unknown connector 'datagn'; did you mean 'datagen'?"
            + "| Connectors: blackhole, datagen, filesystem, jdbc, nexmark, print, socket.",
        "connector=kafka"
            + "| 42704: unknown connector 'kafka'"
            + "| Connectors: blackhole, datagen, filesystem, jdbc, nexmark, print, socket.",
        "path=x"
            + "| 22023: missing option 'connector'| Connectors: blackhole, datagen, filesystem, jdbc, nexmark, print, socket.",
        "connector=print; print-identifer=a"
            + "| 42704: connector 'print' has no option 'print-identifer'; did you mean"
            + " 'print-identifier'?"
            + "| Options: print-identifier, standard-error, sink.parallelism.",
        "connector=blackhole; path=a"
            + "| 42704: connector 'blackhole' has no option 'path'"
            + "| Options: sink.parallelism.",
        "connector=print; sink.parallelism=1; SINK.parallelism=1"
            + "| 22023: 'sink.parallelism' is given twice"
            + "| ",
        "connector=print; sink.parallelism=0"
            + "| 22023: 'sink.parallelism' must be a positive whole number, not '0'"
            + "| Accepted for Flink's sake; every shard writes its own rows.",
        "connector=print; standard-error=yes"
            + "| 22023: 'standard-error' must be 'true' or 'false', not 'yes'"
            + "| Whether to write to standard error instead of standard output.",
      })
  void refusesWhatASinkDoesNotKnow(String options, String error, String hint) {
    TableDefinition table = table(options);
    assertError(error, hint, () -> Connectors.validate(table).sink(table));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "rows-per-second=five"
            + "| 'rows-per-second' must be a positive whole number, not 'five'"
            + "| How many rows appear in a second; 10000 by default.",
        "rows-per-second=-1"
            + "| 'rows-per-second' must be a positive whole number, not '-1'"
            + "| How many rows appear in a second; 10000 by default.",
        "number-of-rows=1.5"
            + "| 'number-of-rows' must be a whole number, 0 or more, not '1.5'"
            + "| How many rows the table has; without it and without sequences it never ends.",
        "fields.id.kind=sequenc"
            + "| 'fields.id.kind' must be 'random' or 'sequence', not 'sequenc'"
            + "| How values are made up: 'random' (default) or 'sequence'.",
        "fields.id.kind=sequence; fields.id.end=5"
            + "| missing option 'fields.id.start'"
            + "| Add 'fields.id.start' = '…' to the table's WITH options.",
        "fields.id.kind=sequence; fields.id.start=6; fields.id.end=5"
            + "| 'fields.id.start' must not be greater than 'fields.id.end'"
            + "| First value of a sequence.",
        "fields.id.kind=sequence; fields.id.start=6; fields.id.end=9; fields.id.min=1"
            + "| 'fields.id.min' does not go with 'fields.id.kind' = 'sequence'"
            + "| The smallest random value; the type's smallest by default, 0 for FLOAT, DOUBLE and"
            + " DECIMAL.",
        "fields.id.start=6"
            + "| 'fields.id.start' needs 'fields.id.kind' = 'sequence'"
            + "| First value of a sequence.",
        "fields.flag.kind=sequence"
            + "| 'fields.flag.kind' cannot be 'sequence' for BOOLEAN: only numbers, text and bytes"
            + " have sequences"
            + "| How values are made up: 'random' (default) or 'sequence'.",
        "fields.raw.kind=sequence; fields.raw.start=1; fields.raw.end=2"
            + "| 'fields.raw.kind' cannot be 'sequence' for VARBINARY(4): a value has 8 bytes"
            + "| How values are made up: 'random' (default) or 'sequence'.",
        "fields.tiny.max=128"
            + "| 'fields.tiny.max' must be a whole number from -128 to 127, not '128'"
            + "| The greatest random value; the type's greatest by default.",
        "fields.tiny.null-rate=0.1"
            + "| 'fields.tiny.null-rate' must be 0, since the values are NOT NULL"
            + "| Share of random values that are NULL, from 0 (default) to 1.",
        "fields.id.null-rate=1.1"
            + "| 'fields.id.null-rate' must be a number from 0 to 1, not '1.1'"
            + "| Share of random values that are NULL, from 0 (default) to 1.",
        "fields.id.min=5; fields.id.max=4"
            + "| 'fields.id.min' must not be greater than 'fields.id.max'"
            + "| The smallest random value; the type's smallest by default, 0 for FLOAT, DOUBLE and"
            + " DECIMAL.",
        "fields.price.max=1000"
            + "| 'fields.price.max' must be a DECIMAL(5, 2), not '1000'"
            + "| The greatest random value; the type's greatest by default.",
        "fields.name.length=6"
            + "| 'fields.name.length' must be a whole number from 1 to 5, the length of VARCHAR(5),"
            + " not '6'"
            + "| Length of random text or bytes (the type's, or 100), or number of elements of a"
            + " collection (3).",
        "fields.code.length=3"
            + "| 'fields.code.length' must be 4, the length of CHAR(4), not '3'"
            + "| Length of random text or bytes (the type's, or 100), or number of elements of a"
            + " collection (3).",
        "fields.ts.max-past=2 parsecs"
            + "| 'fields.ts.max-past' must be a duration such as '10 s' or '2 h', not '2 parsecs'"
            + "| How far back from now random timestamps go; 0 by default.",
        "fields.ts.max-past=100001 d"
            + "| 'fields.ts.max-past' must be at most '100000 d'"
            + "| How far back from now random timestamps go; 0 by default.",
      })
  void refusesWhatDatagenCannotDo(String options, String message, String hint) {
    TableDefinition table = table("connector=datagen; " + options);
    assertError("22023: " + message, hint, () -> Connectors.validate(table).source(table));
  }

  @ParameterizedTest
  @CsvSource({
    "row-per-second, ; did you mean 'rows-per-second'?",
    "fields.idd.kind, ; did you mean 'fields.id.kind'?",
    "fields.id.knd, ; did you mean 'fields.id.kind'?",
    "fields.r.ff.kind, ; did you mean 'fields.r.f.kind'?",
    "fields.r.m.kye.length, ; did you mean 'fields.r.m.key.length'?",
    "fields.flag.min, ''",
    "fields.tags.element.kind, ''",
    "fields.id.f.kind, ''",
  })
  void suggestsTheOptionThatWasMeant(String key, String suggestion) {
    TableDefinition table = table("connector=datagen; " + key + "=1");
    LeatException error = assertThrows(LeatException.class, () -> Connectors.validate(table));
    assertEquals("connector 'datagen' has no option '" + key + "'" + suggestion, error.message());
    assertEquals(
        "Options: rows-per-second, number-of-rows, scan.parallelism, seed, fields.id.kind,"
            + " fields.id.min, fields.id.max, fields.id.start, fields.id.end, fields.id.null-rate,"
            + " fields.tiny.kind, fields.tiny.min, fields.tiny.max, fields.tiny.start,"
            + " fields.tiny.end, fields.tiny.null-rate, fields.flag.kind, fields.flag.null-rate,"
            + " fields.name.kind, fields.name.length, fields.name.var-len, fields.name.start,"
            + " fields.name.end, fields.name.null-rate, …",
        error.hint());
  }

  @Test
  void aSinkCannotBeReadNorASourceWritten() {
    TableDefinition print = table("connector=print");
    assertError(
        "0A000: reading from a 'print' table is not supported",
        "Read from a table whose connector is a source.",
        () -> Connectors.validate(print).source(print));
    TableDefinition datagen = table("connector=datagen");
    assertError(
        "0A000: writing to a 'datagen' table is not supported",
        "Write to a table whose connector is a sink.",
        () -> Connectors.validate(datagen).sink(datagen));
  }

  private static void assertError(String error, String hint, Runnable action) {
    LeatException thrown = assertThrows(LeatException.class, action::run);
    assertEquals(error, thrown.sqlState() + ": " + thrown.message());
    assertEquals(hint, thrown.hint());
  }

  private static TableDefinition table(String options) {
    Map<String, String> map = new HashMap<>();
    for (String option : options.split(";", -1)) {
      String[] parts = option.split("=", 2);
      map.put(parts[0].trim(), parts[1].trim());
    }
    return new TableDefinition("t", SCHEMA, map, List.of());
  }
}
