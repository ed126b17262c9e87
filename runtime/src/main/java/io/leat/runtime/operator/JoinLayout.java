package io.leat.runtime.operator;

import io.leat.runtime.circuit.JoinKey;
import io.leat.runtime.circuit.JoinType;
import io.leat.runtime.circuit.Node;

/**
 * What a join has to know of each input (0 left, 1 right), and the words in which it is kept: of a
 * key, shared by both inputs, and of each row. A word's place is −1 where it is not needed.
 */
final class JoinLayout {
  /** The word of a row that holds its weight. */
  static final int WEIGHT = 0;

  private final JoinType type;
  private final boolean filtered;
  private final int[][] keyColumns;
  private final boolean[] appendOnly;
  private final int[] list = {-1, -1};
  private final int[] total = {-1, -1};
  private final int keyWords;

  JoinLayout(Node.Join node) {
    type = node.type();
    filtered = node.condition().isPresent();
    appendOnly = new boolean[] {node.leftAppendOnly(), node.rightAppendOnly()};
    keyColumns =
        new int[][] {
          node.keys().stream().mapToInt(JoinKey::left).toArray(),
          node.keys().stream().mapToInt(JoinKey::right).toArray()
        };
    int words = 0;
    for (int input = 0; input < 2; input++) {
      if (keepsRows(input)) {
        list[input] = words++;
      }
      if (!filtered && tracks(1 - input)) {
        total[input] = words++;
      }
    }
    keyWords = words;
  }

  int[] keyColumns(int input) {
    return keyColumns[input];
  }

  /** Whether pairs of rows are given, not left rows alone. */
  boolean givesPairs() {
    return !type.leftOnly();
  }

  /** Whether pairs must be looked at at all. */
  boolean needsPairs() {
    return givesPairs() || filtered;
  }

  /** Whether it matters if a row of this input has a match. */
  boolean tracks(int input) {
    return input == 0 ? type.keepsLeft() || type.leftOnly() : type.keepsRight();
  }

  /** Whether a row of a tracked input is given alone while it is, or is not, matched. */
  boolean givesAlone(boolean matched) {
    return matched == (type == JoinType.SEMI);
  }

  /** Whether this input's rows are kept, not only counted by key. */
  boolean keepsRows(int input) {
    return input == 0 || givesPairs() || filtered;
  }

  boolean appendOnly(int input) {
    return appendOnly[input];
  }

  int keyWords() {
    return keyWords;
  }

  /** The word of a key with the list of this input's rows. */
  int listWord(int input) {
    return list[input];
  }

  /** The word of a key with the sum of the weights of this input's rows. */
  int totalWord(int input) {
    return total[input];
  }

  /** The word of a row with its place in its key's list, plus one; 0 while it is in none. */
  int placeWord(int input) {
    return appendOnly[input] ? -1 : 1;
  }

  /** The word of a row with the sum of the weights of the rows that match it. */
  int matchesWord(int input) {
    return filtered && tracks(input) ? (appendOnly[input] ? 1 : 2) : -1;
  }

  int rowWords(int input) {
    return 1 + (placeWord(input) >= 0 ? 1 : 0) + (matchesWord(input) >= 0 ? 1 : 0);
  }
}
