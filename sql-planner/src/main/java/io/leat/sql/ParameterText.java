package io.leat.sql;

import io.leat.runtime.types.DataType;

/**
 * The value of a {@code ?} as the text that CAST reads it from: for types whose values no literal
 * can be.
 */
public record ParameterText(String text, DataType type) {}
