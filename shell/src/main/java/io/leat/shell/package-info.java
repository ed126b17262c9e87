/** The interactive prompt and the script runner; they talk JDBC only. */
@NullMarked
package io.leat.shell;

import org.jspecify.annotations.NullMarked;
