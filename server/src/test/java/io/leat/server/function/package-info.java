/** Every function by values: against other engines, against itself, and as it is documented. */
@NullMarked
package io.leat.server.function;

import org.jspecify.annotations.NullMarked;
