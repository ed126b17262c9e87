package io.leat.sql.parse;

import org.apache.calcite.sql.SqlNode;

/**
 * One statement of a text, without its semicolon. Positions in the node are those of the whole
 * text.
 *
 * @param startOffset index of the first character in the whole text
 * @param endOffset index behind the last one
 * @param line line of the first character, from 1
 * @param column column of the first character, from 1
 */
public record ParsedStatement(
    SqlNode node, String text, int startOffset, int endOffset, int line, int column) {}
