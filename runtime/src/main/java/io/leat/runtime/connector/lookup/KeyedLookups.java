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
 * Asks a table for keys: in batches, a few at the same time, again after a failure, and for keys
 * without rows if the options say so. A batch that fails for good is asked key by key, so that one
 * bad key fails alone.
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

  /**
   * Keys to be asked for, and where their rows go.
   *
   * @param attempt how often asking has failed
   * @param missed how often there was nothing
   */
  private record Request(
      List<List<Object>> keys,
      LookupAnswer answer,
      List<Integer> places,
      long now,
      int attempt,
      int missed) {

    /** For some of the keys. */
    Request of(List<Integer> some, int newAttempt, int newMissed) {
      return new Request(
          some.stream().map(keys::get).toList(),
          answer,
          some.stream().map(places::get).toList(),
          now,
          newAttempt,
          newMissed);
    }
  }

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
        waiting.add(
            new Request(places.stream().map(keys::get).toList(), answer, places, now, 0, 0));
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
      found(request, rows);
    } else {
      failed(request, failure == null ? new IllegalStateException("rows of other keys") : failure);
    }
    startSome();
  }

  private void found(Request request, List<List<List<@Nullable Object>>> rows) {
    boolean isLast = request.missed() >= options.missRetries();
    List<Integer> missing = new ArrayList<>();
    synchronized (this) {
      inFlight--;
      for (int i = 0; i < rows.size(); i++) {
        if (!isLast && rows.get(i).isEmpty()) {
          missing.add(i);
        } else if (isCaching()) {
          cache.put(request.keys().get(i), rows.get(i), request.now());
        }
      }
    }
    if (!missing.isEmpty()) {
      Request again = request.of(missing, 0, request.missed() + 1);
      failures.missed(() -> askAgain(again));
    }
    for (int i = 0; i < rows.size(); i++) {
      if (isLast || !rows.get(i).isEmpty()) {
        request.answer().give(request.places().get(i), rows.get(i));
      }
    }
  }

  private void askAgain(Request request) {
    synchronized (this) {
      waiting.add(request);
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
          waiting.add(request.of(List.of(i), options.maxRetries(), request.missed()));
        }
        return;
      }
    }
    if (retried) {
      Request again =
          new Request(
              request.keys(),
              request.answer(),
              request.places(),
              request.now(),
              request.attempt() + 1,
              request.missed());
      failures.later(again.attempt(), () -> askAgain(again));
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
