package io.leat.runtime.connector.lookup;

import io.leat.runtime.data.Epoch;
import io.leat.runtime.error.RowException;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a whole table, and reads it anew for the first epoch for which that is due, by the times of
 * epochs. If that fails, the rows of before stay, and the next epoch tries again.
 */
final class WholeLookups implements LookupTable {
  private final WholeTable table;
  private final LookupOptions options;
  private final LookupFailures failures;
  private final Executor threads;
  private final ZoneId zone;
  private @Nullable Version version;
  private Map<List<Object>, List<List<@Nullable Object>>> rows = Map.of();
  private boolean hasRows;

  /** The time of the first epoch for which it was read. */
  private long first;

  private long hits;
  private long lookups;
  private long failed;
  private long size;
  private boolean closed;

  /** The table as of an epoch, when it has been read. */
  private record Version(
      long micros, CompletableFuture<Map<List<Object>, List<List<@Nullable Object>>>> rows) {}

  WholeLookups(
      WholeTable table,
      LookupOptions options,
      LookupFailures failures,
      Executor threads,
      ZoneId zone) {
    this.zone = zone;
    this.table = table;
    this.options = options;
    this.failures = failures;
    this.threads = threads;
  }

  @Override
  public LookupAnswer ask(Epoch epoch, List<List<Object>> keys, Runnable ready) {
    LookupAnswer answer = new LookupAnswer(keys.size(), ready);
    var unused =
        version(epoch, keys.size())
            .rows()
            .whenComplete(
                (read, failure) -> {
                  RowException error = failure == null ? null : failures.error(failure);
                  for (int i = 0; i < keys.size(); i++) {
                    if (error == null) {
                      answer.give(i, read.getOrDefault(keys.get(i), List.of()));
                    } else {
                      answer.fail(i, error);
                    }
                  }
                });
    return answer;
  }

  private Version version(Epoch epoch, int keys) {
    Version started;
    synchronized (this) {
      hits += keys;
      Version known = version;
      if (known != null && !isOld(known, epoch.timeMicros())) {
        return known;
      }
      first = lookups == 0 ? epoch.timeMicros() : first;
      started = new Version(epoch.timeMicros(), new CompletableFuture<>());
      version = started;
    }
    read(started, 0);
    return started;
  }

  private boolean isOld(Version known, long now) {
    return known.rows().isCompletedExceptionally()
        || options.reload().isDue(first, known.micros(), now, zone);
  }

  private void read(Version started, int attempt) {
    threads.execute(
        () -> {
          try {
            synchronized (this) {
              if (closed) {
                return;
              }
              lookups++;
            }
            ended(started, table.read());
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            started.rows().completeExceptionally(e);
          } catch (RuntimeException | Error e) {
            failed(started, attempt, e);
          }
        });
  }

  private void ended(Version started, Map<List<Object>, List<List<@Nullable Object>>> read) {
    synchronized (this) {
      rows = read;
      hasRows = true;
      size = read.values().stream().mapToLong(List::size).sum();
    }
    started.rows().complete(read);
  }

  private void failed(Version started, int attempt, Throwable why) {
    Map<List<Object>, List<List<@Nullable Object>>> before = null;
    synchronized (this) {
      failed++;
      if (attempt >= options.maxRetries() && hasRows) {
        before = rows;
        version = null;
      }
    }
    if (attempt < options.maxRetries()) {
      failures.later(attempt + 1, () -> read(started, attempt + 1));
    } else if (before != null) {
      failures.report(why);
      started.rows().complete(before);
    } else {
      started.rows().completeExceptionally(why);
    }
  }

  @Override
  public synchronized LookupFigures figures() {
    return new LookupFigures(hits, 0, lookups, failed, size);
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      rows = Map.of();
    }
  }
}
