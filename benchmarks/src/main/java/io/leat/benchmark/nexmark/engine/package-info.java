/**
 * What runs inside an engine's own JVM: the queries' text, the measured runs, the sink's tally.
 * Plain JDK; compiled with each engine, so that all are measured by the same code.
 */
@NullMarked
package io.leat.benchmark.nexmark.engine;

import org.jspecify.annotations.NullMarked;
