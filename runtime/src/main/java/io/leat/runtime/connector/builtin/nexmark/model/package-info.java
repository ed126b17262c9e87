/**
 * The events of the Nexmark benchmark's auction site, each a pure function of a seed and its
 * number. Plain Java without a type of the engine, so that other engines can be given the same
 * events.
 */
@NullMarked
package io.leat.runtime.connector.builtin.nexmark.model;

import org.jspecify.annotations.NullMarked;
