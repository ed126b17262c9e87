package io.leat.sql.validate;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.RowException;
import io.leat.runtime.json.JsonPath;
import io.leat.sql.parse.ast.CollectionTypeSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlJsonConstructorNullClause;
import org.apache.calcite.sql.SqlJsonEmptyOrError;
import org.apache.calcite.sql.SqlJsonExistsErrorBehavior;
import org.apache.calcite.sql.SqlJsonQueryEmptyOrErrorBehavior;
import org.apache.calcite.sql.SqlJsonQueryWrapperBehavior;
import org.apache.calcite.sql.SqlJsonValueEmptyOrErrorBehavior;
import org.apache.calcite.sql.SqlJsonValueReturning;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/** The special syntax of SQL's JSON functions as calls of the registry: options become letters. */
@SuppressWarnings("ReferenceEquality") // operators and nodes are told apart by identity
final class JsonRewriter {
  private static final String TEST = "IS JSON ";
  private static final String NEGATED_TEST = "IS NOT JSON ";

  /** Calls whose results are put into JSON as they are. */
  private static final Set<String> CONSTRUCTORS = Set.of("JSON_OBJECT", "JSON_ARRAY", "JSON");

  private final ExpressionRewriter expressions;

  JsonRewriter(ExpressionRewriter expressions) {
    this.expressions = expressions;
  }

  /** The call of the registry; null if it is no call of a JSON function. */
  @Nullable SqlNode rewrite(SqlCall call) {
    SqlOperator operator = call.getOperator();
    String name = operator.getName().toUpperCase(Locale.ROOT);
    return switch (name) {
      case "JSON_EXISTS" -> exists(call);
      case "JSON_VALUE" -> value(call);
      case "JSON_QUERY" -> query(call);
      case "JSON_OBJECT", "JSON_ARRAY" -> constructor(name, call);
      default -> {
        if (operator == SqlStdOperatorTable.JSON_VALUE_EXPRESSION) {
          yield function("JSON", call, expressions.rewrite(call.operand(0)));
        }
        yield name.startsWith(TEST) || name.startsWith(NEGATED_TEST) ? test(name, call) : null;
      }
    };
  }

  /** Whether the result of this call is JSON, not text to be quoted. */
  static boolean isJson(SqlNode node) {
    return node instanceof SqlCall call
        && (call.getOperator() == SqlStdOperatorTable.JSON_VALUE_EXPRESSION
            || CONSTRUCTORS.contains(call.getOperator().getName().toUpperCase(Locale.ROOT)));
  }

  private SqlNode test(String name, SqlCall call) {
    boolean negated = name.startsWith(NEGATED_TEST);
    String kind = name.substring((negated ? NEGATED_TEST : TEST).length());
    SqlNode test = function("IS JSON", call, document(call), text(kind, call.getParserPosition()));
    return negated ? SqlStdOperatorTable.NOT.createCall(call.getParserPosition(), test) : test;
  }

  private SqlNode exists(SqlCall call) {
    SqlNode document = document(call);
    SqlNode path = path(call);
    if (call.operandCount() < 3) {
      return function("JSON_EXISTS", call, document, path);
    }
    SqlParserPos pos = call.getParserPosition();
    return switch (symbol(call.operand(2), SqlJsonExistsErrorBehavior.class)) {
      case FALSE -> function("JSON_EXISTS", call, document, path);
      case TRUE -> function("JSON_EXISTS_ELSE", call, document, path, text("T", pos));
      case ERROR -> function("JSON_EXISTS_ELSE", call, document, path, text("E", pos));
      case UNKNOWN ->
          SqlStdOperatorTable.EQUALS.createCall(
              pos,
              function("JSON_PROBE", call, document, path),
              SqlLiteral.createExactNumeric("1", pos));
    };
  }

