/** Tables and views by name. */
@NullMarked
package io.leat.sql.catalog;

import org.jspecify.annotations.NullMarked;
