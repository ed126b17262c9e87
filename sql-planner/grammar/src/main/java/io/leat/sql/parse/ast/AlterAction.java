package io.leat.sql.parse.ast;

import java.util.Arrays;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** What ALTER does to its object. */
public abstract sealed class AlterAction extends SyntaxNode {
  private static final SqlOperator OPERATOR = ddl("ALTER ACTION");

  AlterAction(SqlParserPos pos) {
    super(OPERATOR, pos);
  }

  /** RENAME TO name. */
  public static final class Rename extends AlterAction {
    private final SqlIdentifier name;

    public Rename(SqlParserPos pos, SqlIdentifier name) {
      super(pos);
      this.name = name;
    }

    public SqlIdentifier name() {
      return name;
    }

    @Override
    protected List<@Nullable Object> parts() {
      return Arrays.asList(name);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
      clause(writer, "RENAME TO", name);
    }
  }

  /** RENAME from TO to. */
  public static final class RenameColumn extends AlterAction {
    private final SqlIdentifier from;
    private final SqlIdentifier to;

    public RenameColumn(SqlParserPos pos, SqlIdentifier from, SqlIdentifier to) {
      super(pos);
      this.from = from;
      this.to = to;
    }

    public SqlIdentifier from() {
      return from;
    }

    public SqlIdentifier to() {
      return to;
    }

    @Override
    protected List<@Nullable Object> parts() {
      return Arrays.asList(from, to);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
      clause(writer, "RENAME", from);
      clause(writer, "TO", to);
    }
  }

  /** SET (options). */
  public static final class SetOptions extends AlterAction {
    private final SqlNodeList options;

    public SetOptions(SqlParserPos pos, SqlNodeList options) {
      super(pos);
      this.options = options;
    }

    public SqlNodeList options() {
      return options;
    }

    @Override
    protected List<@Nullable Object> parts() {
      return Arrays.asList(options);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
      writer.keyword("SET");
      parenthesized(writer, options);
    }
  }

  /** RESET (keys). */
  public static final class ResetOptions extends AlterAction {
    private final SqlNodeList keys;

    public ResetOptions(SqlParserPos pos, SqlNodeList keys) {
      super(pos);
      this.keys = keys;
    }

    public SqlNodeList keys() {
      return keys;
    }

    @Override
    protected List<@Nullable Object> parts() {
      return Arrays.asList(keys);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
      writer.keyword("RESET");
      parenthesized(writer, keys);
    }
  }

  /** COMMENT text. */
  public static final class SetComment extends AlterAction {
    private final SqlLiteral comment;

    public SetComment(SqlParserPos pos, SqlLiteral comment) {
      super(pos);
      this.comment = comment;
    }

    public SqlLiteral comment() {
      return comment;
    }

    @Override
    protected List<@Nullable Object> parts() {
      return Arrays.asList(comment);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
      clause(writer, "COMMENT", comment);
    }
  }

  /** AS query. */
  public static final class SetQuery extends AlterAction {
    private final SqlNode query;

    public SetQuery(SqlParserPos pos, SqlNode query) {
      super(pos);
      this.query = query;
    }

    public SqlNode query() {
      return query;
    }

    @Override
    protected List<@Nullable Object> parts() {
      return Arrays.asList(query);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
      clause(writer, "AS", query);
    }
  }

  /** AS 'class' LANGUAGE language. */
  public static final class SetFunction extends AlterAction {
    private final SqlLiteral className;
    private final @Nullable SqlIdentifier language;

    public SetFunction(SqlParserPos pos, SqlLiteral className, @Nullable SqlIdentifier language) {
      super(pos);
      this.className = className;
      this.language = language;
    }

    public SqlLiteral className() {
      return className;
    }

    public @Nullable SqlIdentifier language() {
      return language;
    }

    @Override
    protected List<@Nullable Object> parts() {
      return Arrays.asList(className, language);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
      clause(writer, "AS", className);
      if (language != null) {
        writer.keyword("LANGUAGE");
        writer.keyword(language.getSimple());
      }
    }
  }

  /** ADD (columns, constraints, watermark), each possibly a {@link PlacedElement}. */
  public static final class AddElements extends AlterAction {
    private final SqlNodeList elements;

    public AddElements(SqlParserPos pos, SqlNodeList elements) {
      super(pos);
      this.elements = elements;
    }

    public SqlNodeList elements() {
      return elements;
    }

    @Override
    protected List<@Nullable Object> parts() {
      return Arrays.asList(elements);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
      writer.keyword("ADD");
      parenthesized(writer, elements);
    }
  }

  /** MODIFY (columns, constraints, watermark), each possibly a {@link PlacedElement}. */
  public static final class ModifyElements extends AlterAction {
    private final SqlNodeList elements;

