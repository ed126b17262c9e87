/** {@code socket}: lines that another process sends, for demonstrations. */
@NullMarked
package io.leat.runtime.connector.builtin.socket;

import org.jspecify.annotations.NullMarked;
