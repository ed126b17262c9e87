/** Checkpoints of large tables, and what writers notice of them. */
@NullMarked
package io.leat.benchmark.checkpoint;

import org.jspecify.annotations.NullMarked;
