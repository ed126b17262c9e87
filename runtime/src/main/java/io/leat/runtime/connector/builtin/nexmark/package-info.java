/** {@code nexmark}: the events of an auction site, made up. */
@NullMarked
package io.leat.runtime.connector.builtin.nexmark;

import org.jspecify.annotations.NullMarked;
