/** Comma-separated values after RFC 4180, with Flink's options. */
@NullMarked
package io.leat.runtime.connector.format.csv;

import org.jspecify.annotations.NullMarked;
