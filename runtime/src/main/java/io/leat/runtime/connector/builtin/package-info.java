/** The connectors that need nothing outside the engine. */
@NullMarked
package io.leat.runtime.connector.builtin;

import org.jspecify.annotations.NullMarked;
