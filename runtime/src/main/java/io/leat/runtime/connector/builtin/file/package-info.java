/**
 * {@code filesystem}: tables of files. Reading: an enumerator finds files and cuts large ones at
 * borders of records, readers decode them. Writing: files that no reader sees until they are
 * committed.
 */
@NullMarked
package io.leat.runtime.connector.builtin.file;

import org.jspecify.annotations.NullMarked;
