package io.leat.runtime.codegen;

import java.util.Set;
import java.util.TreeSet;

/** Statements of one generated method under construction, and the input columns they read. */
final class Block {
  private final StringBuilder text = new StringBuilder();
  private final Set<Integer> inputs = new TreeSet<>();
  private int depth;

  Block(int depth) {
    this.depth = depth;
  }

  /** An empty block at the same depth. */
  Block fork() {
    return new Block(depth);
  }

  Block line(String statement) {
    text.append("  ".repeat(depth)).append(statement).append('\n');
    return this;
  }

  /** Begins a nested block: {@code if (x)}. */
  Block open(String head) {
    line(head + " {");
    depth++;
    return this;
  }

  /** Ends a branch and begins the other one. */
  Block orElse() {
    depth--;
    line("} else {");
    depth++;
    return this;
  }

  Block close() {
    depth--;
    return line("}");
  }

  void reads(int input) {
    inputs.add(input);
  }

  Set<Integer> inputs() {
    return inputs;
  }

  /** Appends all of another block. */
  void add(Block other) {
    text.append(other.text);
    inputs.addAll(other.inputs);
  }

  int length() {
    return text.length();
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
