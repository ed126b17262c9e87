package io.leat.server.durability;

import io.leat.runtime.data.BoxedValues;
import io.leat.runtime.local.ResultStream;
import io.leat.runtime.testing.Await;
import io.leat.server.engine.EngineSettings;
import io.leat.server.engine.EngineSettings.Storage;
import io.leat.server.engine.LocalEngine;
import io.leat.server.engine.Session;
import io.leat.server.engine.StatementResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Engines on a data directory, in this JVM, and what their sessions read. */
final class Engines {
  private Engines() {}

  /**
   * @param interval between checkpoints; zero for only when asked, and at the end
   */
  static LocalEngine start(Path data, int workers, Duration interval, Consumer<String> warnings) {
    return LocalEngine.start(
        EngineSettings.DEFAULT
            .withWorkers(workers)
            .withDurability(Storage.in(data).withCheckpointInterval(interval)),
        warnings);
  }

  /** The rows of a query that ends, each as its values. */
  static List<List<String>> rows(Session session, String sql) {
    List<List<String>> rows = new ArrayList<>();
    if (session.execute(sql, List.of()) instanceof StatementResult.Rows result) {
      ResultStream stream = result.stream();
      while (!stream.finished()) {
        ResultStream.Page page = stream.poll();
        for (int row = 0; page != null && row < page.batch().size(); row++) {
          List<String> values = new ArrayList<>();
          for (int i = 0; i < stream.schema().size(); i++) {
            values.add(
                String.valueOf(
                    BoxedValues.get(page.batch().column(i), row, stream.schema().type(i))));
          }
          rows.addAll(Collections.nCopies((int) page.batch().weight(row), values));
        }
      }
    }
    return rows;
  }

  /** The same as one text: commas between values, spaces between rows. */
  static String text(Session session, String sql) {
    return String.join(" ", rows(session, sql).stream().map(row -> String.join(",", row)).toList());
  }

  static void awaitText(Session session, String expected, String sql) {
    Await.until(sql + ": " + expected, () -> text(session, sql).equals(expected));
  }

  /** What a directory holds now, as a crash would leave it; nobody must be writing there. */
  static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Path copy = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy);
        }
      }
    }
  }
}
