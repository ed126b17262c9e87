package io.leat.server.store;

/** What a proof's chances depend on, and how long it goes on. */
final class Seed {
  private static final long FIRST = Long.getLong("store.seed", 20_261_127L);
  private static final long SECONDS = Long.getLong("store.seconds", 4L);

  private Seed() {}

  /** As set by {@code -Dstore.seed}. */
  static long first() {
    return FIRST;
  }

  /** When a proof that begins now is over; {@code -Dstore.seconds} sets how long it takes. */
  static long deadline() {
    return System.nanoTime() + SECONDS * 1_000_000_000L;
  }
}
