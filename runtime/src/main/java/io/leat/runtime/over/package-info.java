/**
 * Window functions: what each gives for the rows of a sorted partition, and which rows a change of
 * the partition reaches.
 */
@NullMarked
package io.leat.runtime.over;

import org.jspecify.annotations.NullMarked;
