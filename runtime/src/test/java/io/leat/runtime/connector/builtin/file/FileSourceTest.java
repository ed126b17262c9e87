package io.leat.runtime.connector.builtin.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.Zstd;
import io.leat.runtime.circuit.TableDefinition;
import io.leat.runtime.connector.Split;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.testing.Batches;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files are read, in which ranges, and from where after a restart. */
class FileSourceTest {
  private static final RowSchema PAIR = Batches.schema(ScalarType.INTEGER, ScalarType.STRING);

  @TempDir Path directory;

  private Path write(String name, String text) throws IOException {
    return write(name, text.getBytes(StandardCharsets.UTF_8));
  }

  private Path write(String name, byte[] bytes) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, bytes);
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private List<String> rows(String path, Map<String, String> options) {
    Path whole = path.isEmpty() ? directory : directory.resolve(path);
    return FileTables.rows(FileTables.table(whole, PAIR, "csv", options));
  }

  @Test
  void readsFilesDirectoriesAndPatternsButNothingHidden() throws IOException {
    write("a.csv", "1,a\n");
    write("b/c.csv.gz", gzip("2,b\n"));
    write("b/d.zst", Zstd.compress("3,c".getBytes(StandardCharsets.UTF_8)));
    write("b/.part.inprogress", "broken");
    write("_tmp/e.csv", "broken");
    write("b/_SUCCESS", "");
    assertEquals(List.of("[1, 'a']", "[2, 'b']", "[3, 'c']"), rows("", Map.of()));
    assertEquals(List.of("[1, 'a']"), rows("a.csv", Map.of()));
    assertEquals(List.of("[2, 'b']", "[3, 'c']"), rows("b*", Map.of()));
    assertEquals(List.of("[1, 'a']", "[2, 'b']"), rows("**.{csv,gz}", Map.of()));
    assertEquals(List.of("[2, 'b']"), rows("", Map.of("source.path.regex-pattern", ".*\\.gz")));
    LeatException missing = assertThrows(LeatException.class, () -> rows("nothing", Map.of()));
    assertEquals(
        "no such file or directory: " + directory.resolve("nothing"), missing.getMessage());
  }

  @Test
  void partitionsAndMetadataAreColumns() throws IOException {
    Path file = write("p=x%2Fy/q=7/f.csv", "1\n2\n");
    write("p=__DEFAULT_PARTITION__/q=8/g.csv", "3\n");
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_700_000_000_123L));
    RowSchema schema =
        Batches.schema(
            ScalarType.STRING,
            ScalarType.INTEGER,
            ScalarType.BIGINT,
            ScalarType.STRING.withNullable(false),
            ScalarType.BIGINT,
            ScalarType.timestampLtz(3));
    RowSchema named =
        new RowSchema(
            List.of(
                new RowSchema.Field("p", schema.type(0)),
                new RowSchema.Field("i", schema.type(1)),
                new RowSchema.Field("q", schema.type(2)),
                new RowSchema.Field("name", schema.type(3)),
                new RowSchema.Field("size", schema.type(4)),
                new RowSchema.Field("time", schema.type(5))));
    TableDefinition table =
        FileTables.table(
            directory,
            named,
            "csv",
            Map.of(),
            List.of(0, 2),
            List.of("file.name", "file.size", "file.modification-time"));
    List<String> rows = FileTables.rows(table);
    assertEquals(
        List.of(
            "['x/y', 1, 7, 'f.csv', 4, 2023-11-14T22:13:20.123Z]",
            "['x/y', 2, 7, 'f.csv', 4, 2023-11-14T22:13:20.123Z]"),
        rows.subList(1, 3));
    assertTrue(rows.get(0).startsWith("[null, 3, 8, 'g.csv', 2, "), rows.get(0));
  }

  @Test
  void aBrokenRecordIsReportedWithItsFileAndPlace() throws IOException {
    Path file = write("a.csv", "1,a\nx,b\n2,c\n");
    TableDefinition table = FileTables.table(directory, PAIR, "csv", Map.of());
    FileSource source = FileTables.source(table);
    try (FileTables.Reading reading = new FileTables.Reading(source, PAIR)) {
      reading.readAll(source.enumerator().discover(1));
      assertEquals(List.of("[1, 'a']", "[2, 'c']"), reading.rows);
      assertEquals(
          List.of(file + ", byte 4: column 'c0': 'x' is not a valid INT in x,b"), reading.failed);
    }
  }

  @Test
  void newFilesAreFoundOnce() throws IOException {
    TableDefinition table =
        FileTables.table(
            directory.resolve("in"), PAIR, "csv", Map.of("source.monitor-interval", "5 s"));
    FileSource source = FileTables.source(table);
    assertFalse(source.bounded());
    FileEnumerator enumerator = (FileEnumerator) source.enumerator();
    assertEquals(5_000_000_000L, enumerator.intervalNanos());
    assertEquals(0, enumerator.discover(2).size());
    write("in/a.csv", "1,a\n");
    List<Split> first = enumerator.discover(2);
    assertEquals(1, first.size());
    write("in/b.csv", "2,b\n");
    write("in/a.csv", "1,a\n3,c\n");
    List<Split> second = enumerator.discover(2);
    assertEquals(1, second.size());
    assertFalse(enumerator.exhausted());
    try (FileTables.Reading reading = new FileTables.Reading(source, PAIR)) {
      reading.readAll(first);
      assertTrue(reading.reader.finished(0));
      reading.reader.assign(second);
      assertFalse(reading.reader.finished(1));
      assertFalse(reading.reader.finished());
      assertTrue(reading.reader.splitsApart());
      reading.read(10);
      assertEquals(1, reading.reader.split());
      assertEquals(List.of("[1, 'a']", "[2, 'b']"), reading.rows);
    }
  }

  /** Files of random records, in ranges of random size, read by readers that stop and go on. */
  @Property(tries = 300)
  void everyRecordIsReadOnceHoweverRangesAndRestartsFall(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    Path root = Files.createTempDirectory("leat-files");
    boolean json = random.nextInt(3) == 0;
    Map<String, String> options =
        json ? Map.of() : Map.of("csv.header", String.valueOf(random.nextBoolean()));
    boolean header = options.getOrDefault("csv.header", "").equals("true");
    List<String> expected = new ArrayList<>();
    for (int f = 0; f < 3; f++) {
      StringBuilder text = new StringBuilder(header ? "c0,c1\n" : "");
      for (int i = random.nextInt(40); i > 0; i--) {
        String value = "ab,\"\n".repeat(random.nextInt(3)) + (char) ('a' + random.nextInt(26));
        expected.add("[" + i + ", '" + value + "']");
        text.append(
            json
                ? "{\"c0\":" + i + ",\"c1\":\"" + json(value) + "\"}\n"
                : i + ",\"" + value.replace("\"", "\"\"") + "\"" + (i % 3 == 0 ? "\r\n" : "\n"));
      }
      boolean compressed = f == 2;
      Files.write(
          root.resolve("f" + f + (compressed ? ".gz" : "")),
          compressed
              ? gzip(text.toString())
              : text.toString().getBytes(StandardCharsets.UTF_8));
    }
    TableDefinition table = FileTables.table(root, PAIR, json ? "json" : "csv", options);
    FileSource source = FileTables.source(table);
    List<String> rows = new ArrayList<>();
    Map<String, Split> places = new HashMap<>();
    for (int round = 0; round < 50; round++) {
      FileEnumerator enumerator =
          new FileEnumerator(
              source.paths(),
              Optional.empty(),
              source.decoding().borders(),
              List.copyOf(places.values()),
              1 + random.nextInt(200));
      List<Split> splits = new ArrayList<>(places.values());
      for (Split split : enumerator.discover(1 + random.nextInt(3))) {
        assertFalse(places.containsKey(split.id()), split.id());
        // Some splits wait for the next restart to be found again.
        if (random.nextInt(4) > 0 || round > 40) {
          splits.add(split);
        }
      }
      Collections.shuffle(splits, random);
      try (FileTables.Reading reading = new FileTables.Reading(source, PAIR)) {
        reading.reader.assign(splits);
        boolean more = true;
        for (int reads = random.nextInt(8) + (round > 40 ? 1000 : 0); reads > 0 && more; reads--) {
          more = reading.read(1 + random.nextInt(6));
        }
        rows.addAll(reading.rows);
        assertEquals(List.of(), reading.failed);
        reading.reader.offsets().forEach(split -> places.put(split.id(), split));
      }
    }
    Collections.sort(rows);
    Collections.sort(expected);
    assertEquals(expected, rows);
    for (int f = 0; f < 3; f++) {
      Files.delete(root.resolve("f" + f + (f == 2 ? ".gz" : "")));
    }
    Files.delete(root);
  }

  private static String json(String value) {
    return value.replace("\"", "\\\"").replace("\n", "\\n");
  }
}
