package io.leat.runtime.connector.builtin.jdbc;

import io.leat.runtime.connector.ReaderContext;
import io.leat.runtime.connector.Source;
import io.leat.runtime.connector.SourceReader;
import io.leat.runtime.connector.Split;
import io.leat.runtime.types.RowSchema;
import java.util.List;

/** All rows of a table, read once. */
record JdbcSource(JdbcDatabase database) implements Source {
  @Override
  public boolean bounded() {
    return true;
  }

  @Override
  public SplitEnumerator enumerator() {
    return new SplitEnumerator() {
      private boolean exhausted;

      @Override
      public List<Split> discover(int shards) {
        List<Split> only =
            exhausted ? List.of() : List.of(new Split("table", new byte[] {JdbcReader.UNREAD}));
        exhausted = true;
        return only;
      }

      @Override
      public boolean exhausted() {
        return exhausted;
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public SourceReader reader(List<Integer> columns, RowSchema schema, ReaderContext context) {
    return new JdbcReader(database, schema.select(columns), context);
  }
}
