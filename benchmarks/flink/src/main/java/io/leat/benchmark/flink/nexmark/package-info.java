/** Nexmark on Apache Flink: the events of our generator as a source, the counting sink, the run. */
@NullMarked
package io.leat.benchmark.flink.nexmark;

import org.jspecify.annotations.NullMarked;
