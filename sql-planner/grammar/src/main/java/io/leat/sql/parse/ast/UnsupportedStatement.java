package io.leat.sql.parse.ast;

import java.util.Arrays;
import java.util.List;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * A statement that is known by name only; the words are all tokens behind the name, as they were
 * written.
 */
public final class UnsupportedStatement extends SyntaxNode {
  private static final SqlOperator OPERATOR = operator("UNSUPPORTED");

  /** The first words of the statement. */
  public enum Kind {
    ADD_JAR,
    ANALYZE,
    CREATE_USER,
    DROP_USER,
    GRANT,
    LOAD_MODULE,
    REMOVE_JAR,
    REVOKE,
    UNLOAD_MODULE;

    /** As in SQL: upper case words. */
    public String words() {
      return name().replace('_', ' ');
    }
  }

  private final Kind kind;
  private final List<String> words;

  public UnsupportedStatement(SqlParserPos pos, Kind kind, List<String> words) {
    super(OPERATOR, pos);
    this.kind = kind;
    this.words = words;
  }

  public Kind kind() {
    return kind;
  }

  public List<String> words() {
    return words;
  }

  @Override
  protected List<@Nullable Object> parts() {
    return Arrays.asList(kind, words);
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    writer.keyword(kind.words());
    for (String word : words) {
      writer.literal(word);
    }
  }
}
