/**
 * Stored relations: rows as byte strings with counts, in immutable sorted trees whose versions
 * share what they have in common. No threads, no clock.
 */
@NullMarked
package io.leat.runtime.relation;

import org.jspecify.annotations.NullMarked;
