/** What went wrong, in words a user can act on. */
@NullMarked
package io.leat.runtime.error;

import org.jspecify.annotations.NullMarked;
