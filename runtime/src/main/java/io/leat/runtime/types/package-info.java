/** The SQL data types, their text forms, and the boxed values that leave the engine. */
@NullMarked
package io.leat.runtime.types;

import org.jspecify.annotations.NullMarked;
