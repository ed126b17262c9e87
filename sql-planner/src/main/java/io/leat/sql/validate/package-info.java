/** Names and types: from a syntax tree to a relational expression that means something. */
@NullMarked
package io.leat.sql.validate;

import org.jspecify.annotations.NullMarked;
