package io.leat.sql.parse;

import org.apache.calcite.sql.SqlNode;

/** A statement and the places of its first and last character; used by the grammar alone. */
public record StatementSpan(SqlNode node, int line, int column, int endLine, int endColumn) {}
