package io.leat.server.engine;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.leat.runtime.data.BoxedValues;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.local.ResultStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The rows of results, boxed. */
final class SessionRows {
  private SessionRows() {}

  /** What a statement gives. */
  static List<List<@Nullable Object>> of(
      Session session, String sql, @Nullable Object... parameters) {
    StatementResult result = session.execute(sql, Arrays.asList(parameters));
    return read(assertInstanceOf(StatementResult.Rows.class, result).stream());
  }

  /** Reads a result to its end; fails as it does. */
  static List<List<@Nullable Object>> read(ResultStream stream) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    try (stream) {
      while (!stream.finished()) {
        ResultStream.Page page = stream.poll();
        if (page != null) {
          add(rows, stream, page.batch());
        } else {
          CompletableFuture<Void> available = new CompletableFuture<>();
          stream.onAvailable(() -> available.complete(null));
          available.orTimeout(120, TimeUnit.SECONDS).join();
        }
      }
      if (stream.failure() instanceof LeatException failure) {
        throw failure;
      }
      return rows;
    }
  }

  private static void add(
      List<List<@Nullable Object>> rows, ResultStream stream, ChangeBatch batch) {
    for (int row = 0; row < batch.size(); row++) {
      List<@Nullable Object> values = new ArrayList<>();
      for (int i = 0; i < stream.schema().size(); i++) {
        values.add(BoxedValues.get(batch.column(i), row, stream.schema().type(i)));
      }
      rows.add(values);
    }
  }
}
