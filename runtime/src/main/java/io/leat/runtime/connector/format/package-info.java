/**
 * How rows are written as bytes: {@code 'format' = 'csv' | 'json' | 'raw'} and those that the class
 * path adds. Decoders fill columns straight from bytes, encoders the other way; no object is made
 * per field.
 */
@NullMarked
package io.leat.runtime.connector.format;

import org.jspecify.annotations.NullMarked;
