/** Workers, queues, scheduling: the only package that touches threads and clocks. */
@NullMarked
package io.leat.runtime.local;

import org.jspecify.annotations.NullMarked;
