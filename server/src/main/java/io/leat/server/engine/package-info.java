/** The engine as a library: sessions take SQL statements and give results. */
@NullMarked
package io.leat.server.engine;

import org.jspecify.annotations.NullMarked;
