package io.leat.jdbc;

import java.io.IOException;

/** Carries serialized Avatica requests to an engine. Safe for use by several threads at once. */
interface Transport extends AutoCloseable {

  /**
   * Sends a request and waits for its answer.
   *
   * @param repeatable whether it may be sent again when its answer was lost
   * @throws Unreachable if there is no way to the engine; any other exception means that it is not
   *     known what has become of the request
   */
  byte[] send(byte[] request, boolean repeatable) throws IOException;

  /** The most time to wait for an answer to a request that is not repeatable; 0 for no limit. */
  void setTimeoutMillis(int millis);

  /** Where the engine is, for error messages. */
  String place();

  /** Lets go of the engine; requests in flight fail. */
  @Override
  void close();

  /** The engine is not there, so it has not seen the request. */
  final class Unreachable extends IOException {
    private static final long serialVersionUID = 1L;

    Unreachable(IOException cause) {
      super(cause.getMessage(), cause);
    }
  }
}
