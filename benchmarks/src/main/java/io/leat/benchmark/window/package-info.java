/** Windows and joins in time, as whole queries, beside another engine. */
@NullMarked
package io.leat.benchmark.window;

import org.jspecify.annotations.NullMarked;
