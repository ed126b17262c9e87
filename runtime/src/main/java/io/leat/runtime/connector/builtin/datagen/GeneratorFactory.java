package io.leat.runtime.connector.builtin.datagen;

import java.time.ZoneId;

/**
 * A generator that waits for its seed, which a resumed table takes from its offset, and for the
 * zone of its reader, whose wall clock DATE, TIME and TIMESTAMP show.
 */
@FunctionalInterface
interface GeneratorFactory {
  Generator create(long seed, ZoneId zone);
}
