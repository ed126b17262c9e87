package io.leat.sql.parse.ast;

import java.util.Arrays;
import java.util.List;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** What LIKE takes over from the other table, and what happens to duplicates. */
public final class LikeOption extends SyntaxNode {
  private static final SqlOperator OPERATOR = operator("LIKE OPTION");

  /** Taken over (a duplicate is an error), left out, or taken over and replaced by a duplicate. */
  public enum Merge {
    INCLUDING,
    EXCLUDING,
    OVERWRITING
  }

  /** A part of a table's definition. */
  public enum Feature {
    ALL,
    CONSTRAINTS,
    DISTRIBUTION,
    GENERATED,
    METADATA,
    OPTIONS,
    PARTITIONS,
    WATERMARKS
  }

  private final Merge merge;
  private final Feature feature;

  public LikeOption(SqlParserPos pos, Merge merge, Feature feature) {
    super(OPERATOR, pos);
    this.merge = merge;
    this.feature = feature;
  }

  public Merge merge() {
    return merge;
  }

  public Feature feature() {
    return feature;
  }

  @Override
  protected List<@Nullable Object> parts() {
    return Arrays.asList(merge, feature);
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    writer.keyword(merge.name());
    writer.keyword(feature.name());
  }
}
