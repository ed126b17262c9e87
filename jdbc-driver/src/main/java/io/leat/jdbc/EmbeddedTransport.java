package io.leat.jdbc;

import java.io.IOException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * Calls an engine in this JVM. All connections to one directory (and all without one) share an
 * engine, which lives from the first to the last of them.
 */
final class EmbeddedTransport implements Transport {
  private static final Map<String, Shared> ENGINES = new HashMap<>();

  private final String directory;
  private final EmbeddedEngine engine;
  private boolean closed;

  private static final class Shared {
    final EmbeddedEngine engine;
    int users;

    Shared(EmbeddedEngine engine) {
      this.engine = engine;
    }
  }

  private EmbeddedTransport(String directory, EmbeddedEngine engine) {
    this.directory = directory;
    this.engine = engine;
  }

  static EmbeddedTransport open(String directory, Map<String, String> settings)
      throws LeatSQLException {
    synchronized (ENGINES) {
      Shared shared = ENGINES.get(directory);
      if (shared == null) {
        shared = new Shared(start(directory, settings));
        ENGINES.put(directory, shared);
      }
      shared.users++;
      return new EmbeddedTransport(directory, shared.engine);
    }
  }

  private static EmbeddedEngine start(String directory, Map<String, String> settings)
      throws LeatSQLException {
    EmbeddedEngine.Provider provider = provider();
    try {
      return provider.open(directory, settings);
    } catch (RuntimeException e) {
      throw new LeatSQLException("cannot start the engine: " + e.getMessage(), "08001", 0, 0, e);
    }
  }

  private static EmbeddedEngine.Provider provider() throws LeatSQLException {
    EmbeddedEngine.Provider provider = find(Thread.currentThread().getContextClassLoader());
    if (provider == null) {
      provider = find(EmbeddedTransport.class.getClassLoader());
    }
    if (provider == null) {
      throw new LeatSQLException(
          "there is no engine in this program for jdbc:leat: without a host\n"
              + "Hint: add leat-server to the class path, or name a server: jdbc:leat://host:port",
          "08001");
    }
    return provider;
  }

  private static EmbeddedEngine.@Nullable Provider find(@Nullable ClassLoader loader) {
    Iterator<EmbeddedEngine.Provider> found =
        ServiceLoader.load(EmbeddedEngine.Provider.class, loader).iterator();
    return found.hasNext() ? found.next() : null;
  }

  @Override
  public byte[] send(byte[] request, boolean repeatable) throws IOException {
    return engine.send(request);
  }

  @Override
  public void setTimeoutMillis(int millis) {
    // An engine in the same JVM cannot be lost on the way.
  }

  @Override
  public String place() {
    return "the engine in this program";
  }

  @Override
  public void close() {
    synchronized (ENGINES) {
      Shared shared = ENGINES.get(directory);
      if (closed || shared == null) {
        return;
      }
      closed = true;
      shared.users--;
      if (shared.users == 0) {
        ENGINES.remove(directory);
        shared.engine.close();
      }
    }
  }
}
