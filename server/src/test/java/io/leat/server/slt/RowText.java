package io.leat.server.slt;

import io.leat.runtime.data.BoxedValues;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.local.ResultStream;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ValueText;
import io.leat.server.engine.StatementResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A statement's rows as lines: values with tabs between, {@code (empty)} for an empty text. */
public final class RowText {
  private static final int DEADLINE_SECONDS = 300;

  private RowText() {}

  /** All rows, read to the end; none if the statement gives none. */
  public static List<String> of(StatementResult result) {
    return result instanceof StatementResult.Rows query ? rows(query.stream()) : List.of();
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

  /** The next rows of a stream that may never end; none if none come within some time. */
  public static List<String> next(ResultStream stream, long millis) {
    List<String> rows = new ArrayList<>();
    ResultStream.Page page = stream.poll();
    if (page == null && isAvailable(stream, millis)) {
      page = stream.poll();
    }
    if (page != null) {
      addRows(rows, stream.schema(), page.batch());
    }
    return rows;
  }

  private static void await(ResultStream stream) {
    if (!isAvailable(stream, 1_000L * DEADLINE_SECONDS)) {
      throw new AssertionError("no result within " + DEADLINE_SECONDS + " s");
    }
  }

  private static boolean isAvailable(ResultStream stream, long millis) {
    CountDownLatch available = new CountDownLatch(1);
    stream.onAvailable(available::countDown);
    try {
      return available.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException(e));
    }
  }
}
