/** {@code conf/leat.yaml}: what may stand in it and what it means. */
@NullMarked
package io.leat.server.config;

import org.jspecify.annotations.NullMarked;
