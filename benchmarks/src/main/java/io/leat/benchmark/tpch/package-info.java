/** TPC-H: its tables as a connector, its queries beside DuckDB's answers and times. */
@NullMarked
package io.leat.benchmark.tpch;

import org.jspecify.annotations.NullMarked;
