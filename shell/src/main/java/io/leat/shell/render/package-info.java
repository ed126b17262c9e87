/** Rows as text: one writer per output format. */
@NullMarked
package io.leat.shell.render;

import org.jspecify.annotations.NullMarked;
