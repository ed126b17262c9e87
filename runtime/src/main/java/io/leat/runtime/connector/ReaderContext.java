package io.leat.runtime.connector;

/** What a source reader may ask of its surroundings. */
public interface ReaderContext {
  Clock clock();

  /** Tells from any thread that rows have become available. */
  void wake();
}
