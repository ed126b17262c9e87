package io.leat.runtime.operator;

/**
 * What one shard reads of a source, split by split, for an operator that only stateless ones
 * separate from it. Splits have numbers from 0 in order of assignment; a source whose reader does
 * not tell splits apart counts as one.
 */
public interface SourceSplits {
  /** Of a source that is not read at all. */
  SourceSplits NONE =
      new SourceSplits() {
        @Override
        public int count() {
          return 0;
        }

        @Override
        public int current() {
          return 0;
        }

        @Override
        public boolean finished(int split) {
          return true;
        }

        @Override
        public boolean pending() {
          return false;
        }

        @Override
        public boolean ended() {
          return true;
        }
      };

  /** How many splits this shard has been given so far. */
  int count();

  /** What people call a split. */
  default String name(int split) {
    return Integer.toString(split);
  }

  /** The split of the rows that are being processed. */
  int current();

  /** Whether a split has been read to its end. */
  boolean finished(int split);

  /** Whether there are splits that this shard will read, but has not taken yet. */
  boolean pending();

  /** Whether this shard will read nothing more of the source, nor get another split. */
  boolean ended();
}
