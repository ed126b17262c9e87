package io.leat.runtime.connector.lookup;

import io.leat.runtime.connector.Clock;
import io.leat.runtime.connector.ReaderContext;
import io.leat.runtime.connector.Source;
import io.leat.runtime.connector.SourceReader;
import io.leat.runtime.data.BoxedValues;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.types.RowSchema;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Reads all rows of a source that ends, by key. */
final class WholeTable {
  private final Source source;
  private final RowSchema schema;
  private final List<Integer> keys;
  private final List<Integer> columns;
  private final Clock clock;
  private final ZoneId zone;
  private final LookupErrors errors;

  WholeTable(
      Source source,
      RowSchema schema,
      List<Integer> keys,
      List<Integer> columns,
      Clock clock,
      ZoneId zone,
      LookupErrors errors) {
    this.source = source;
    this.schema = schema;
    this.keys = keys;
    this.columns = columns;
    this.clock = clock;
    this.zone = zone;
    this.errors = errors;
  }

  /** The rows of each key; those with a NULL in it are none's. Waits for what is read. */
  Map<List<Object>, List<List<@Nullable Object>>> read() throws InterruptedException {
    List<Integer> read = new ArrayList<>(columns);
    keys.stream().filter(key -> !read.contains(key)).forEach(read::add);
    RowSchema selected = schema.select(read);
    Column[] values = selected.types().stream().map(Column::of).toArray(Column[]::new);
    Map<List<Object>, List<List<@Nullable Object>>> rows = new HashMap<>();
    Semaphore woken = new Semaphore(0);
    try (Source.SplitEnumerator enumerator = source.enumerator();
        SourceReader reader = source.reader(read, schema, context(woken))) {
      do {
        reader.assign(enumerator.discover(1));
      } while (!enumerator.exhausted());
      while (!reader.finished()) {
        int count = reader.read(values, ChangeBatch.MAX_ROWS);
        for (int row = 0; row < count; row++) {
          add(values, selected, read, row, rows);
        }
        for (Column column : values) {
          column.clear();
        }
        if (count == 0 && !reader.finished()) {
          await(reader.nextReadNanos(), woken);
        }
      }
    }
    return rows;
  }

  private void add(
      Column[] values,
      RowSchema selected,
      List<Integer> read,
      int row,
      Map<List<Object>, List<List<@Nullable Object>>> rows) {
    List<Object> key = new ArrayList<>(keys.size());
    for (int column : keys) {
      int place = read.indexOf(column);
      Object value = BoxedValues.get(values[place], row, selected.type(place));
      if (value == null) {
        return;
      }
      key.add(LookupKey.of(value));
    }
    List<@Nullable Object> wanted = new ArrayList<>(columns.size());
    for (int i = 0; i < columns.size(); i++) {
      wanted.add(BoxedValues.get(values[i], row, selected.type(i)));
    }
    rows.computeIfAbsent(key, none -> new ArrayList<>(1)).add(Collections.unmodifiableList(wanted));
  }

  private void await(long nextRead, Semaphore woken) throws InterruptedException {
    if (nextRead == Long.MAX_VALUE) {
      woken.acquire();
    } else if (nextRead > clock.nanoTime()) {
      woken.tryAcquire(nextRead - clock.nanoTime(), TimeUnit.NANOSECONDS);
    }
    woken.drainPermits();
  }

  private ReaderContext context(Semaphore woken) {
    return new ReaderContext() {
      @Override
      public Clock clock() {
        return clock;
      }

      @Override
      public ZoneId zone() {
        return zone;
      }

      @Override
      public void wake() {
        woken.release();
      }

      @Override
      public void recordFailed(String sqlState, String message, String record) {
        errors.failed(sqlState, message, record);
      }
    };
  }
}
