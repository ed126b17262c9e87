package io.leat.sql;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was planned lately, to be used again for the same text in the same surroundings. Safe for
 * use by several threads.
 *
 * @param <T> what is kept
 */
final class PlanCache<T> {
  private static final int MOST_ENTRIES = 512;

  /** A longer text is mostly data and does not come again. */
  private static final int LONGEST_TEXT = 16_384;

  private final Map<Key, Kept<T>> kept =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Kept<T>> eldest) {
          return size() > MOST_ENTRIES;
        }
      };

  /** All that a plan depends on beside the catalog. */
  record Key(
      String sql,
      String catalog,
      String database,
      ZoneId zone,
      TimeSettings time,
      boolean mayLoadCode,
      long temporaryStamp,
      List<@Nullable Object> parameters) {

    static Key of(String sql, PlannerSession session, List<@Nullable Object> parameters) {
      return new Key(
          sql,
          session.catalog(),
          session.database(),
          session.zone(),
          session.time(),
          session.mayLoadCode(),
          session.temporary().stamp(),
          Collections.unmodifiableList(new ArrayList<>(parameters)));
    }
  }

  private record Kept<T>(long catalogVersion, T value) {}

  /** What is kept, if the catalog is still as it was. */
  Optional<T> find(Key key, long catalogVersion) {
    synchronized (kept) {
      Kept<T> found = kept.get(key);
      return found != null && found.catalogVersion == catalogVersion
          ? Optional.of(found.value)
          : Optional.empty();
    }
  }

  /**
   * Keeps something.
   *
   * @param catalogVersion the version of before the catalog was read
   */
  void keep(Key key, long catalogVersion, T value) {
    if (key.sql.length() <= LONGEST_TEXT) {
      synchronized (kept) {
        kept.put(key, new Kept<>(catalogVersion, value));
      }
    }
  }
}
