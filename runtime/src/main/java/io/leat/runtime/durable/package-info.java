/**
 * What survives the process: a directory with a log of all that has been acknowledged, and
 * checkpoints from which the log goes on. Files hold records with checksums; a record is there
 * wholly or not at all.
 */
@NullMarked
package io.leat.runtime.durable;

import org.jspecify.annotations.NullMarked;
