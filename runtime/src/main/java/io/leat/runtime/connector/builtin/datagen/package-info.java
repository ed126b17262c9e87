/**
 * The {@code datagen} connector: tables whose rows are made up. A value is a pure function of the
 * seed, its column and its row's number, so that the table's content depends neither on the number
 * of readers nor on where reading was resumed. The current time is the one exception.
 */
@NullMarked
package io.leat.runtime.connector.builtin.datagen;

import org.jspecify.annotations.NullMarked;
