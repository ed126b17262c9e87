/** Acknowledged inserts, beside PostgreSQL. */
@NullMarked
package io.leat.benchmark.inserts;

import org.jspecify.annotations.NullMarked;
