package io.leat.jdbc;

import java.util.Map;

/**
 * An engine inside this JVM that speaks the server's wire protocol by method call. Found by {@link
 * java.util.ServiceLoader} through its {@link Provider}; the byte form keeps it independent of how
 * the driver's own dependencies are packaged.
 */
public interface EmbeddedEngine extends AutoCloseable {

  /** Answers one serialized Avatica request; blocks while a fetch waits for rows. */
  byte[] send(byte[] request);

  @Override
  void close();

  /** Opens embedded engines. */
  interface Provider {

    /**
     * Opens an engine.
     *
     * @param directory where data is kept; empty for in memory
     * @param options settings from the URL
     */
    EmbeddedEngine open(String directory, Map<String, String> options);
  }
}
