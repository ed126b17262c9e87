/** SQL text as the shell sees it: tokens and statements, without a grammar. */
@NullMarked
package io.leat.shell.sql;

import org.jspecify.annotations.NullMarked;