  private SqlNode value(SqlCall call) {
    SqlDataTypeSpec type = null;
    SqlJsonValueEmptyOrErrorBehavior onEmpty = SqlJsonValueEmptyOrErrorBehavior.NULL;
    SqlJsonValueEmptyOrErrorBehavior onError = SqlJsonValueEmptyOrErrorBehavior.NULL;
    SqlNode emptyDefault = null;
    SqlNode errorDefault = null;
    int next = 2;
    if (next < call.operandCount()
        && call.operand(next) instanceof SqlLiteral literal
        && literal.getValue() == SqlJsonValueReturning.RETURNING) {
      type = call.operand(next + 1);
      next += 2;
    }
    while (next < call.operandCount()) {
      SqlJsonValueEmptyOrErrorBehavior behavior =
          symbol(call.operand(next++), SqlJsonValueEmptyOrErrorBehavior.class);
      SqlNode instead =
          behavior == SqlJsonValueEmptyOrErrorBehavior.DEFAULT
              ? expressions.rewrite(call.operand(next++))
              : null;
      if (symbol(call.operand(next++), SqlJsonEmptyOrError.class) == SqlJsonEmptyOrError.EMPTY) {
        onEmpty = behavior;
        emptyDefault = instead;
      } else {
        onError = behavior;
        errorDefault = instead;
      }
    }
    SqlNode document = document(call);
    SqlNode path = path(call);
    SqlNode text =
        onEmpty == SqlJsonValueEmptyOrErrorBehavior.NULL
                && onError == SqlJsonValueEmptyOrErrorBehavior.NULL
            ? function("JSON_VALUE", call, document, path)
            : function(
                "JSON_VALUE_ELSE",
                call,
                document,
                path,
                text(letter(onEmpty) + letter(onError), call.getParserPosition()),
                asText(emptyDefault, call),
                asText(errorDefault, call));
    boolean failing = onError == SqlJsonValueEmptyOrErrorBehavior.ERROR;
    return type == null ? text : returning(type, text, failing, errorDefault, call);
  }

  /** What cannot be converted is an error, too. */
  static SqlNode returning(
      SqlDataTypeSpec type,
      SqlNode text,
      boolean failing,
      @Nullable SqlNode errorDefault,
      SqlCall call) {
    SqlParserPos pos = call.getParserPosition();
    if (failing) {
      return CastOperator.CAST.createCall(pos, text, type);
    }
    SqlNode converted = CastOperator.TRY_CAST.createCall(pos, text, type);
    if (errorDefault == null) {
      return converted;
    }
    SqlNode instead = CastOperator.CAST.createCall(pos, errorDefault, type);
    SqlNode isNull = SqlStdOperatorTable.IS_NULL.createCall(pos, text);
    return new SqlCase(
        pos,
        null,
        new SqlNodeList(List.of(isNull), pos),
        new SqlNodeList(List.of(SqlLiteral.createNull(pos)), pos),
        SqlStdOperatorTable.COALESCE.createCall(pos, converted, instead));
  }

  private static String letter(SqlJsonValueEmptyOrErrorBehavior behavior) {
    return behavior.name().substring(0, 1);
  }

  private SqlNode query(SqlCall call) {
    SqlJsonQueryWrapperBehavior wrapper =
        option(call, 2, SqlJsonQueryWrapperBehavior.WITHOUT_ARRAY);
    SqlJsonQueryEmptyOrErrorBehavior onEmpty =
        option(call, 3, SqlJsonQueryEmptyOrErrorBehavior.NULL);
    SqlJsonQueryEmptyOrErrorBehavior onError =
        option(call, 4, SqlJsonQueryEmptyOrErrorBehavior.NULL);
    SqlDataTypeSpec type = call.operandCount() > 5 ? call.operand(5) : null;
    SqlParserPos pos = call.getParserPosition();
    String letters =
        switch (wrapper) {
              case WITHOUT_ARRAY -> "W";
              case WITH_CONDITIONAL_ARRAY -> "C";
              case WITH_UNCONDITIONAL_ARRAY -> "U";
            }
            + letter(onEmpty)
            + letter(onError);
    SqlNode document = document(call);
    SqlNode path = path(call);
    if (type == null || !(type.getTypeNameSpec() instanceof CollectionTypeSpec)) {
      SqlNode text =
          letters.equals("WNN")
              ? function("JSON_QUERY", call, document, path)
              : function("JSON_QUERY_ELSE", call, document, path, text(letters, pos));
      return type == null ? text : CastOperator.CAST.createCall(pos, text, type);
    }
    if (onEmpty == SqlJsonQueryEmptyOrErrorBehavior.EMPTY_OBJECT
        || onError == SqlJsonQueryEmptyOrErrorBehavior.EMPTY_OBJECT) {
      throw QueryRewriter.refused(
          "EMPTY OBJECT where an ARRAY is returned", "use EMPTY ARRAY", call);
    }
    SqlNode array = function("JSON_QUERY_ARRAY", call, document, path, text(letters, pos));
    return onError == SqlJsonQueryEmptyOrErrorBehavior.ERROR
        ? CastOperator.CAST.createCall(pos, array, type)
        : CastOperator.TRY_CAST.createCall(pos, array, type);
  }

