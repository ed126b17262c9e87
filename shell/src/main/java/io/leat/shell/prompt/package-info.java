/** The interactive prompt; the only package that needs a terminal library. */
@NullMarked
package io.leat.shell.prompt;

import org.jspecify.annotations.NullMarked;
