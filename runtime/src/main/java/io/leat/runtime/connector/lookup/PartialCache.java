package io.leat.runtime.connector.lookup;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rows of the keys that were asked for last. Time is that of epochs, in microseconds since 1970.
 * For use by one thread at a time.
 */
final class PartialCache {
  private final LookupOptions options;

  /** In the order of their last use. */
  private final LinkedHashMap<List<Object>, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

  private long rows;

  private static final class Entry {
    final List<List<@Nullable Object>> rows;
    final long written;
    long used;

    Entry(List<List<@Nullable Object>> rows, long now) {
      this.rows = rows;
      this.written = now;
      this.used = now;
    }

    /** A key without rows takes room too. */
    int weight() {
      return Math.max(1, rows.size());
    }
  }

  PartialCache(LookupOptions options) {
    this.options = options;
  }

  /** The rows of a key; null if they are not known, or not any more. */
  @Nullable List<List<@Nullable Object>> get(List<Object> key, long now) {
    Entry entry = entries.get(key);
    if (entry == null) {
      return null;
    }
    if (expired(now, entry.written, options.writeMicros())
        || expired(now, entry.used, options.accessMicros())) {
      entries.remove(key);
      rows -= entry.weight();
      return null;
    }
    entry.used = Math.max(entry.used, now);
    return entry.rows;
  }

  private static boolean expired(long now, long since, long micros) {
    return micros > 0 && now - since >= micros;
  }

  void put(List<Object> key, List<List<@Nullable Object>> found, long now) {
    if (found.isEmpty() && !options.cacheMissing()) {
      return;
    }
    Entry entry = new Entry(found, now);
    Entry before = entries.put(key, entry);
    rows += entry.weight() - (before == null ? 0 : before.weight());
    Iterator<Map.Entry<List<Object>, Entry>> oldest = entries.entrySet().iterator();
    while (rows > options.maxRows() && oldest.hasNext()) {
      rows -= oldest.next().getValue().weight();
      oldest.remove();
    }
  }

  long rows() {
    return rows;
  }

  void clear() {
    entries.clear();
    rows = 0;
  }
}
