package io.leat.runtime.connector.lookup;

/** Is told what of a table cannot be read, though rows need not fail with it. By any thread. */
@FunctionalInterface
public interface LookupErrors {
  /**
   * Something could not be read.
   *
   * @param record what could not be read, as far as it can be shown; may be empty
   */
  void failed(String sqlState, String message, String record);
}
