/** The engine inside the caller's JVM. */
@NullMarked
package io.leat.server.embedded;

import org.jspecify.annotations.NullMarked;
