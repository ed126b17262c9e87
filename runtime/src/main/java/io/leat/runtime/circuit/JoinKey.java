package io.leat.runtime.circuit;

/**
 * A pair of columns that must be equal for two rows to match; both have the same physical type.
 *
 * @param left an index into the left input
 * @param right an index into the right input
 * @param nullsMatch whether NULL matches NULL ({@code IS NOT DISTINCT FROM}); with {@code =} it
 *     matches nothing
 */
public record JoinKey(int left, int right, boolean nullsMatch) {}
