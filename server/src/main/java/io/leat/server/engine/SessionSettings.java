package io.leat.server.engine;

import io.leat.runtime.connector.OptionParser;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.NearestName;
import io.leat.runtime.error.SqlState;
import io.leat.sql.TimeSettings;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a session, as SET, RESET and SHOW SETTINGS see them. Safe for use by several
 * threads.
 */
public final class SessionSettings {

  /** Every setting there is. */
  public enum Setting {
    TIME_ZONE(
        "table.local-time-zone",
        "default",
        "time zone of TIMESTAMP_LTZ values: a name such as Europe/Vienna, an offset such as +02:00, or default") {
      @Override
      public void check(String value) {
        zone(value);
      }
    },
    ON_ERROR(
        "execution.on-error",
        "continue",
        "what a row whose expression fails does to a continuous query: continue without it (SHOW ERRORS lists it), or fail") {
      @Override
      public void check(String value) {
        oneOf(value, List.of("continue", "fail"));
      }
    },
    IDLE_TIMEOUT(
        "table.exec.source.idle-timeout",
        "0 ms",
        "after which a part of a source without rows holds no watermark back, unless its table says it with 'scan.watermark.idle-timeout'; 0: never") {
      @Override
      public void check(String value) {
        micros(value);
      }
    },
    EMIT_EARLY(
        "execution.emit.early",
        "0 ms",
        "how often windows give their result so far, before they end; 0: only at the end") {
      @Override
      public void check(String value) {
        micros(value);
      }
    },
    ALLOWED_LATENESS(
        "execution.emit.allowed-lateness",
        "0 ms",
        "how long after its end rows still correct a window's result; 0: not at all") {
      @Override
      public void check(String value) {
        micros(value);
      }
    },
    STATE_TTL(
        "table.exec.state.ttl",
        "0 ms",
        "after which a query or job that does not end forgets state that no row has touched: its result may then differ from that over all rows; 0: never. Materialized views do not forget") {
      @Override
      public void check(String value) {
        micros(value);
      }
    },
    JOB_NAME("pipeline.name", "", "name of the jobs that follow; empty: the statement's text") {
      @Override
      public void check(String value) {}
    },
    HISTORY_EPOCHS(
        "history.epochs",
        "100000",
        "so many epochs of the past AS OF EPOCH and SINCE EPOCH can name; of the engine, for all sessions") {
      @Override
      public void check(String value) {
        wholeNumber(value);
      }

      @Override
      public boolean isShared() {
        return true;
      }
    },
    HISTORY_SIZE(
        "history.size",
        "64 MB",
        "memory for what these epochs have changed; when it is full, the oldest are forgotten; of the engine") {
      @Override
      public void check(String value) {
        bytes(value);
      }

      @Override
      public boolean isShared() {
        return true;
      }
    };

    private static final Pattern SIZE =
        Pattern.compile("(\\d{1,9}) ?(B|KB|MB|GB)", Pattern.CASE_INSENSITIVE);

    private final String key;
    private final String defaultValue;
    private final String description;

    Setting(String key, String defaultValue, String description) {
      this.key = key;
      this.defaultValue = defaultValue;
      this.description = description;
    }

    /**
     * The setting of that name.
     *
     * @throws LeatException if there is none
     */
    public static Setting of(String key) {
      for (Setting setting : values()) {
        if (setting.key.equalsIgnoreCase(key)) {
          return setting;
        }
      }
      List<String> keys = Arrays.stream(values()).map(Setting::key).toList();
      throw new LeatException(SqlState.UNDEFINED_OBJECT, "unknown setting '" + key + "'")
          .withHint(
              NearestName.of(key, keys)
                  .map(near -> "Did you mean '" + near + "'? SHOW SETTINGS lists them all.")
                  .orElse("SHOW SETTINGS lists them all."));
    }

    public String key() {
      return key;
    }

    public String defaultValue() {
      return defaultValue;
    }

    /** One line for people. */
    public String description() {
      return description;
    }

    /**
     * Checks a value.
     *
     * @throws LeatException if the setting cannot have it
     */
    public abstract void check(String value);

    /** Whether the engine has one value of it for all sessions. */
    public boolean isShared() {
      return false;
    }

    long wholeNumber(String value) {
      if (!value.strip().matches("\\d{1,18}")) {
        throw invalid(value, "It is a whole number such as 1000.");
      }
      return Long.parseLong(value.strip());
    }

    long bytes(String value) {
      Matcher matcher = SIZE.matcher(value.strip());
      if (!matcher.matches()) {
        throw invalid(value, "It is a size such as 512 KB, 64 MB or 1 GB.");
      }
      long number = Long.parseLong(matcher.group(1));
      return switch (matcher.group(2).toUpperCase(Locale.ROOT)) {
        case "B" -> number;
        case "KB" -> number << 10;
        case "MB" -> number << 20;
        default -> number << 30;
      };
    }

