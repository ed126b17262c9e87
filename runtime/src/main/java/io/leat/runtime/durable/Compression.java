package io.leat.runtime.durable;

/** How records of checkpoints are compressed. */
public enum Compression {
  NONE(0),
  ZSTD(1);

  /** What stands for it in files. */
  final byte code;

  Compression(int code) {
    this.code = (byte) code;
  }
}
