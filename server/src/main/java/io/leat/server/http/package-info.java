/** The one network port. */
@NullMarked
package io.leat.server.http;

import org.jspecify.annotations.NullMarked;