  private static String letter(SqlJsonQueryEmptyOrErrorBehavior behavior) {
    return switch (behavior) {
      case NULL -> "N";
      case ERROR -> "E";
      case EMPTY_ARRAY -> "A";
      case EMPTY_OBJECT -> "O";
    };
  }

  private SqlNode constructor(String name, SqlCall call) {
    SqlParserPos pos = call.getParserPosition();
    boolean object = name.equals("JSON_OBJECT");
    boolean absent =
        option(
                call,
                0,
                object
                    ? SqlJsonConstructorNullClause.NULL_ON_NULL
                    : SqlJsonConstructorNullClause.ABSENT_ON_NULL)
            == SqlJsonConstructorNullClause.ABSENT_ON_NULL;
    List<SqlNode> arguments = new ArrayList<>(List.of(text(absent ? "A" : "N", pos)));
    for (int i = 1; i < call.operandCount(); i++) {
      SqlNode operand = call.operand(i);
      boolean key = object && i % 2 == 1;
      arguments.add(key ? expressions.rewrite(operand) : json(operand, call));
    }
    return function(name, call, arguments.toArray(SqlNode[]::new));
  }

  private SqlNode json(SqlNode value, SqlCall call) {
    SqlNode rewritten = expressions.rewrite(value);
    return isJson(value) ? rewritten : function("JSON_STRING", call, rewritten);
  }

  private SqlNode document(SqlCall call) {
    SqlNode document = call.operand(0);
    boolean marked =
        document instanceof SqlCall inner
            && inner.getOperator() == SqlStdOperatorTable.JSON_VALUE_EXPRESSION;
    return expressions.rewrite(marked ? ((SqlCall) document).operand(0) : document);
  }

  /** A constant path is read here, so that what is wrong with it has a place. */
  private SqlNode path(SqlCall call) {
    SqlNode path = expressions.rewrite(call.operand(1));
    if (path instanceof SqlCharStringLiteral literal) {
      check(literal.getValueAs(String.class), path);
    }
    return path;
  }

  static void check(String path, SqlNode at) {
    try {
      JsonPath.parse(path);
    } catch (RowException e) {
      throw new LeatException(e.sqlState(), e.message(), Positions.of(at), null, e);
    }
  }

  static SqlNode asText(@Nullable SqlNode value, SqlCall call) {
    SqlParserPos pos = call.getParserPosition();
    SqlDataTypeSpec type =
        new SqlDataTypeSpec(new SqlBasicTypeNameSpec(SqlTypeName.VARCHAR, pos), pos);
    SqlNode given = value == null ? SqlLiteral.createNull(pos) : value;
    return CastOperator.CAST.createCall(pos, given, type);
  }

  private static <E extends Enum<E>> E option(SqlCall call, int operand, E otherwise) {
    SqlNode node = call.operandCount() > operand ? call.getOperandList().get(operand) : null;
    return node == null ? otherwise : symbol(node, otherwise.getDeclaringClass());
  }

  private static <E extends Enum<E>> E symbol(SqlNode node, Class<E> type) {
    return Objects.requireNonNull(((SqlLiteral) node).symbolValue(type));
  }

  private static SqlNode text(String text, SqlParserPos pos) {
    return SqlLiteral.createCharString(text, pos);
  }

  private static SqlNode function(String name, SqlCall call, SqlNode... arguments) {
    RegistryFunction function = Objects.requireNonNull(OperatorTable.INSTANCE.function(name), name);
    return new SqlBasicCall(function, List.of(arguments), call.getParserPosition());
  }
}
