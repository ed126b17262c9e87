package io.leat.sql.validate;

import io.leat.runtime.error.Position;
import org.jspecify.annotations.Nullable;

/**
 * What the hint STATE_TTL says of an input of a query block: how long what the block keeps of it is
 * kept, unless it is touched.
 *
 * @param input its name in the block
 * @param micros 0 for ever
 * @param position of the name in the hint; null if the text is not the statement's own
 */
public record StateLifetime(String input, long micros, @Nullable Position position) {}
