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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

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
    JOB_NAME("pipeline.name", "", "name of the jobs that follow; empty: the statement's text") {
      @Override
      public void check(String value) {}
    };

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

  private final Map<Setting, String> defaults;
  private final Map<Setting, String> values = new EnumMap<>(Setting.class);

  /**
   * Settings at their defaults.
   *
   * @param defaults what RESET goes back to, where it differs from the built-in default
   */
  public SessionSettings(Map<Setting, String> defaults) {
    this.defaults = Map.copyOf(defaults);
  }

  public synchronized String get(Setting setting) {
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
    values.put(setting, value);
  }

  public synchronized void reset(String key) {
    values.remove(Setting.of(key));
  }

  public synchronized void resetAll() {
    values.clear();
  }

  ZoneId zone() {
    return Setting.TIME_ZONE.zone(get(Setting.TIME_ZONE));
  }

  TimeSettings time() {
    return new TimeSettings(
        micros(Setting.IDLE_TIMEOUT), micros(Setting.EMIT_EARLY), micros(Setting.ALLOWED_LATENESS));
  }

  private long micros(Setting setting) {
    return setting.micros(get(setting));
  }

  boolean failOnRowError() {
    return get(Setting.ON_ERROR).equalsIgnoreCase("fail");
  }
}
