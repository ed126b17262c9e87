package io.leat.sql;

import io.leat.sql.validate.StatementParameters;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.BitSet;
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

  /**
   * All that a plan depends on beside the catalog.
   *
   * @param types of the parameters
   * @param values of the parameters that the plan does not leave open, with null for the others
   */
  record Key(
      String sql,
      String catalog,
      String database,
      ZoneId zone,
      TimeSettings time,
      boolean mayLoadCode,
      long temporaryStamp,
      List<Object> types,
      List<@Nullable Object> values) {

    /** Of plans that leave all values open. */
    static Key of(String sql, PlannerSession session, List<? extends @Nullable Object> parameters) {
      List<Object> types = new ArrayList<>(parameters.size());
      for (Object value : parameters) {
        types.add(
            StatementParameters.typeOf(value)
                .<Object>map(type -> type)
                .orElse(value == null ? Void.class : value.getClass()));
      }
      return new Key(
          sql,
          session.catalog(),
          session.database(),
          session.zone(),
          session.time(),
          session.mayLoadCode(),
          session.temporary().stamp(),
          types,
          List.of());
    }

    /** Of plans that know the values of some parameters. */
    Key knowing(BitSet indexes, List<? extends @Nullable Object> parameters) {
      List<@Nullable Object> known = new ArrayList<>(parameters.size());
      for (int i = 0; i < parameters.size(); i++) {
        known.add(indexes.get(i) ? parameters.get(i) : null);
      }
      return new Key(sql, catalog, database, zone, time, mayLoadCode, temporaryStamp, types, known);
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
