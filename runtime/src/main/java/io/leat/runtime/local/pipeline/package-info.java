/**
 * Stored relations at work: one order of epochs for all tables and views, versions that readers
 * hold without locks, views that are kept up to date, and queries that follow them.
 */
@NullMarked
package io.leat.runtime.local.pipeline;

import org.jspecify.annotations.NullMarked;
