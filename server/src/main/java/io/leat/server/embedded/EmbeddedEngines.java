package io.leat.server.embedded;

import io.leat.jdbc.EmbeddedEngine;
import io.leat.server.avatica.Limits;
import io.leat.server.avatica.ProtocolHandler;
import io.leat.server.engine.Engine;

/** Makes an {@link Engine} an {@link EmbeddedEngine}: a call per request, no network. */
public final class EmbeddedEngines {
  private EmbeddedEngines() {}

  /** An embedded engine that owns {@code engine}. */
  public static EmbeddedEngine over(Engine engine) {
    ProtocolHandler protocol = new ProtocolHandler(engine, false, Limits.DEFAULT);
    ProtocolHandler.Client client = protocol.connect();
    return new EmbeddedEngine() {
      @Override
      public byte[] send(byte[] request) {
        return client.send(request).join().message();
      }

      @Override
      public void close() {
        client.close();
        protocol.close();
        engine.close();
      }
    };
  }
}
