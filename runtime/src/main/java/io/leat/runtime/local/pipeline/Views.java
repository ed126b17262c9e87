package io.leat.runtime.local.pipeline;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.local.pipeline.EpochLog.Ending;
import io.leat.runtime.relation.Delta;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The circuits of the views that are kept up to date. A view whose circuit fails keeps the content
 * of the epoch before, cannot be read, and takes part in no further epoch; the views that read it
 * go on without its changes, and cannot be read either until it has got another query. For one
 * thread.
 */
final class Views {
  private final Arrangements arrangements;

  /** Each after those that it reads. */
  private List<ViewRun> running = new ArrayList<>();

  private volatile boolean quick = true;

  Views(Arrangements arrangements) {
    this.arrangements = arrangements;
  }

  /** Whether one has something to do although no table has changed. */
  boolean haveInput() {
    for (ViewRun view : running) {
      if (view.isAffected(Map.of())) {
        return true;
      }
    }
    return false;
  }

  /** Takes up a view, in place of the one of that name. */
  void put(ViewRun view) {
    remove(Set.of(view.definition.name()));
    running.add(view);
    running = ordered(running);
    connect();
  }

  /** Views have come or gone. */
  private void connect() {
    Map<String, ViewRun> byName = new HashMap<>();
    running.forEach(view -> byName.put(view.definition.name(), view));
    for (ViewRun view : running) {
      view.readViews = view.reads.stream().map(byName::get).filter(Objects::nonNull).toList();
    }
    quick = areAllQuick();
  }

  /** Whether each takes but a moment for a row that changes. May be asked by any thread. */
  boolean areQuick() {
    return quick;
  }

  void remove(Collection<String> names) {
    for (ViewRun view : running) {
      if (names.contains(view.definition.name())) {
        view.stop();
        arrangements.remove(view.claim);
      }
    }
    running.removeIf(view -> names.contains(view.definition.name()));
    connect();
  }

  private boolean areAllQuick() {
    return running.stream().allMatch(view -> view.quick);
  }

  private static List<ViewRun> ordered(List<ViewRun> all) {
    Map<String, ViewRun> open = new LinkedHashMap<>();
    all.forEach(view -> open.put(view.definition.name(), view));
    List<ViewRun> ordered = new ArrayList<>();
    while (!open.isEmpty()) {
      List<ViewRun> next =
          open.values().stream()
              .filter(view -> view.reads.stream().noneMatch(open::containsKey))
              .toList();
      if (next.isEmpty()) {
        throw new IllegalStateException("views read each other: " + open.keySet());
      }
      ordered.addAll(next);
      next.forEach(view -> open.remove(view.definition.name()));
    }
    return ordered;
  }

  /**
   * Takes every view that changes affect through an epoch.
   *
   * @param before all relations as of the epoch before
   * @param versions of all relations; those of views are replaced
   * @param changes of the epoch; those of views are added
   * @return the views that cannot be read any more, and why
   */
  Map<String, Ending> advance(
      long epoch,
      Map<String, RelationVersion> before,
      Map<String, RelationVersion> versions,
      Map<String, Changes> changes) {
    Map<String, String> failures = new HashMap<>();
    List<ViewRun> level = new ArrayList<>();
    int at = 0;
    while (at < running.size()) {
      // Views that read none of those that work already, side by side.
      for (; at < running.size() && !running.get(at).readsUnfinished(); at++) {
        ViewRun view = running.get(at);
        if (view.isAffected(changes)) {
          view.atWork = true;
          level.add(view);
          try {
            view.begin(epoch, changes, before, versions);
          } catch (RuntimeException | Error e) {
            fail(view, e, failures);
          }
        }
      }
      level.forEach(view -> view.atWork = false);
      for (ViewRun view : level) {
        end(view, versions, changes, failures);
      }
      level.clear();
    }
    Map<String, Ending> endings = new HashMap<>();
    if (!failures.isEmpty()) {
      failures.forEach((name, why) -> versions.computeIfPresent(name, (n, v) -> v.failed(why)));
      running.removeIf(view -> failures.containsKey(view.definition.name()));
      failures.forEach((name, why) -> endings.put(name, Ending.failed(why)));
      connect();
    }
    if (haveFailure(versions)) {
      spreadFailures(versions, endings);
    }
    return endings;
  }

  private static boolean haveFailure(Map<String, RelationVersion> versions) {
    for (RelationVersion version : versions.values()) {
      if (version.failure() != null) {
        return true;
      }
    }
    return false;
  }

  private void end(
      ViewRun view,
      Map<String, RelationVersion> versions,
      Map<String, Changes> changes,
      Map<String, String> failures) {
    String name = view.definition.name();
    RelationVersion version = versions.get(name);
    if (version == null || failures.containsKey(name)) {
      return;
    }
    try {
      Delta changed = Delta.ofRuns(view.end());
      if (!changed.isEmpty()) {
        versions.put(name, version.apply(changed));
        changes.merge(name, new Changes(version.definition(), changed), Changes::plus);
      }
      view.answer(versions);
    } catch (RuntimeException | Error e) {
      fail(view, e, failures);
    }
  }

  /** Whatever has failed, it is this view's own affair: the epoch goes on. */
  private void fail(ViewRun view, Throwable why, Map<String, String> failures) {
    view.refuse("has failed");
    view.fail(why);
    arrangements.remove(view.claim);
    failures.put(
        view.definition.name(),
        why instanceof LeatException known ? known.message() : "internal error: " + why);
  }

  /** Views that read what has failed cannot be read; they can when it is mended. */
  private void spreadFailures(Map<String, RelationVersion> versions, Map<String, Ending> endings) {
    Set<String> names = new HashSet<>();
    for (ViewRun view : running) {
      String name = view.definition.name();
      RelationVersion version = versions.get(name);
      if (version == null) {
        continue;
      }
      String why = inherited(view, versions, names);
      if (why == null && version.failure() != null) {
        versions.put(name, version.mended());
      } else if (why != null && version.failure() == null) {
        versions.put(name, version.failed(why));
        endings.put(name, Ending.failed(why));
      }
      names.add(name);
    }
  }

  private static @Nullable String inherited(
      ViewRun view, Map<String, RelationVersion> versions, Set<String> alive) {
    for (String read : view.reads) {
      RelationVersion version = versions.get(read);
      String failure = version == null ? null : version.failure();
      if (failure != null) {
        return alive.contains(read) ? failure : "it reads " + read + ": " + failure;
      }
    }
    return null;
  }

  void stop() {
    running.forEach(ViewRun::stop);
  }
}
