package io.leat.runtime.connector.builtin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.leat.runtime.circuit.TableDefinition;
import io.leat.runtime.connector.Connectors;
import io.leat.runtime.connector.Sink;
import io.leat.runtime.connector.SinkWriter;
import io.leat.runtime.data.BoxedValues;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.data.Epoch;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.types.ArrayType;
import io.leat.runtime.types.MapType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.RowType;
import io.leat.runtime.types.ScalarType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("replaces the process's standard streams")
class PrintSinkTest {
  private static final ZoneId ZONE = ZoneId.of("Asia/Kathmandu");
  private static final RowSchema SCHEMA =
      RowSchema.of(
          new RowSchema.Field("id", ScalarType.INTEGER),
          new RowSchema.Field("name", ScalarType.STRING));

  @Test
  void everyChangeIsALine() {
    long[] weights = {1, -1, 3, -2, 0};
    ChangeBatch batch =
        batch(
            SCHEMA,
            weights,
            Arrays.asList(1, "abc"),
            Arrays.asList(2, null),
            Arrays.asList(null, "grüße"),
            Arrays.asList(4, "x, y"),
            Arrays.asList(5, "gone"));
    assertEquals(
        """
        +I[1, abc]
        -D[2, null]
        +I[null, grüße]
        +I[null, grüße]
        +I[null, grüße]
        -D[4, x, y]
        -D[4, x, y]
        """,
        printed(new PrintSink("", () -> System.out), SCHEMA, batch));
  }

  @Test
  void valuesAreWrittenAsTextOfTheirTypes() {
    RowSchema schema =
        RowSchema.of(
            new RowSchema.Field("d", ScalarType.decimal(5, 2)),
            new RowSchema.Field("b", ScalarType.BOOLEAN),
            new RowSchema.Field("t", ScalarType.timestamp(3)),
            new RowSchema.Field("i", ScalarType.timestampLtz(0)),
            new RowSchema.Field("y", ScalarType.DATE),
            new RowSchema.Field("a", new ArrayType(ScalarType.INTEGER, true)),
            new RowSchema.Field("m", new MapType(ScalarType.STRING, ScalarType.DOUBLE, true)),
            new RowSchema.Field("r", new RowType(SCHEMA, true)));
    ChangeBatch batch =
        batch(
            schema,
            new long[] {1},
            List.of(
                new BigDecimal("1.50"),
                true,
                LocalDateTime.of(2024, 1, 2, 3, 4, 5, 600_000_000),
                Instant.EPOCH,
                LocalDate.of(2024, 1, 2),
                List.of(1, 2),
                new LinkedHashMap<>(Map.of("k", 0.5)),
                List.of(7, "x")));
    assertEquals(
        "+I[1.50, TRUE, 2024-01-02 03:04:05.600, 1970-01-01 05:30:00, 2024-01-02, [1, 2], {k=0.5}, (7, x)]\n",
        printed(new PrintSink("", () -> System.out), schema, batch));
  }

  @Test
  void theIdentifierGoesBeforeEachLine() {
    TableDefinition table =
        new TableDefinition(
            "t", SCHEMA, Map.of("connector", "print", "print-identifier", "out"), List.of());
    ChangeBatch batch = batch(SCHEMA, new long[] {2}, List.of(1, "a"));
    assertEquals(
        "out> +I[1, a]\nout> +I[1, a]\n",
        printed(Connectors.validate(table).sink(table), SCHEMA, batch));
  }

  @Test
  void standardErrorIsAChoice() {
    TableDefinition table =
        new TableDefinition(
            "t",
            SCHEMA,
            Map.of("connector", "print", "standard-error", "true", "sink.parallelism", "4"),
            List.of());
    Sink sink = Connectors.validate(table).sink(table);
    PrintStream before = System.err;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setErr(new PrintStream(bytes, false, StandardCharsets.UTF_8));
    try {
      sink.commit("x\n".getBytes(StandardCharsets.UTF_8));
    } finally {
      System.setErr(before);
    }
    assertEquals("x\n", bytes.toString(StandardCharsets.UTF_8));
  }

  @Test
  void aTokenHoldsWhatCameSinceTheLastOneAndIsOneWrite() {
    CountingStream stream = new CountingStream();
    PrintSink sink = new PrintSink("", () -> new PrintStream(stream));
    try (SinkWriter writer = sink.writer(SCHEMA, 0, ZONE)) {
      assertEquals(0, writer.prepare().length);
      writer.write(batch(SCHEMA, new long[] {1}, List.of(1, "a")));
      writer.endEpoch(new Epoch(1, 0));
      writer.write(batch(SCHEMA, new long[] {1}, List.of(2, "b")));
      writer.endEpoch(new Epoch(2, 0));
      byte[] token = writer.prepare();
      assertEquals(0, writer.prepare().length);
      assertEquals("", stream.bytes.toString(StandardCharsets.UTF_8));
      sink.commit(token);
    }
    assertEquals("+I[1, a]\n+I[2, b]\n", stream.bytes.toString(StandardCharsets.UTF_8));
    assertEquals(1, stream.writes);
  }

  @Test
  void aReaderThatHasGoneEndsTheJob() {
    OutputStream broken =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    PrintSink sink = new PrintSink("", () -> new PrintStream(broken));
    LeatException error = assertThrows(LeatException.class, () -> sink.commit(new byte[] {65}));
    assertEquals("58030", error.sqlState());
    assertEquals("cannot print: the reader of the standard stream has gone", error.message());
  }

  @Test
  void aBlackholeTakesEverything() {
    TableDefinition table =
        new TableDefinition("t", SCHEMA, Map.of("connector", "blackhole"), List.of());
    Sink sink = Connectors.validate(table).sink(table);
    try (SinkWriter writer = sink.writer(SCHEMA, 3, ZONE)) {
      writer.write(batch(SCHEMA, new long[] {-1}, List.of(1, "a")));
      writer.endEpoch(new Epoch(1, 0));
      assertEquals(0, writer.prepare().length);
    }
  }

  @SafeVarargs
  private static ChangeBatch batch(RowSchema schema, long[] weights, List<?>... rows) {
    List<Column> columns = schema.types().stream().map(Column::of).toList();
    for (List<?> row : rows) {
      for (int i = 0; i < columns.size(); i++) {
        BoxedValues.append(columns.get(i), schema.type(i), row.get(i));
      }
    }
    return new ChangeBatch(columns, rows.length, weights);
  }

  private static String printed(Sink sink, RowSchema schema, ChangeBatch batch) {
    PrintStream before = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setOut(new PrintStream(bytes, false, StandardCharsets.UTF_8));
    try (SinkWriter writer = sink.writer(schema, 0, ZONE)) {
      writer.write(batch);
      sink.commit(writer.prepare());
    } finally {
      System.setOut(before);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static final class CountingStream extends OutputStream {
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int writes;

    @Override
    public void write(int b) {
      bytes.write(b);
      writes++;
    }

    @Override
    public void write(byte[] from, int start, int length) {
      bytes.write(from, start, length);
      writes++;
    }
  }
}
