/**
 * The plan of a continuous query as plain immutable data: nodes and expressions, nothing that runs.
 */
@NullMarked
package io.leat.runtime.circuit;

import org.jspecify.annotations.NullMarked;