    public ModifyElements(SqlParserPos pos, SqlNodeList elements) {
      super(pos);
      this.elements = elements;
    }

    public SqlNodeList elements() {
      return elements;
    }

    @Override
    protected List<@Nullable Object> parts() {
      return Arrays.asList(elements);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
      writer.keyword("MODIFY");
      parenthesized(writer, elements);
    }
  }

  /** DROP (columns). */
  public static final class DropColumns extends AlterAction {
    private final SqlNodeList columns;

    public DropColumns(SqlParserPos pos, SqlNodeList columns) {
      super(pos);
      this.columns = columns;
    }

    public SqlNodeList columns() {
      return columns;
    }

    @Override
    protected List<@Nullable Object> parts() {
      return Arrays.asList(columns);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
      writer.keyword("DROP");
      parenthesized(writer, columns);
    }
  }

  /** DROP PRIMARY KEY. */
  public static final class DropPrimaryKey extends AlterAction {

    public DropPrimaryKey(SqlParserPos pos) {
      super(pos);
    }

    @Override
    protected List<@Nullable Object> parts() {
      return Arrays.asList();
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
      writer.keyword("DROP PRIMARY KEY");
    }
  }

  /** DROP CONSTRAINT name. */
  public static final class DropConstraint extends AlterAction {
    private final SqlIdentifier name;

    public DropConstraint(SqlParserPos pos, SqlIdentifier name) {
      super(pos);
      this.name = name;
    }

    public SqlIdentifier name() {
      return name;
    }

    @Override
    protected List<@Nullable Object> parts() {
      return Arrays.asList(name);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
      clause(writer, "DROP CONSTRAINT", name);
    }
  }

  /** DROP WATERMARK. */
  public static final class DropWatermark extends AlterAction {

    public DropWatermark(SqlParserPos pos) {
      super(pos);
    }

    @Override
    protected List<@Nullable Object> parts() {
      return Arrays.asList();
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
      writer.keyword("DROP WATERMARK");
    }
  }

  /** DROP DISTRIBUTION. */
  public static final class DropDistribution extends AlterAction {

    public DropDistribution(SqlParserPos pos) {
      super(pos);
    }

    @Override
    protected List<@Nullable Object> parts() {
      return Arrays.asList();
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
      writer.keyword("DROP DISTRIBUTION");
    }
  }

  /** ADD or MODIFY DISTRIBUTION. */
  public static final class SetDistribution extends AlterAction {
    private final boolean modify;
    private final Distribution distribution;

    public SetDistribution(SqlParserPos pos, boolean modify, Distribution distribution) {
      super(pos);
      this.modify = modify;
      this.distribution = distribution;
    }

    public boolean modify() {
      return modify;
    }

    public Distribution distribution() {
      return distribution;
    }

    @Override
    protected List<@Nullable Object> parts() {
      return Arrays.asList(modify, distribution);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
      writer.keyword(modify ? "MODIFY DISTRIBUTION" : "ADD DISTRIBUTION");
      distribution.unparse(writer, 0, 0);
    }
  }

  /** ADD PARTITION (values) WITH (options). Values are {@link PartitionValue}. */
  public static final class AddPartition extends AlterAction {
    private final boolean ifNotExists;
    private final SqlNodeList values;
    private final @Nullable SqlNodeList options;

    public AddPartition(
        SqlParserPos pos, boolean ifNotExists, SqlNodeList values, @Nullable SqlNodeList options) {
      super(pos);
      this.ifNotExists = ifNotExists;
      this.values = values;
      this.options = options;
    }

    public boolean ifNotExists() {
      return ifNotExists;
    }

    public SqlNodeList values() {
      return values;
    }

    public @Nullable SqlNodeList options() {
      return options;
    }

    @Override
    protected List<@Nullable Object> parts() {
      return Arrays.asList(ifNotExists, values, options);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
      writer.keyword("ADD");
      word(writer, ifNotExists, "IF NOT EXISTS");
      listClause(writer, "PARTITION", values);
      if (options != null) {
        writer.keyword("WITH");
        parenthesized(writer, options);
      }
    }
  }

  /** DROP PARTITION (values). Values are {@link PartitionValue}. */
  public static final class DropPartition extends AlterAction {
    private final boolean ifExists;
    private final SqlNodeList values;

    public DropPartition(SqlParserPos pos, boolean ifExists, SqlNodeList values) {
      super(pos);
      this.ifExists = ifExists;
      this.values = values;
    }

    public boolean ifExists() {
      return ifExists;
    }

    public SqlNodeList values() {
      return values;
    }

    @Override
    protected List<@Nullable Object> parts() {
      return Arrays.asList(ifExists, values);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
      writer.keyword("DROP");
      word(writer, ifExists, "IF EXISTS");
      listClause(writer, "PARTITION", values);
    }
  }
}
