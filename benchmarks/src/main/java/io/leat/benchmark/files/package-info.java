/** Reading of files: decoders alone, and queries beside DuckDB's. */
@NullMarked
package io.leat.benchmark.files;

import org.jspecify.annotations.NullMarked;
