/**
 * Avatica's protobuf messages over engine sessions, apart from any transport: bytes in, a promise
 * of bytes out.
 */
@NullMarked
package io.leat.server.avatica;

import org.jspecify.annotations.NullMarked;
