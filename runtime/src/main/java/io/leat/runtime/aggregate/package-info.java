/**
 * Aggregate functions over changing groups. A call is an {@link
 * io.leat.runtime.aggregate.AggregateResult} that reads what {@link
 * io.leat.runtime.aggregate.Accumulator}s keep in words of the group's row, or what a {@link
 * io.leat.runtime.aggregate.Multiset} keeps of the group's values. Calls share what they can.
 */
@NullMarked
package io.leat.runtime.aggregate;

import org.jspecify.annotations.NullMarked;
