/** JSON text (RFC 8259) as bytes of UTF-8: scanned, searched by path, written; no tree is built. */
@NullMarked
package io.leat.runtime.json;

import org.jspecify.annotations.NullMarked;
