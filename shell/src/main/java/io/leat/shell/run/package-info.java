/** Running statements over JDBC: one at a time, interruptible, bounded in rows and time. */
@NullMarked
package io.leat.shell.run;

import org.jspecify.annotations.NullMarked;
