package io.leat.sql.parse.ast;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.util.Litmus;
import org.jspecify.annotations.Nullable;

/**
 * A syntax node of Leat's own. Two are equal when they are of one class and their parts are equal.
 */
public abstract class SyntaxNode extends SqlCall {
  private final SqlOperator operator;

  protected SyntaxNode(SqlOperator operator, SqlParserPos pos) {
    super(pos);
    this.operator = operator;
  }

  static SqlOperator operator(String name) {
    return new SqlSpecialOperator(name, SqlKind.OTHER);
  }

  static SqlOperator ddl(String name) {
    return new SqlSpecialOperator(name, SqlKind.OTHER_DDL);
  }

  /**
   * Everything that makes this node what it is, in a fixed order: nodes, texts, truth values,
   * constants.
   */
  protected abstract List<@Nullable Object> parts();

  @Override
  public SqlOperator getOperator() {
    return operator;
  }

  @Override
  public List<SqlNode> getOperandList() {
    List<SqlNode> nodes = new ArrayList<>();
    for (Object part : parts()) {
      if (part instanceof SqlNode node) {
        nodes.add(node);
      }
    }
    return nodes;
  }

  @Override
  public SqlNode clone(SqlParserPos pos) {
    return this;
  }

  @Override
  public boolean equalsDeep(@Nullable SqlNode node, Litmus litmus) {
    if (node == null || node.getClass() != getClass()) {
      return litmus.fail("{} != {}", this, node);
    }
    List<@Nullable Object> mine = parts();
    List<@Nullable Object> others = ((SyntaxNode) node).parts();
    for (int i = 0; i < mine.size(); i++) {
      if (!samePart(mine.get(i), others.get(i), litmus)) {
        return litmus.fail("{} != {}", this, node);
      }
    }
    return litmus.succeed();
  }

  private static boolean samePart(@Nullable Object a, @Nullable Object b, Litmus litmus) {
    if (a instanceof SqlDataTypeSpec x && b instanceof SqlDataTypeSpec y) {
      return Objects.equals(x.getNullable(), y.getNullable()) && x.equalsDeep(y, litmus);
    }
    if (a instanceof SqlNode x && b instanceof SqlNode y) {
      return x.equalsDeep(y, litmus);
    }
    return Objects.equals(a, b);
  }

  /** Writes the words when the condition holds. */
  static void word(SqlWriter writer, boolean condition, String words) {
    if (condition) {
      writer.keyword(words);
    }
  }

  /** Writes the words and the node, or nothing when there is no node. */
  static void clause(SqlWriter writer, String words, @Nullable SqlNode node) {
    if (node != null) {
      if (!words.isEmpty()) {
        writer.keyword(words);
      }
      node.unparse(writer, 0, 0);
    }
  }

  /** Writes the words and tables as FROM has them, or nothing when there are none. */
  static void tables(SqlWriter writer, String words, @Nullable SqlNode tables) {
    if (tables != null) {
      writer.keyword(words);
      SqlWriter.Frame frame = writer.startList(SqlWriter.FrameTypeEnum.FROM_LIST);
      tables.unparse(writer, 0, 0);
      writer.endList(frame);
    }
  }

  /** Writes (a, b, c). */
  static void parenthesized(SqlWriter writer, SqlNodeList list) {
    SqlWriter.Frame frame = writer.startList("(", ")");
    for (SqlNode node : list) {
      writer.sep(",");
      node.unparse(writer, 0, 0);
    }
    writer.endList(frame);
  }

  /** Writes the words and (a, b, c), or nothing when the list is empty. */
  static void listClause(SqlWriter writer, String words, SqlNodeList list) {
    if (!list.isEmpty()) {
      if (!words.isEmpty()) {
        writer.keyword(words);
      }
      parenthesized(writer, list);
    }
  }

  static @Nullable String text(@Nullable SqlLiteral literal) {
    return literal == null ? null : literal.toValue();
  }

  static String requiredText(SqlLiteral literal) {
    return Objects.requireNonNull(literal.toValue(), "text");
  }
}
