package io.leat.shell;

import java.io.IOException;
import java.io.InputStream;
import java.util.logging.LogManager;

/**
 * Configures java.util.logging when, and only when, something first logs: warnings in one line on
 * the standard error. Instantiated by name.
 */
public final class QuietLogging {

  public QuietLogging() throws IOException {
    try (InputStream stream = QuietLogging.class.getResourceAsStream("logging.properties")) {
      LogManager.getLogManager().readConfiguration(stream);
    }
  }

  /** Makes this the configuration, unless the user has named another. */
  static void arrange() {
    if (System.getProperty("java.util.logging.config.file") == null
        && System.getProperty("java.util.logging.config.class") == null) {
      System.setProperty("java.util.logging.config.class", QuietLogging.class.getName());
    }
  }
}
