/** Lookups in tables of connectors: how they are asked, tried again, and what is kept of them. */
@org.jspecify.annotations.NullMarked
package io.leat.runtime.connector.lookup;
