/** Turns expressions into compiled columnar loops. */
@NullMarked
package io.leat.runtime.codegen;

import org.jspecify.annotations.NullMarked;
