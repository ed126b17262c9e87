/** Operator state: how it is read and written, by key group. */
@NullMarked
package io.leat.runtime.state;

import org.jspecify.annotations.NullMarked;
