/** Functions that users write as plain Java: their classes, their types, their values. */
@NullMarked
package io.leat.runtime.function.user;

import org.jspecify.annotations.NullMarked;
