package io.leat.server.engine;

import io.leat.runtime.local.pipeline.Pipeline;
import io.leat.server.engine.SessionSettings.Setting;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The settings of which the engine has one value for all sessions. Safe for use by several threads.
 */
final class SharedSettings {
  private final Map<Setting, String> defaults;
  private final Map<Setting, String> values = new EnumMap<>(Setting.class);
  private Consumer<Pipeline.Limits> onHistory = limits -> {};

  /**
   * @param defaults what RESET goes back to, where it differs from the built-in default
   */
  SharedSettings(Map<Setting, String> defaults) {
    this.defaults = Map.copyOf(defaults);
  }

  /** Is told how much of the past is kept, when that changes. */
  synchronized void onHistory(Consumer<Pipeline.Limits> listener) {
    onHistory = listener;
  }

  synchronized String get(Setting setting) {
    String standard = defaults.getOrDefault(setting, setting.defaultValue());
    return values.getOrDefault(setting, standard);
  }

  synchronized void set(Setting setting, String value) {
    values.put(setting, value);
    onHistory.accept(history());
  }

  synchronized void reset(Setting setting) {
    values.remove(setting);
    onHistory.accept(history());
  }

  /** How much of the past is kept. */
  synchronized Pipeline.Limits history() {
    return new Pipeline.Limits(
        Setting.HISTORY_EPOCHS.wholeNumber(get(Setting.HISTORY_EPOCHS)),
        Setting.HISTORY_SIZE.bytes(get(Setting.HISTORY_SIZE)));
  }
}
