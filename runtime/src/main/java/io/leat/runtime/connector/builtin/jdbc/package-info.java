/** Connector {@code jdbc}: tables of databases, by the JDBC drivers of the class path. */
@org.jspecify.annotations.NullMarked
package io.leat.runtime.connector.builtin.jdbc;
