/** How tables meet the outside world: sources, sinks, and the built-in connectors. */
@NullMarked
package io.leat.runtime.connector;

import org.jspecify.annotations.NullMarked;
