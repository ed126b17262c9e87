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
  private final Lifetimes lifetimes;
  private final int[][] keyColumns;
  private final boolean[] appendOnly;
  private final int[] list = {-1, -1};
  private final int[] total = {-1, -1};
  private final int keyWords;

  JoinLayout(Node.Join node) {
    this(node, Lifetimes.ENDLESS);
  }

  JoinLayout(Node.Join node, Lifetimes lifetimes) {
    this.lifetimes = lifetimes;
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
      if (!countsByRow() && tracks(1 - input)) {
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
    return givesPairs() || countsByRow();
  }

  /**
   * Whether each row has a sum of the weights of its matches, not each key: if there is a condition
   * beyond equal keys, or if rows are forgotten, when those that met them keep what they counted.
   */
  boolean countsByRow() {
    return filtered || forgets();
  }

  /** Whether rows of any input are forgotten. */
  boolean forgets() {
    return lifetimes.end(0) || lifetimes.end(1);
  }

  /** Whether it matters if a row of this input has a match. */
  boolean tracks(int input) {
    return input == 0 ? type.keepsLeft() || type.leftOnly() : type.keepsRight();
  }

  /** Whether a row of a tracked input is given alone while it is, or is not, matched. */
  boolean givesAlone(boolean matched) {
    return matched == (type == JoinType.SEMI);
  }

  /**
   * Whether a pair on which the condition fails counts as a match: a row that may have one is not
   * given as one that has none. Nor is it given as one that has one.
   */
  boolean countsFailed() {
    return givesAlone(false);
  }

  /** Whether this input's rows are kept, not only counted by key. */
  boolean keepsRows(int input) {
    return input == 0 || givesPairs() || countsByRow();
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
    return appendOnly[input] && !lifetimes.end(input) ? -1 : 1;
  }

  /** The word of a row with the sum of the weights of the rows that match it. */
  int matchesWord(int input) {
    return countsByRow() && tracks(input) ? (placeWord(input) < 0 ? 1 : 2) : -1;
  }

  /** The word of a row that is forgotten some day with the tick in which it came. */
  int tickWord(int input) {
    return lifetimes.end(input) ? rowWords(input) - 1 : -1;
  }

  int rowWords(int input) {
    return 1
        + (placeWord(input) >= 0 ? 1 : 0)
        + (matchesWord(input) >= 0 ? 1 : 0)
        + lifetimes.words(input);
  }
}
