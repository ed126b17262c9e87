/** One shard of a circuit, driven through one epoch after another. */
@NullMarked
package io.leat.runtime.step;

import org.jspecify.annotations.NullMarked;
