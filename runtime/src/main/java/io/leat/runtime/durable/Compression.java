package io.leat.runtime.durable;

/** How records of checkpoints are compressed. */
public enum Compression {
  NONE((byte) 0),
  ZSTD((byte) 1);

  /** What stands for it in files: never another number. */
  final byte code;

  Compression(byte code) {
    this.code = code;
  }
}
