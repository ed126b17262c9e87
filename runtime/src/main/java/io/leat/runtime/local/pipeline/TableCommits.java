package io.leat.runtime.local.pipeline;

import io.leat.runtime.data.BytesColumn;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.relation.Entries;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * The stored relation that says of each job which of its commits the tables have last taken. It is
 * written in the same epoch as their rows, so that a commit that is made again after a restart is
 * found done.
 */
public final class TableCommits {
  /** A name that no statement can give. */
  public static final String NAME = "leat.checkpoints.commits";

  private static final RowSchema SCHEMA =
      RowSchema.of(
          new RowSchema.Field("owner", ScalarType.STRING.withNullable(false)),
          new RowSchema.Field("token", ScalarType.STRING.withNullable(false)));

  public static final RelationDefinition DEFINITION =
      new RelationDefinition(NAME, SCHEMA, List.of(0), true, List.of());

  private TableCommits() {}

  /** Whether this is the commit that was taken last. */
  static boolean isLast(RelationVersion commits, String owner, String token) {
    Entries row = row(owner, token);
    return commits.rows().count(row.bytes(), row.start(0), row.length(0)) > 0;
  }

  /** Says that this one is taken. */
  static TableWrite put(String owner, String token) {
    return new TableWrite.Put(NAME, List.of(row(owner, token)), false);
  }

  private static Entries row(String owner, String token) {
    Column[] columns = SCHEMA.types().stream().map(Column::of).toArray(Column[]::new);
    append(columns[0], owner);
    append(columns[1], token);
    Rows rows = new Rows(DEFINITION, false);
    rows.add(new ChangeBatch(Arrays.asList(columns), 1, null));
    return rows.runs().get(0);
  }

  private static void append(Column column, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    ((BytesColumn) column).append(bytes, 0, bytes.length);
  }
}
