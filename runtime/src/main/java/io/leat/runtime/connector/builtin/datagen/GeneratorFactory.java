package io.leat.runtime.connector.builtin.datagen;

/** A generator that waits for its seed, which a resumed table takes from its offset. */
@FunctionalInterface
interface GeneratorFactory {
  Generator create(long seed);
}
