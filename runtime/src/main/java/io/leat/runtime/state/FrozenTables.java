package io.leat.runtime.state;

import java.util.List;

/**
 * State that consists of the rows of tables.
 *
 * @param version of what the rows mean to the operator
 */
public record FrozenTables(int version, List<FrozenRows> tables) implements FrozenState {
  public FrozenTables {
    tables = List.copyOf(tables);
  }

  /** The rows of each table in turn, behind the version. */
  @Override
  public void write(int keyGroup, StateWriter writer) {
    boolean empty = true;
    for (FrozenRows table : tables) {
      empty &= table.count(keyGroup) == 0;
    }
    if (!empty) {
      writer.writeInt(version);
      for (FrozenRows table : tables) {
        table.write(keyGroup, writer);
      }
    }
  }

  @Override
  public FrozenTables asTables() {
    return this;
  }
}
