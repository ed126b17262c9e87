package io.leat.server.engine;

/** A Leat engine: catalog, jobs and workers. Safe for use by several threads. */
public interface Engine extends AutoCloseable {

  /**
   * Opens a session.
   *
   * @param user who asks
   * @param remote whether the client is on the network, which limits what it may touch
   */
  Session openSession(String user, boolean remote);

  /** Stops all jobs and queries. */
  @Override
  void close();
}
