/**
 * The JDBC driver: {@code jdbc:leat://host:port} for a server, {@code jdbc:leat:} for an engine in
 * this JVM.
 */
@NullMarked
package io.leat.jdbc;

import org.jspecify.annotations.NullMarked;
