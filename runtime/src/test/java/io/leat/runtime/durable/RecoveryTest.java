package io.leat.runtime.durable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.local.pipeline.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is found in a directory after a crash, or after its disk has lost something. */
class RecoveryTest {
  @TempDir Path folder;

  private final List<String> warnings = new ArrayList<>();

  private static JournalRecord.Statement statement(String sql) {
    return new JournalRecord.Statement(sql, "c", "d", "UTC");
  }

  /** Opens the directory, reads it, writes more, and ends without closing anything in order. */
  private List<String> run(String... more) {
    List<String> read = new ArrayList<>();
    try (DataDirectory directory = DataDirectory.open(folder)) {
      Journal journal = new Journal(directory, Journal.Fsync.ALWAYS);
      new Recovery(directory, warnings::add)
          .run(
              record -> {
                if (record instanceof JournalRecord.Statement statement) {
                  read.add(statement.sql());
                }
              },
              journal);
      for (String sql : more) {
        journal.append(statement(sql));
      }
    }
    return read;
  }

  private void checkpoint(String... content) {
    try (DataDirectory directory = DataDirectory.open(folder)) {
      Journal journal = new Journal(directory, Journal.Fsync.ALWAYS);
      new Recovery(directory, warnings::add).run(record -> {}, journal);
      Checkpoints checkpoints = new Checkpoints(directory, journal, Checkpoints.Settings.DEFAULT);
      checkpoints.write(
          new Checkpoints.Content(
              checkpoints.beginSegment(),
              Arrays.stream(content).map(RecoveryTest::statement).toList(),
              new Snapshot(7, Map.of()),
              List.of()));
    }
  }

  private List<Path> files(String prefix) throws IOException {
    try (var all = Files.list(folder)) {
      return all.filter(file -> file.getFileName().toString().startsWith(prefix)).sorted().toList();
    }
  }

  private static void flip(Path file, int place) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[place < 0 ? bytes.length + place : place] ^= 0x10;
    Files.write(file, bytes);
  }

  @Test
  void whatWasWrittenIsRead() {
    assertEquals(List.of(), run("a", "b"));
    assertEquals(List.of("a", "b"), run("c"));
    assertEquals(List.of("a", "b", "c"), run());
    assertEquals(List.of(), warnings);
  }

  @Test
  void aLastRecordThatWasCutIsDroppedAtEveryLength() throws IOException {
    run("first");
    byte[] one = Files.readAllBytes(folder.resolve("log-1"));
    run("second");
    byte[] second = Files.readAllBytes(folder.resolve("log-2"));
    for (int length = 0; length < second.length; length++) {
      for (Path log : files("log-")) {
        Files.delete(log);
      }
      Files.write(folder.resolve("log-1"), one);
      Files.write(folder.resolve("log-2"), Arrays.copyOf(second, length));
      warnings.clear();
      assertEquals(List.of("first"), run("third"), "cut to " + length);
      assertEquals(length == RecordFile.HEADER_BYTES ? 0 : 1, warnings.size(), "cut to " + length);
      assertEquals(List.of("first", "third"), run(), "cut to " + length);
    }
  }

  @Test
  void damageBeforeAWholeRecordIsRefused() throws IOException {
    run("first", "second");
    flip(folder.resolve("log-1"), RecordFile.HEADER_BYTES + RecordFile.RECORD_HEADER_BYTES + 3);
    LeatException error = assertThrows(LeatException.class, this::run);
    assertEquals(SqlState.DATA_CORRUPTED, error.sqlState());
    assertTrue(error.message().contains("log-1 is damaged at byte 8"), error.message());
  }

  @Test
  void aLastRecordThatIsLongAndWasCutIsDropped() throws IOException {
    // Of numbers that look like lengths: what begins at each place might be a record.
    run("first", "\0\10".repeat(1 << 20));
    Path log = folder.resolve("log-1");
    Files.write(log, Arrays.copyOf(Files.readAllBytes(log), 2 << 20));
    assertEquals(List.of("first"), run());
    assertTrue(warnings.get(0).contains("a write that was cut short"), warnings.get(0));
  }

  @Test
  void aLastRecordThatWasNotCutMayHaveBeenAcknowledged() throws IOException {
    run("first", "second");
    flip(folder.resolve("log-1"), -2);
    assertEquals(List.of("first"), run());
    assertTrue(warnings.get(0).contains("the disk has changed them"), warnings.get(0));
  }

  @Test
  void theSegmentThatGoesOnFromACheckpointIsNeverNew() throws IOException {
    run("first");
    checkpoint("first");
    String number = files("checkpoint-").get(0).getFileName().toString().split("-")[1];
    Files.write(folder.resolve("log-" + number), new byte[] {1, 2, 3});
    LeatException error = assertThrows(LeatException.class, this::run);
    assertEquals(SqlState.DATA_CORRUPTED, error.sqlState());
    assertTrue(error.message().contains("is damaged at byte 0"), error.message());
  }

  @Test
  void damageInASegmentThatIsNotTheLastIsRefused() throws IOException {
    run("first");
    run("second");
    flip(folder.resolve("log-1"), -1);
    assertEquals(SqlState.DATA_CORRUPTED, assertThrows(LeatException.class, this::run).sqlState());
  }

  @Test
  void aMissingSegmentIsRefused() throws IOException {
    run("first");
    run("second");
    run("third");
    Files.delete(folder.resolve("log-2"));
    LeatException error = assertThrows(LeatException.class, this::run);
    assertEquals(SqlState.DATA_CORRUPTED, error.sqlState());
    assertTrue(error.message().contains("log-2 is missing"), error.message());
  }

  @Test
  void aDamagedCheckpointIsPassedOverForTheOneBefore() throws IOException {
    run("first");
    checkpoint("first");
    run("second");
    checkpoint("first", "second");
    run("third");
    assertEquals(List.of("first", "second", "third"), run());
    List<Path> checkpoints = files("checkpoint-");
    assertEquals(2, checkpoints.size());
    long size = Files.size(checkpoints.get(1));
    for (int place = 0; place < size; place++) {
      flip(checkpoints.get(1), place);
      warnings.clear();
      assertEquals(List.of("first", "second", "third"), run(), "flipped byte " + place);
      assertEquals(1, warnings.size(), "flipped byte " + place);
      flip(checkpoints.get(1), place);
    }
  }

  @Test
  void theOnlyCheckpointMayBeDamagedToo() throws IOException {
    run("first");
    checkpoint("first");
    run("second");
    flip(files("checkpoint-").get(0), 20);
    assertEquals(List.of("first", "second"), run());
  }

  @Test
  void aDirectoryHasOneOwner() {
    try (DataDirectory owned = DataDirectory.open(folder)) {
      LeatException error =
          assertThrows(LeatException.class, () -> DataDirectory.open(owned.path()));
      assertEquals(SqlState.OBJECT_IN_USE, error.sqlState());
    }
    run("after");
  }

  @Test
  void anotherFormatIsRefusedByName() throws IOException {
    run("first");
    Files.writeString(folder.resolve("format"), "leat data, version 9\n");
    LeatException error = assertThrows(LeatException.class, this::run);
    assertEquals(SqlState.FEATURE_NOT_SUPPORTED, error.sqlState());
    assertTrue(error.message().contains("version 9"), error.message());
  }
}
