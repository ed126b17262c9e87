/**
 * The syntax trees that Calcite does not have. Every node writes itself as SQL that parses to an
 * equal node.
 */
@NullMarked
package io.leat.sql.parse.ast;

import org.jspecify.annotations.NullMarked;
