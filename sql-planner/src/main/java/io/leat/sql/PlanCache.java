package io.leat.sql;

import io.leat.sql.validate.StatementParameters;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
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

  private final Map<Key, Kept<T>> kept = new ConcurrentHashMap<>();

  /** Counts what is found; threads that count at the same time may count one. */
  private volatile long time;

  /**
   * All that a plan depends on beside the catalog.
   *
   * @param types of the parameters
   * @param values of the parameters that the plan does not leave open, with null for the others;
   *     empty if it leaves all open
   * @param hash of what differs most between keys
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
      List<@Nullable Object> values,
      int hash) {

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
          List.of(),
          31 * sql.hashCode() + types.hashCode());
    }

    /** Of plans that know the values of some parameters. */
    Key knowing(BitSet indexes, List<? extends @Nullable Object> parameters) {
      if (indexes.isEmpty()) {
        return this;
      }
      List<@Nullable Object> known = new ArrayList<>(parameters.size());
      for (int i = 0; i < parameters.size(); i++) {
        known.add(indexes.get(i) ? parameters.get(i) : null);
      }
      return new Key(
          sql,
          catalog,
          database,
          zone,
          time,
          mayLoadCode,
          temporaryStamp,
          types,
          known,
          31 * hash + known.hashCode());
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key key
          && hash == key.hash
          && sql.equals(key.sql)
          && temporaryStamp == key.temporaryStamp
          && mayLoadCode == key.mayLoadCode
          && catalog.equals(key.catalog)
          && database.equals(key.database)
          && zone.equals(key.zone)
          && time.equals(key.time)
          && types.equals(key.types)
          && values.equals(key.values);
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }

  private static final class Kept<T> {
    private final long catalogVersion;
    private final T value;

    /** When it was last found. */
    private volatile long used;

    private Kept(long catalogVersion, T value, long used) {
      this.catalogVersion = catalogVersion;
      this.value = value;
      this.used = used;
    }
  }

  /** What is kept, if the catalog is still as it was. Waits for nobody. */
  Optional<T> find(Key key, long catalogVersion) {
    Kept<T> found = kept.get(key);
    if (found == null || found.catalogVersion != catalogVersion) {
      return Optional.empty();
    }
    found.used = tick();
    return Optional.of(found.value);
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // An order that is nearly right is enough.
  private long tick() {
    return ++time;
  }

  /**
   * Keeps something, in place of what has not been found for the longest time.
   *
   * @param catalogVersion the version of before the catalog was read
   */
  void keep(Key key, long catalogVersion, T value) {
    if (key.sql.length() > LONGEST_TEXT) {
      return;
    }
    synchronized (this) {
      kept.put(key, new Kept<>(catalogVersion, value, tick()));
      if (kept.size() > MOST_ENTRIES) {
        kept.entrySet().stream()
            .min(Comparator.comparingLong(entry -> entry.getValue().used))
            .ifPresent(oldest -> kept.remove(oldest.getKey()));
      }
    }
  }
}
