/** The server process. */
@NullMarked
package io.leat.server;

import org.jspecify.annotations.NullMarked;
