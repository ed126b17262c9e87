/** JSON, one object per line, with Flink's options. */
@NullMarked
package io.leat.runtime.connector.format.json;

import org.jspecify.annotations.NullMarked;
