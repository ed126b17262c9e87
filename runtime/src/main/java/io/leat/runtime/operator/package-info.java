/** The operators: single-threaded state machines over changes. */
@NullMarked
package io.leat.runtime.operator;

import org.jspecify.annotations.NullMarked;
