package io.leat.runtime.local.pipeline;

import io.leat.runtime.local.pipeline.EpochLog.Ending;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What readers see: the newest version of each relation, the epochs of the past, and those who
 * follow. One thread publishes, any number read.
 */
final class Versions {
  private final Retention retention;

  /** The publishing thread's. */
  private final PastChanges past = new PastChanges();

  private final List<Follower> followers = new CopyOnWriteArrayList<>();
  private volatile Published published;

  /**
   * The newest number that has been given to an epoch; the publishing thread's. An epoch that
   * changes nothing is not published, and its number is not given again.
   */
  private long opened = 1;

  /** The newest versions, and where the log of epochs ends. */
  record Published(Snapshot snapshot, EpochLog log) {}

  private final EpochJournal journal;

  Versions(Pipeline.Limits limits, EpochJournal journal) {
    this.journal = journal;
    EpochLog first = new EpochLog(1);
    this.retention = new Retention(first, limits);
    this.published = new Published(new Snapshot(1, Map.of()), first);
  }

  Snapshot snapshot() {
    return published.snapshot();
  }

  Published newest() {
    return published;
  }

  /** An epoch of the past, and where to go on from it. */
  Published since(long epoch) {
    Snapshot snapshot = retention.at(epoch, published.snapshot());
    return new Published(snapshot, retention.position(epoch));
  }

  void limit(Pipeline.Limits limits) {
    retention.limit(limits);
  }

  Snapshot at(long epoch) {
    return retention.at(epoch, published.snapshot());
  }

  void add(Follower follower) {
    followers.add(follower);
    var unused = follower.run().whenEnded().thenRun(() -> followers.remove(follower));
    follower.proceed();
  }

  /** The next epoch's number. */
  long open() {
    journal.opened(++opened);
    return opened;
  }

  /** Numbers up to this one are not given any more. */
  void skipTo(long epoch) {
    opened = Math.max(opened, epoch);
  }

  /** All relations, one of them in another version. */
  Map<String, RelationVersion> with(String name, RelationVersion version) {
    Map<String, RelationVersion> changed = new HashMap<>(snapshot().relations());
    changed.put(name, version);
    return changed;
  }

  /**
   * Makes an epoch visible, all of it at once.
   *
   * @param epoch a number that {@link #open} has given, above those that are published
   */
  void publish(
      long epoch,
      Map<String, RelationVersion> versions,
      Map<String, Changes> changes,
      Map<String, Ending> endings) {
    EpochLog log = new EpochLog(epoch, changes, endings, past);
    // Whoever sees the epoch finds it in the log; so the log has it first.
    retention.add(log);
    published.log().next = log;
    published = new Published(new Snapshot(epoch, versions), log);
    for (Follower follower : followers) {
      follower.proceed();
    }
  }
}
