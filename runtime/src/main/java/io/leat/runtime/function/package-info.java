/** The scalar functions: one entry each, read by validator, compiler and documentation alike. */
@NullMarked
package io.leat.runtime.function;

import org.jspecify.annotations.NullMarked;
