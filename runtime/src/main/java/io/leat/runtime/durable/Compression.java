package io.leat.runtime.durable;

/** How records of checkpoints are compressed. Files hold the order of these. */
public enum Compression {
  NONE,
  ZSTD
}
