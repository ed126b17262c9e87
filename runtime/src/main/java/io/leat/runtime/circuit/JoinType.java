package io.leat.runtime.circuit;

/** Which rows a join gives. */
public enum JoinType {
  INNER,
  LEFT,
  RIGHT,
  FULL,
  /** Left rows that have a match, once each. */
  SEMI,
  /** Left rows that have none. */
  ANTI;

  /** Whether a left row without a match is given, with NULLs on the right. */
  public boolean keepsLeft() {
    return this == LEFT || this == FULL;
  }

  /** Whether a right row without a match is given, with NULLs on the left. */
  public boolean keepsRight() {
    return this == RIGHT || this == FULL;
  }

  /** Whether the result has the left input's columns only. */
  public boolean leftOnly() {
    return this == SEMI || this == ANTI;
  }
}
