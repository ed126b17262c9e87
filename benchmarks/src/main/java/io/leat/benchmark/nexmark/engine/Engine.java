package io.leat.benchmark.nexmark.engine;

/** An engine under measurement, in this JVM. */
public interface Engine {
  /** As it is called on the command line. */
  String name();

  /** With its version. */
  String title();

  /**
   * Runs a query from its source's first to its last event; returns when the last result is out.
   */
  void run(Query query, int workers) throws Exception;
}
