package io.leat.sql.validate;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.sql.parse.ast.BasicType;
import io.leat.sql.parse.ast.BasicTypeSpec;
import io.leat.sql.parse.ast.JsonBehavior;
import io.leat.sql.parse.ast.JsonTable;
import io.leat.sql.parse.ast.JsonTableColumn;
import io.leat.sql.parse.ast.JsonTableNested;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJsonQueryWrapperBehavior;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * JSON_TABLE as a query: its columns are expressions over the values that {@link JsonTableFunction}
 * finds for each level of rows. A path without {@code strict} or {@code lax} is lax here.
 */
final class JsonTableRewriter {
  private static final String ROWS = "rows of JSON_TABLE";
  private static final Pattern MODE =
      Pattern.compile("\\s*(strict|lax)\\s.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private final ExpressionRewriter expressions;
  private final JsonTable table;
  private final List<SqlNode> arguments = new ArrayList<>();
  private final List<SqlNode> columns = new ArrayList<>();
  private final Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
  private int levels;

  private JsonTableRewriter(ExpressionRewriter expressions, JsonTable table) {
    this.expressions = expressions;
    this.table = table;
  }

  /** A query that sees the tables to its left. */
  static SqlNode rewrite(JsonTable table, ExpressionRewriter expressions) {
    return new JsonTableRewriter(expressions, table).query();
  }

  private SqlNode query() {
    SqlParserPos pos = table.getParserPosition();
    SqlNode document = table.document();
    boolean marked =
        document instanceof SqlCall call
            && call.getOperator().equals(SqlStdOperatorTable.JSON_VALUE_EXPRESSION);
    arguments.add(expressions.rewrite(marked ? ((SqlCall) document).operand(0) : document));
    arguments.add(text(table.isFailing() ? "ERROR" : "EMPTY", pos));
    arguments.add(constantPath(expressions.rewrite(table.path())));
    level(table.columns());
    List<SqlNode> alias = new ArrayList<>();
    alias.add(
        SqlStdOperatorTable.LATERAL.createCall(
            pos,
            SqlStdOperatorTable.COLLECTION_TABLE.createCall(
                pos, new SqlBasicCall(JsonTableFunction.INSTANCE, arguments, pos))));
    alias.add(new SqlIdentifier(ROWS, pos));
    SqlSelect select =
        new SqlSelect(
            pos,
            null,
            new SqlNodeList(columns, pos),
            SqlStdOperatorTable.AS.createCall(pos, alias),
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null);
    return SqlStdOperatorTable.LATERAL.createCall(pos, select);
  }

  private void level(SqlNodeList list) {
    int level = levels++;
    for (SqlNode node : list) {
      if (node instanceof JsonTableNested nested) {
        SqlParserPos pos = nested.getParserPosition();
        arguments.add(SqlLiteral.createExactNumeric(Integer.toString(level), pos));
        arguments.add(constantPath(nested.path()));
        level(nested.columns());
      } else {
        JsonTableColumn column = (JsonTableColumn) node;
        if (!names.add(column.name().getSimple())) {
          throw new LeatException(
              SqlState.DUPLICATE_COLUMN,
              "column '" + column.name().getSimple() + "' is there twice",
              Positions.of(column.name()),
              null,
              null);
        }
        columns.add(
            SqlStdOperatorTable.AS.createCall(
                column.getParserPosition(), value(column, level), column.name()));
      }
    }
  }

  private SqlNode value(JsonTableColumn column, int level) {
    SqlParserPos pos = column.getParserPosition();
    if (column.kind() == JsonTableColumn.Kind.ORDINALITY) {
      return new SqlIdentifier(List.of(ROWS, JsonTableFunction.number(level)), pos);
    }
    SqlNode item = new SqlIdentifier(List.of(ROWS, JsonTableFunction.item(level)), pos);
    SqlDataTypeSpec type = Objects.requireNonNull(column.type());
    SqlLiteral written = column.path();
    SqlNode path = written == null ? keyPath(column.name()) : constantPath(written);
    if (column.kind() == JsonTableColumn.Kind.EXISTS) {
      String letter = letter(column.onError(), table.isFailing() ? "E" : "F");
      SqlNode exists = function("JSON_TABLE_EXISTS", pos, item, path, text(letter, pos));
      return CastOperator.CAST.createCall(pos, exists, type);
    }
    boolean scalar =
        type.getTypeNameSpec() instanceof BasicTypeSpec basic && basic.type() != BasicType.VARIANT;
    boolean json = column.kind() == JsonTableColumn.Kind.JSON;
    if (json && !isText(type)) {
      throw new LeatException(
          SqlState.DATATYPE_MISMATCH,
          "FORMAT JSON gives text",
          Positions.of(type),
          "declare the column as STRING, or leave FORMAT JSON out",
          null);
    }
    return scalar && !json && column.wrapper() == null && column.quotes() == null
        ? scalar(column, type, item, path)
        : json(column, type, scalar, item, path);
  }

  private static boolean isText(SqlDataTypeSpec type) {
    return type.getTypeNameSpec() instanceof BasicTypeSpec basic
        && switch (basic.type()) {
          case CHAR, VARCHAR, STRING -> true;
          default -> false;
        };
  }

  /** As JSON_VALUE gives it. */
  private SqlNode scalar(JsonTableColumn column, SqlDataTypeSpec type, SqlNode item, SqlNode path) {
    SqlParserPos pos = column.getParserPosition();
    String onEmpty = letter(column.onEmpty(), "N");
    String onError = letter(column.onError(), table.isFailing() ? "E" : "N");
    for (JsonBehavior behavior : behaviors(column)) {
      if (behavior.kind() == JsonBehavior.Kind.EMPTY_ARRAY
          || behavior.kind() == JsonBehavior.Kind.EMPTY_OBJECT) {
        throw new LeatException(
            SqlState.SYNTAX_ERROR,
            "EMPTY ARRAY and EMPTY OBJECT belong to columns of JSON",
            Positions.of(behavior),
            "write FORMAT JSON, or a DEFAULT",
            null);
      }
    }
    SqlNode emptyDefault = given(column.onEmpty());
    SqlNode errorDefault = given(column.onError());
    SqlNode text =
        function(
            "JSON_TABLE_COLUMN",
            pos,
            item,
            path,
            text("VK" + onEmpty + onError, pos),
            JsonRewriter.asText(emptyDefault, column),
            JsonRewriter.asText(errorDefault, column));
    return JsonRewriter.returning(type, text, onError.equals("E"), errorDefault, column);
  }

  private static List<JsonBehavior> behaviors(JsonTableColumn column) {
    List<JsonBehavior> behaviors = new ArrayList<>();
    for (JsonBehavior behavior : new JsonBehavior[] {column.onEmpty(), column.onError()}) {
      if (behavior != null) {
        behaviors.add(behavior);
      }
    }
    return behaviors;
  }

  /** As JSON text, or what is made of that. */
  private SqlNode json(
      JsonTableColumn column, SqlDataTypeSpec type, boolean scalar, SqlNode item, SqlNode path) {
    SqlParserPos pos = column.getParserPosition();
    for (JsonBehavior behavior : behaviors(column)) {
      if (behavior.kind() == JsonBehavior.Kind.DEFAULT && !isText(type)) {
        throw QueryRewriter.refused(
            "DEFAULT for a column of the type " + type, "use COALESCE in SELECT", behavior);
      }
    }
    SqlJsonQueryWrapperBehavior wrapper = column.wrapper();
    boolean failing = letter(column.onError(), table.isFailing() ? "E" : "N").equals("E");
    String options =
        (wrapper == null
                ? "W"
                : switch (wrapper) {
                  case WITHOUT_ARRAY -> "W";
                  case WITH_CONDITIONAL_ARRAY -> "C";
                  case WITH_UNCONDITIONAL_ARRAY -> "U";
                })
            + (Boolean.FALSE.equals(column.quotes()) ? "O" : "K")
            + letter(column.onEmpty(), "N")
            + letter(column.onError(), failing ? "E" : "N");
    SqlNode text =
        function(
            "JSON_TABLE_COLUMN",
            pos,
            item,
            path,
            text(options, pos),
            JsonRewriter.asText(given(column.onEmpty()), column),
            JsonRewriter.asText(given(column.onError()), column));
    if (scalar) {
      return JsonRewriter.returning(type, text, failing, null, column);
    }
    SqlNode variant = function("PARSE_JSON", pos, text, SqlLiteral.createBoolean(true, pos));
    return (failing ? CastOperator.CAST : CastOperator.TRY_CAST).createCall(pos, variant, type);
  }

  private @Nullable SqlNode given(@Nullable JsonBehavior behavior) {
    SqlNode value = behavior == null ? null : behavior.value();
    return value == null ? null : expressions.rewrite(value);
  }

  private static String letter(@Nullable JsonBehavior behavior, String otherwise) {
    if (behavior == null) {
      return otherwise;
    }
    return switch (behavior.kind()) {
      case NULL -> "N";
      case ERROR -> "E";
      case DEFAULT -> "D";
      case EMPTY_ARRAY -> "A";
      case EMPTY_OBJECT -> "O";
      case TRUE -> "T";
      case FALSE -> "F";
      case UNKNOWN -> "U";
    };
  }

  /** The path of a column that has its name as key. */
  private static SqlNode keyPath(SqlIdentifier name) {
    String key = name.getSimple().replace("\\", "\\\\").replace("'", "\\'");
    return text("lax $['" + key + "']", name.getParserPosition());
  }

  private static SqlNode constantPath(SqlNode path) {
    if (!(path instanceof SqlCharStringLiteral literal)) {
      throw QueryRewriter.refused(
          "a path of JSON_TABLE that is no constant", "write it as text in quotes", path);
    }
    String written = literal.getValueAs(String.class);
    JsonRewriter.check(written, path);
    return MODE.matcher(written).matches()
        ? path
        : text("lax " + written, path.getParserPosition());
  }

  private static SqlNode text(String text, SqlParserPos pos) {
    return SqlLiteral.createCharString(text, pos);
  }

  private static SqlNode function(String name, SqlParserPos pos, SqlNode... arguments) {
    RegistryFunction function = Objects.requireNonNull(OperatorTable.INSTANCE.function(name), name);
    return new SqlBasicCall(function, List.of(arguments), pos);
  }
}
