/**
 * Nexmark on Leat, Apache Flink and Apache Spark in one run: starts each engine in a process of its
 * own, one after the other, and reports what each query cost.
 */
@NullMarked
package io.leat.benchmark.nexmark.peers;

import org.jspecify.annotations.NullMarked;
