/**
 * Tables and views under load: writers and readers over remote JDBC, a large table, a subscriber
 * that is killed.
 */
@NullMarked
package io.leat.benchmark.store;

import org.jspecify.annotations.NullMarked;
