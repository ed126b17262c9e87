package io.leat.server.slt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.local.SystemClock;
import io.leat.runtime.testing.VirtualClock;
import io.leat.server.engine.EngineSettings;
import io.leat.server.engine.LocalEngine;
import io.leat.server.engine.Session;
import io.leat.server.engine.StatementResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
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
  private static final String ONLY = System.getProperty("slt.only", "");
  private static final boolean REGENERATE = Boolean.getBoolean("slt.regenerate");
  private static final long WAIT_NANOS = 120_000_000_000L;

  /** So long between two looks at rows that are to come: the workers need the processors. */
  private static final long AGAIN_NANOS = 1_000_000;

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
    VirtualClock virtual = new VirtualClock();
    boolean settable =
        records.records().stream().anyMatch(record -> record.kind() == SltFile.Kind.CLOCK);
    try (LocalEngine engine =
            LocalEngine.start(
                EngineSettings.DEFAULT.withWorkers(2),
                settable ? virtual : new SystemClock(),
                warning -> {});
        Session first = engine.openSession("test", false)) {
      Map<String, Session> sessions = new HashMap<>();
      Session session = first;
      for (SltFile.Record record : records.records()) {
        if (record.kind() == SltFile.Kind.CONNECTION) {
          session =
              sessions.computeIfAbsent(
                  record.connection(), name -> engine.openSession(name, false));
        }
        if (record.kind() == SltFile.Kind.CLOCK) {
          virtual.advanceNanos(record.advance().toNanos());
        }
        List<String> actual = record.silent() ? List.of() : awaited(session, record);
        regenerated.append(record.withExpected(actual).text());
        if (!record.silent()) {
          RECORDS.incrementAndGet();
        }
        if (!REGENERATE) {
          assertEquals(
              String.join("\n", record.expected()),
              String.join("\n", actual),
              file + ":" + record.line());
        }
      }
      sessions.values().forEach(Session::close);
    }
    if (REGENERATE) {
      Files.writeString(file, regenerated);
    }
  }

  /** The rows, or those that are expected as soon as they are there. */
  private static List<String> awaited(Session session, SltFile.Record record) {
    long deadline = System.nanoTime() + WAIT_NANOS;
    List<String> actual = run(session, record);
    while (record.awaited() && !actual.equals(record.expected()) && System.nanoTime() < deadline) {
      LockSupport.parkNanos(AGAIN_NANOS);
      actual = run(session, record);
    }
    return actual;
  }

  private static List<String> run(Session session, SltFile.Record record) {
    String failure;
    try {
      StatementResult result = session.execute(record.sql(), List.of());
      if (record.kind() == SltFile.Kind.STATEMENT_COUNT) {
        return result instanceof StatementResult.Updated updated
            ? List.of(String.valueOf(updated.count()))
            : List.of("rows");
      }
      List<String> rows = new ArrayList<>(RowText.of(result));
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
}
