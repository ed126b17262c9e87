/** What the benchmark of windows and joins in time does alike for each engine. */
@NullMarked
package io.leat.benchmark.window.engine;

import org.jspecify.annotations.NullMarked;
