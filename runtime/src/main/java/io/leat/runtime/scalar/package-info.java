/** Arithmetic and conversions of single values: what generated code and functions call. */
@NullMarked
package io.leat.runtime.scalar;

import org.jspecify.annotations.NullMarked;
