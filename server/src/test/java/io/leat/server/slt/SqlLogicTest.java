package io.leat.server.slt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.leat.runtime.data.BoxedValues;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.local.ResultStream;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ValueText;
import io.leat.server.engine.LocalEngine;
import io.leat.server.engine.Session;
import io.leat.server.engine.StatementResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs the {@code .slt} files below {@code src/test/resources/slt}, each on an engine of its own.
 * With {@code -Dslt.regenerate=true} it writes what came out into the files instead, to be reviewed
 * as a diff; with {@code -Dslt.only=function/json} it runs the files whose names contain that.
 */
class SqlLogicTest {
  private static final Path ROOT = Path.of("src/test/resources/slt");
  private static final boolean REGENERATE = Boolean.getBoolean("slt.regenerate");
  private static final String ONLY = System.getProperty("slt.only", "");
  private static final int DEADLINE_SECONDS = 60;
  private static final AtomicInteger RECORDS = new AtomicInteger();

  @AfterAll
  static void tellHowMany() {
    System.out.println("slt records: " + RECORDS);
  }

  @TestFactory
  Stream<DynamicTest> files() throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(ROOT)) {
      files =
          all.filter(file -> file.toString().endsWith(".slt"))
              .filter(file -> file.toString().contains(ONLY))
              .sorted()
              .toList();
    }
    assertFalse(files.isEmpty());
    return files.stream()
        .map(file -> DynamicTest.dynamicTest(ROOT.relativize(file).toString(), () -> run(file)));
  }

  private static void run(Path file) throws IOException {
    SltFile records = SltFile.parse(file.toString(), Files.readAllLines(file));
    StringBuilder regenerated = new StringBuilder();
    try (LocalEngine engine = LocalEngine.start(2);
        Session session = engine.openSession("test", false)) {
      for (SltFile.Record record : records.records()) {
        List<String> actual = record.kind() == SltFile.Kind.TEXT ? List.of() : run(session, record);
        regenerated.append(record.withExpected(actual).text());
        if (record.kind() != SltFile.Kind.TEXT) {
          RECORDS.incrementAndGet();
        }
        if (!REGENERATE) {
          assertEquals(
              String.join("\n", record.expected()),
              String.join("\n", actual),
              file + ":" + record.line());
        }
      }
    }
    if (REGENERATE) {
      Files.writeString(file, regenerated);
    }
  }

  private static List<String> run(Session session, SltFile.Record record) {
    String failure;
    try {
      StatementResult result = session.execute(record.sql(), List.of());
      List<String> rows =
          result instanceof StatementResult.Rows query ? rows(query.stream()) : new ArrayList<>();
      if (record.kind() != SltFile.Kind.STATEMENT_ERROR) {
        if (record.sorted()) {
          Collections.sort(rows);
        }
        return record.kind() == SltFile.Kind.QUERY ? rows : List.of();
      }
      failure = "no error";
    } catch (LeatException e) {
      failure = e.sqlState() + " " + e.message();
    }
    if (record.kind() == SltFile.Kind.STATEMENT_ERROR) {
      return List.of(failure);
    }
    if (REGENERATE) {
      return List.of("unexpected: " + failure);
    }
    throw new AssertionError("line " + record.line() + ": " + failure);
  }

  private static List<String> rows(ResultStream stream) {
    List<String> rows = new ArrayList<>();
    try (stream) {
      while (!stream.finished()) {
        ResultStream.Page page = stream.poll();
        if (page == null) {
          await(stream);
        } else {
          addRows(rows, stream.schema(), page.batch());
        }
      }
      if (stream.failure() instanceof LeatException e) {
        throw e;
      }
      if (stream.failure() != null) {
        throw new AssertionError(stream.failure());
      }
    }
    return rows;
  }

  private static void addRows(List<String> rows, RowSchema schema, ChangeBatch batch) {
    for (int row = 0; row < batch.size(); row++) {
      List<String> values = new ArrayList<>();
      for (int i = 0; i < schema.size(); i++) {
        Object value = BoxedValues.get(batch.column(i), row, schema.type(i));
        String text = ValueText.of(value, schema.type(i), ZoneOffset.UTC);
        values.add(text.isEmpty() ? "(empty)" : text.replace("\n", "\\n"));
      }
      rows.addAll(
          Collections.nCopies(Math.toIntExact(batch.weight(row)), String.join("\t", values)));
    }
  }

  private static void await(ResultStream stream) {
    CountDownLatch available = new CountDownLatch(1);
    stream.onAvailable(available::countDown);
    try {
      if (!available.await(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("no result within " + DEADLINE_SECONDS + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException(e));
    }
  }
}
