package io.leat.runtime.connector.builtin.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.runtime.circuit.TableDefinition;
import io.leat.runtime.connector.Sink;
import io.leat.runtime.connector.SinkWriter;
import io.leat.runtime.data.Epoch;
import io.leat.runtime.data.EventTime;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.testing.Batches;
import io.leat.runtime.testing.Batches.Change;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a reader sees of what a sink writes, and when. */
class FileSinkTest {
  private static final RowSchema SCHEMA =
      new RowSchema(
          List.of(
              new RowSchema.Field("n", ScalarType.INTEGER),
              new RowSchema.Field("dt", ScalarType.DATE)));
  private static final long SECOND = 1_000_000;

  @TempDir Path directory;

  private TableDefinition table(Map<String, String> options, List<Integer> keys) {
    Map<String, String> all = new TreeMap<>(options);
    all.putIfAbsent("sink.rolling-policy.rollover-interval", "10 s");
    return FileTables.table(directory, SCHEMA, "csv", all, keys, List.of());
  }

  private static void write(SinkWriter writer, int n, String date) {
    writer.write(Batches.of(SCHEMA, List.of(Change.insert(n, LocalDate.parse(date)))));
  }

  /** Ends an epoch of all writers and commits what they want to become visible. */
  private static void end(Sink sink, long epoch, long second, long bound, SinkWriter... writers) {
    Epoch ended = new Epoch(epoch, second * SECOND);
    List<byte[]> tokens = new ArrayList<>();
    for (SinkWriter writer : writers) {
      writer.endEpoch(ended, bound);
      byte[] token = writer.prepareIfDue(ended);
      if (token.length > 0) {
        tokens.add(token);
      }
    }
    sink.commit(tokens);
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> directory.relativize(file).toString().replaceAll("part-[0-9a-f]+", "part"))
          .filter(name -> !name.contains(".part"))
          .sorted()
          .toList();
    }
  }

  @Test
  void nothingIsSeenUntilThePolicySaysSoAndThenWholeEpochsOfAllShards() throws IOException {
    TableDefinition table = table(Map.of(), List.of());
    Sink sink = new FilesystemConnector().sink(table);
    try (SinkWriter one = sink.writer(SCHEMA, 0, ZoneOffset.UTC);
        SinkWriter two = sink.writer(SCHEMA, 1, ZoneOffset.UTC)) {
      end(sink, 1, 100, EventTime.NONE, one, two);
      write(one, 1, "2026-01-01");
      write(two, 2, "2026-01-01");
      end(sink, 2, 101, EventTime.NONE, one, two);
      assertEquals(List.of(), FileTables.rows(table));
      write(one, 3, "2026-01-01");
      end(sink, 5, 110, EventTime.NONE, one, two);
      assertEquals(110 * SECOND, one.nextEpochMicros());
      assertEquals(List.of(), FileTables.rows(table));
      write(two, 4, "2026-01-01");
      end(sink, 6, 111, EventTime.NONE, one, two);
      assertEquals(
          List.of("[1, 2026-01-01]", "[3, 2026-01-01]", "[2, 2026-01-01]", "[4, 2026-01-01]"),
          FileTables.rows(table));
      assertEquals(List.of("part-0-0.csv", "part-1-0.csv"), files());
      write(one, 5, "2026-01-01");
      end(sink, 7, 112, EventTime.NONE, one, two);
      assertEquals(List.of("part-0-0.csv", "part-1-0.csv"), files());
      sink.commit(List.of(one.finish()));
      assertEquals(List.of("part-0-0.csv", "part-0-1.csv", "part-1-0.csv"), files());
    }
  }

  @Test
  void whatWasNotPreparedIsGoneAndWhatWasCanBeCommittedTwice() throws IOException {
    TableDefinition table = table(Map.of(), List.of());
    Sink sink = new FilesystemConnector().sink(table);
    byte[] token;
    try (SinkWriter writer = sink.writer(SCHEMA, 0, ZoneOffset.UTC)) {
      write(writer, 1, "2026-01-01");
      token = writer.prepare();
      write(writer, 2, "2026-01-01");
    }
    assertEquals(List.of(), FileTables.rows(table));
    Sink other = new FilesystemConnector().sink(table);
    other.commit(token);
    other.commit(token);
    assertEquals(List.of("[1, 2026-01-01]"), FileTables.rows(table));
    try (Stream<Path> left = Files.list(directory)) {
      assertEquals(1, left.count());
    }
    Files.delete(directory.resolve(Files.list(directory).findFirst().orElseThrow()));
    assertThrows(LeatException.class, () -> other.commit(token));
  }

  @Test
  void aPartitionIsMarkedWhenTheWatermarkHasPassedIt() throws IOException {
    TableDefinition table =
        table(
            Map.of(
                "sink.partition-commit.policy.kind", "success-file",
                "sink.partition-commit.trigger", "partition-time",
                "sink.partition-commit.delay", "1 d"),
            List.of(1));
    Sink sink = new FilesystemConnector().sink(table);
    long day = 86_400 * SECOND;
    long first = LocalDate.parse("2026-01-01").toEpochDay() * day;
    try (SinkWriter writer = sink.writer(SCHEMA, 0, ZoneOffset.UTC)) {
      end(sink, 1, 100, EventTime.NONE, writer);
      write(writer, 1, "2026-01-01");
      write(writer, 2, "2026-01-02");
      end(sink, 2, 100, first + day - 1, writer);
      assertEquals(List.of(), files());
      end(sink, 3, 101, first + day, writer);
      end(sink, 4, 101, first + day, writer);
      assertEquals(
          List.of(
              "dt=2026-01-01/_SUCCESS", "dt=2026-01-01/part-0-0.csv", "dt=2026-01-02/part-0-1.csv"),
          files());
      sink.commit(List.of(writer.finish()));
    }
    assertTrue(files().contains("dt=2026-01-02/_SUCCESS"));
    assertEquals(List.of("[1, 2026-01-01]", "[2, 2026-01-02]"), FileTables.rows(table));
  }

  @Test
  void aLargeFileIsClosedAtTheEndOfTheNextEpoch() throws IOException {
    TableDefinition table = table(Map.of("sink.rolling-policy.file-size", "20 b"), List.of());
    Sink sink = new FilesystemConnector().sink(table);
    try (SinkWriter writer = sink.writer(SCHEMA, 0, ZoneOffset.UTC)) {
      end(sink, 1, 100, EventTime.NONE, writer);
      write(writer, 1, "2026-01-01");
      end(sink, 2, 100, EventTime.NONE, writer);
      write(writer, 2, "2026-01-01");
      end(sink, 3, 100, EventTime.NONE, writer);
      assertEquals(List.of(), files());
      end(sink, 4, 100, EventTime.NONE, writer);
      assertEquals(List.of("part-0-0.csv"), files());
    }
  }

  @Test
  void rowsCannotBeTakenBack() {
    Sink sink = new FilesystemConnector().sink(table(Map.of(), List.of()));
    try (SinkWriter writer = sink.writer(SCHEMA, 0, ZoneOffset.UTC)) {
      assertThrows(
          LeatException.class,
          () ->
              writer.write(
                  Batches.of(SCHEMA, List.of(Change.delete(1, LocalDate.parse("2026-01-01"))))));
    }
    assertFalse(Files.exists(directory.resolve("part-0-0.csv")));
  }

  /** Begins a file as a sink does, tells its name, and waits to be killed. */
  static final class Writing {
    public static void main(String[] arguments) throws IOException {
      TableDefinition table =
          FileTables.table(Path.of(arguments[0]), SCHEMA, "csv", Map.of(), List.of(1), List.of());
      SinkWriter writer = new FilesystemConnector().sink(table).writer(SCHEMA, 0, ZoneOffset.UTC);
      write(writer, 1, "2026-01-01");
      System.out.println("begun");
      System.in.read();
    }
  }

  @Test
  void aRestartGoesOnWithPartitionsToBeMarkedAndWithoutFilesOfUnfinishedCheckpoints()
      throws IOException {
    TableDefinition table =
        table(
            Map.of(
                "sink.partition-commit.policy.kind",
                "success-file",
                "sink.partition-commit.trigger",
                "partition-time",
                "sink.partition-commit.delay",
                "1 d"),
            List.of(1));
    FilesystemConnector connector = new FilesystemConnector();
    byte[] other;
    byte[] token;
    try (SinkWriter writer = connector.sink(table).writer(SCHEMA, 0, ZoneOffset.UTC);
        SinkWriter stranger = connector.sink(table).writer(SCHEMA, 0, ZoneOffset.UTC)) {
      write(writer, 1, "2026-01-01");
      token = writer.prepare();
      write(writer, 2, "2026-01-01");
      writer.prepare();
      write(stranger, 3, "2026-01-02");
      other = stranger.prepare();
    }
    Sink again = connector.sink(table);
    again.resume(List.of(token));
    assertEquals(List.of(".part-0-0.csv.pending"), hidden(), "the stranger's");
    assertEquals(List.of("dt=2026-01-01/part-0-0.csv"), files());
    try (SinkWriter writer = again.writer(SCHEMA, 0, ZoneOffset.UTC)) {
      byte[] empty = writer.prepare();
      Sink third = connector.sink(table);
      third.resume(List.of(token, empty));
      try (SinkWriter last = third.writer(SCHEMA, 0, ZoneOffset.UTC)) {
        third.commit(List.of(last.finish()));
      }
    }
    assertEquals(List.of("dt=2026-01-01/_SUCCESS", "dt=2026-01-01/part-0-0.csv"), files());
    connector.sink(table).resume(List.of(other));
    assertEquals(List.of(), hidden());
  }

  @Test
  void aStartWithoutACheckpointRemovesWhatTheSameRunHadPreparedAndNothingElse() throws IOException {
    TableDefinition table = table(Map.of(), List.of());
    FilesystemConnector connector = new FilesystemConnector();
    for (String owner : List.of("one run", "another")) {
      Sink sink = connector.sink(table);
      sink.begin(owner);
      try (SinkWriter writer = sink.writer(SCHEMA, 0, ZoneOffset.UTC)) {
        write(writer, 1, "2026-01-01");
        writer.prepare();
      }
    }
    assertEquals(List.of(".part-0-0.csv.pending", ".part-0-0.csv.pending"), hidden());
    connector.sink(table).begin("one run");
    assertEquals(List.of(".part-0-0.csv.pending"), hidden());
    connector.sink(table).begin("another");
    assertEquals(List.of(), hidden());
  }

  private List<String> hidden() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith(".part"))
          .map(name -> name.replaceAll("part-[0-9a-f]+", "part"))
          .sorted()
          .toList();
    }
  }

  @Test
  void whatAKilledProcessHasLeftGoesAtTheNextStartAndNothingElse() throws Exception {
    TableDefinition table = table(Map.of(), List.of(1));
    FilesystemConnector connector = new FilesystemConnector();
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Writing.class.getName(),
                directory.toString())
            .start();
    try {
      assertEquals("begun", other.inputReader().readLine());
      try (SinkWriter mine = connector.sink(table).writer(SCHEMA, 0, ZoneOffset.UTC)) {
        write(mine, 2, "2026-01-02");
        Sink sink = connector.sink(table);
        try (SinkWriter third = sink.writer(SCHEMA, 0, ZoneOffset.UTC)) {
          // Both are being written, in another process and in this one.
          assertEquals(List.of(".part-0-0.csv.inprogress", ".part-0-0.csv.inprogress"), hidden());
          write(third, 3, "2026-01-03");
          byte[] token = third.prepare();
          other.destroyForcibly().waitFor();
          connector.sink(table).writer(SCHEMA, 0, ZoneOffset.UTC).close();
          // What is complete waits for its commit.
          assertEquals(List.of(".part-0-0.csv.inprogress", ".part-0-0.csv.pending"), hidden());
          sink.commit(token);
        }
      }
      assertEquals(List.of(), hidden());
      assertEquals(List.of("[3, 2026-01-03]"), FileTables.rows(table));
    } finally {
      other.destroyForcibly();
    }
  }
}
