/** Tools for tests of this and other modules: virtual time, checked operators, batches by hand. */
@NullMarked
package io.leat.runtime.testing;

import org.jspecify.annotations.NullMarked;
