/** From SQL text to circuits: the way in to the planner. */
@NullMarked
package io.leat.sql;

import org.jspecify.annotations.NullMarked;
