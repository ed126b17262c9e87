/** Columnar batches of changes. */
@NullMarked
package io.leat.runtime.data;

import org.jspecify.annotations.NullMarked;
