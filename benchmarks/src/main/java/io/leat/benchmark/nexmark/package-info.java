/** Nexmark's queries on Leat. */
@NullMarked
package io.leat.benchmark.nexmark;

import org.jspecify.annotations.NullMarked;