    void oneOf(String value, List<String> allowed) {
      if (!allowed.contains(value.toLowerCase(Locale.ROOT))) {
        throw invalid(value, "It is one of: " + String.join(", ", allowed) + ".");
      }
    }

    ZoneId zone(String value) {
      if (value.equalsIgnoreCase("default")) {
        return ZoneId.systemDefault();
      }
      try {
        return ZoneId.of(value);
      } catch (DateTimeException e) {
        throw invalid(
            value,
            NearestName.of(value, ZoneId.getAvailableZoneIds())
                .map(near -> "Did you mean '" + near + "'?")
                .orElse(
                    "It is a name such as Europe/Vienna, an offset such as +02:00, or default."));
      }
    }

    long micros(String value) {
      String given = value.trim().matches("\\d+") ? value.trim() + " ms" : value;
      return OptionParser.duration()
          .parse()
          .apply(given)
          .map(duration -> TimeUnit.NANOSECONDS.toMicros(duration.toNanos()))
          .orElseThrow(() -> invalid(value, "It is " + OptionParser.duration().expected() + "."));
    }

    private LeatException invalid(String value, String hint) {
      return new LeatException(
              SqlState.INVALID_PARAMETER_VALUE, "'" + value + "' is not a value of '" + key + "'")
          .withHint(hint);
    }
  }

  private static final List<Setting> OF_TIME =
      List.of(
          Setting.IDLE_TIMEOUT, Setting.EMIT_EARLY, Setting.ALLOWED_LATENESS, Setting.STATE_TTL);

  private final Map<Setting, String> defaults;
  private final SharedSettings shared;
  private final Map<Setting, String> values = new EnumMap<>(Setting.class);

  /** What every statement asks for, until a setting changes. */
  private volatile @Nullable ZoneId zone;

  private volatile @Nullable TimeSettings time;

  /**
   * Settings at their defaults.
   *
   * @param defaults what RESET goes back to, where it differs from the built-in default
   * @param shared the engine's own
   */
  SessionSettings(Map<Setting, String> defaults, SharedSettings shared) {
    this.defaults = Map.copyOf(defaults);
    this.shared = shared;
  }

  public synchronized String get(Setting setting) {
    if (setting.isShared()) {
      return shared.get(setting);
    }
    String standard = defaults.getOrDefault(setting, setting.defaultValue());
    return values.getOrDefault(setting, standard);
  }

  /**
   * Changes a setting.
   *
   * @throws LeatException if there is no such setting, or it cannot have that value
   */
  public synchronized void set(String key, String value) {
    Setting setting = Setting.of(key);
    setting.check(value);
    if (setting.isShared()) {
      shared.set(setting, value);
    } else {
      values.put(setting, value);
      changed();
    }
  }

  private void changed() {
    zone = null;
    time = null;
  }

  public synchronized void reset(String key) {
    Setting setting = Setting.of(key);
    if (setting.isShared()) {
      shared.reset(setting);
    } else {
      values.remove(setting);
      changed();
    }
  }

  /** Those of the session; what all sessions share stays as it is. */
  public synchronized void resetAll() {
    values.clear();
    changed();
  }

  ZoneId zone() {
    ZoneId known = zone;
    return known == null ? findZone() : known;
  }

  private synchronized ZoneId findZone() {
    ZoneId found = givenZone();
    zone = found;
    return found;
  }

  private ZoneId givenZone() {
    return Setting.TIME_ZONE.zone(get(Setting.TIME_ZONE));
  }

  /**
   * Those that decide how a query treats time, by key, if they are not at their built-in defaults.
   */
  Map<String, String> ofTime() {
    Map<String, String> given = new HashMap<>();
    for (Setting setting : OF_TIME) {
      String value = get(setting);
      if (!value.equals(setting.defaultValue())) {
        given.put(setting.key(), value);
      }
    }
    return given;
  }

  TimeSettings time() {
    TimeSettings known = time;
    return known == null ? findTime() : known;
  }

  private synchronized TimeSettings findTime() {
    TimeSettings found = time(ofTime());
    time = found;
    return found;
  }

  /** The same of values by key, those missing at their built-in defaults. */
  static TimeSettings time(Map<String, String> values) {
    return new TimeSettings(
        micros(values, Setting.IDLE_TIMEOUT),
        micros(values, Setting.EMIT_EARLY),
        micros(values, Setting.ALLOWED_LATENESS),
        micros(values, Setting.STATE_TTL));
  }

  private static long micros(Map<String, String> values, Setting setting) {
    return setting.micros(values.getOrDefault(setting.key(), setting.defaultValue()));
  }

  boolean failOnRowError() {
    return get(Setting.ON_ERROR).equalsIgnoreCase("fail");
  }
}
