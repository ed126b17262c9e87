package io.leat.runtime.state;

/** Gives the state of one key group back in the order in which it was written. */
public interface StateReader {
  int readInt();

  long readLong();

  byte[] readBytes();

  /** Whether everything has been read. */
  boolean atEnd();
}
