/**
 * What each kind of statement means, beside queries: declarations, inserts, questions about the
 * catalog.
 */
@NullMarked
package io.leat.sql.statement;

import org.jspecify.annotations.NullMarked;
