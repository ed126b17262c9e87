/** Benchmarks against peers, side by side in one run. */
@NullMarked
package io.leat.benchmark;

import org.jspecify.annotations.NullMarked;
