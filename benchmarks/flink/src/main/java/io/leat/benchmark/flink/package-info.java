/** The same statements on Apache Flink, in a JVM of its own. */
@NullMarked
package io.leat.benchmark.flink;

import org.jspecify.annotations.NullMarked;
