/**
 * Nexmark on Apache Spark's Structured Streaming: the events of our generator as a source, and the
 * run.
 */
@NullMarked
package io.leat.benchmark.spark;

import org.jspecify.annotations.NullMarked;
