package io.leat.sql.parse.ast;

/** What CREATE does when the name is taken already. */
public enum CreateMode {
  NEW("CREATE"),
  OR_REPLACE("CREATE OR REPLACE"),
  OR_ALTER("CREATE OR ALTER");

  private final String words;

  CreateMode(String words) {
    this.words = words;
  }

  /** The first words of the statement. */
  public String words() {
    return words;
  }
}
