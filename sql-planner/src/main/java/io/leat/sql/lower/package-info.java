/** From relational expressions to circuits: the last step that knows Calcite. */
@NullMarked
package io.leat.sql.lower;

import org.jspecify.annotations.NullMarked;
