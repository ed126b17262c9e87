package io.leat.runtime.connector.lookup;

import io.leat.runtime.connector.LookupSource;
import io.leat.runtime.data.Epoch;
import io.leat.runtime.error.RowException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Asks a table for keys: in batches, a few at the same time, again after a failure. A batch that
 * fails for good is asked key by key, so that one bad key fails alone.
 */
final class KeyedLookups implements LookupTable {
  private final LookupSource.LookupReader reader;
  private final LookupOptions options;
  private final LookupFailures failures;
  private final PartialCache cache;
  private final ArrayDeque<Request> waiting = new ArrayDeque<>();
  private int inFlight;
  private long hits;
  private long misses;
  private long lookups;
  private long failed;
  private boolean closed;

  /** Keys to be asked for, and where their rows go. */
  private record Request(
      List<List<Object>> keys, LookupAnswer answer, List<Integer> places, long now, int attempt) {}

  KeyedLookups(LookupSource.LookupReader reader, LookupOptions options, LookupFailures failures) {
    this.reader = reader;
    this.options = options;
    this.failures = failures;
    this.cache = new PartialCache(options);
  }

  @Override
  public LookupAnswer ask(Epoch epoch, List<List<Object>> keys, Runnable ready) {
    LookupAnswer answer = new LookupAnswer(keys.size(), ready);
    long now = epoch.timeMicros();
    synchronized (this) {
      List<Integer> unknown = new ArrayList<>();
      for (int i = 0; i < keys.size(); i++) {
        List<List<@Nullable Object>> known = isCaching() ? cache.get(keys.get(i), now) : null;
        if (known == null) {
          unknown.add(i);
        } else {
          hits++;
          answer.give(i, known);
        }
      }
      misses += unknown.size();
      for (int from = 0; from < unknown.size(); from += options.batchSize()) {
        List<Integer> places =
            List.copyOf(
                unknown.subList(from, Math.min(unknown.size(), from + options.batchSize())));
        waiting.add(new Request(places.stream().map(keys::get).toList(), answer, places, now, 0));
      }
    }
    startSome();
    return answer;
  }

  private boolean isCaching() {
    return options.cache() == LookupOptions.Cache.PARTIAL;
  }

  /** Starts what waits, as far as there may be more at the same time. */
  private void startSome() {
    for (Request next = next(); next != null; next = next()) {
      start(next);
    }
  }

  private synchronized @Nullable Request next() {
    if (closed || inFlight >= options.maxInFlight() || waiting.isEmpty()) {
      return null;
    }
    inFlight++;
    lookups++;
    return waiting.poll();
  }

  private void start(Request request) {
    CompletableFuture<List<List<List<@Nullable Object>>>> found;
    try {
      found = reader.lookup(request.keys());
    } catch (RuntimeException e) {
      found = CompletableFuture.failedFuture(e);
    }
    var unused =
        found
            .copy()
            .orTimeout(options.timeout().toMillis(), TimeUnit.MILLISECONDS)
            .whenComplete((rows, failure) -> ended(request, rows, failure));
  }

  private void ended(
      Request request,
      @Nullable List<List<List<@Nullable Object>>> rows,
      @Nullable Throwable failure) {
    if (rows != null && rows.size() == request.keys().size()) {
      synchronized (this) {
        inFlight--;
        for (int i = 0; isCaching() && i < rows.size(); i++) {
          cache.put(request.keys().get(i), rows.get(i), request.now());
        }
      }
      for (int i = 0; i < rows.size(); i++) {
        request.answer().give(request.places().get(i), rows.get(i));
      }
    } else {
      failed(request, failure == null ? new IllegalStateException("rows of other keys") : failure);
    }
    startSome();
  }

  private void failed(Request request, Throwable failure) {
    boolean retried = request.attempt() < options.maxRetries();
    synchronized (this) {
      inFlight--;
      failed++;
      if (!retried && request.keys().size() > 1) {
        for (int i = 0; i < request.keys().size(); i++) {
          waiting.add(
              new Request(
                  List.of(request.keys().get(i)),
                  request.answer(),
                  List.of(request.places().get(i)),
                  request.now(),
                  options.maxRetries()));
        }
        return;
      }
    }
    if (retried) {
      failures.later(
          request.attempt() + 1,
          () -> {
            synchronized (this) {
              waiting.add(
                  new Request(
                      request.keys(),
                      request.answer(),
                      request.places(),
                      request.now(),
                      request.attempt() + 1));
            }
            startSome();
          });
      return;
    }
    RowException error = failures.error(failure);
    request.places().forEach(place -> request.answer().fail(place, error));
  }

  @Override
  public synchronized LookupFigures figures() {
    return new LookupFigures(hits, misses, lookups, failed, cache.rows());
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      waiting.clear();
      cache.clear();
    }
    reader.close();
  }
}
