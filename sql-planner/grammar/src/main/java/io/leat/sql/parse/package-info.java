/** SQL text to syntax trees: statement lists, data types, positions and the errors a user sees. */
@NullMarked
package io.leat.sql.parse;

import org.jspecify.annotations.NullMarked;
