package io.leat.sql.lower;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.Place;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.function.ScalarFunction;
import io.leat.runtime.function.TimeUnit;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.ScalarType;
import io.leat.runtime.types.TypeInference;
import io.leat.runtime.types.TypeKind;
import io.leat.sql.validate.ArithmeticOperator;
import io.leat.sql.validate.ConcatOperator;
import io.leat.sql.validate.ItemOperator;
import io.leat.sql.validate.JavaUserFunction;
import io.leat.sql.validate.NestedConstructor;
import io.leat.sql.validate.ParameterOperator;
import io.leat.sql.validate.Positions;
import io.leat.sql.validate.QuantifiedComparison;
import io.leat.sql.validate.RegistryFunction;
import io.leat.sql.validate.SharedScope;
import io.leat.sql.validate.SharedValue;
import io.leat.sql.validate.SqlUserFunction;
import io.leat.sql.validate.TypeMapping;
import java.time.Period;
import java.time.temporal.TemporalAmount;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlLikeOperator;
import org.jspecify.annotations.Nullable;

/** Calcite's row expressions over one input as Leat's, with all conversions made explicit. */
final class ExpressionLowering {
  private final Frame frame;
  private final Expressions expressions;
  private final RexBuilder rexBuilder;
  private final LiteralLowering literals;
  private final NestedLowering nested;
  private final UserFunctionLowering userFunctions;
  private final SharedValues shared;

  ExpressionLowering(
      Frame frame,
      Expressions expressions,
      RexBuilder rexBuilder,
      LiteralLowering literals,
      UserFunctionLowering userFunctions) {
    this.frame = frame;
    this.expressions = expressions;
    this.rexBuilder = rexBuilder;
    this.literals = literals;
    this.nested = new NestedLowering(expressions);
    this.userFunctions = userFunctions;
    this.shared = new SharedValues(expressions);
  }

  Expression lower(RexNode node) {
    if (node instanceof RexInputRef reference) {
      return frame.column(reference.getIndex());
    }
    if (node instanceof RexLiteral literal) {
      return literals.lower(literal);
    }
    if (node instanceof RexFieldAccess access) {
      return access.getReferenceExpr() instanceof RexCorrelVariable variable
          ? outer(new OuterColumn(variable.id, access.getField().getIndex()))
          : field(access);
    }
    if (node instanceof RexSubQuery || node instanceof RexOver) {
      Expression answer = frame.answer(node);
      if (answer != null) {
        return conform(answer, TypeMapping.toDataType(node.getType()));
      }
    }
    if (node instanceof RexCall call) {
      return expressions.at(
          Place.of(Positions.of(call.getParserPosition())),
          () -> conform(lowerCall(call), TypeMapping.toDataType(call.getType())));
    }
    throw LeatException.notSupported(
        "the expression " + node, "use columns, constants and functions");
  }

  private Expression outer(OuterColumn column) {
    Expression found = frame.find(column);
    if (found == null) {
      throw LeatException.notSupported(
          "a query that names a column of a query around it in this place", "write it as a join");
    }
    return found;
  }

  /** What the validator promised, by nullability at most different. */
  private Expression conform(Expression expression, DataType promised) {
    return promised.kind() == TypeKind.NULL
        ? expression
        : expressions.cast(expression, promised, false);
  }

  private Expression field(RexFieldAccess access) {
    return nested.field(lower(access.getReferenceExpr()), access.getField().getIndex());
  }

  private Expression lowerCall(RexCall call) {
    SqlOperator operator = call.getOperator();
    if (operator instanceof ParameterOperator parameter) {
      return new Expression.Parameter(parameter.index(), parameter.type());
    }
    if (operator instanceof RegistryFunction function) {
      return function(function.function(), lowerAll(call.getOperands()));
    }
    if (operator instanceof NestedConstructor constructor) {
      return nested.construct(constructor.constructed(), call, lowerAll(call.getOperands()));
    }
    if (operator instanceof ItemOperator) {
      return nested.item(lower(call.getOperands().get(0)), lower(call.getOperands().get(1)));
    }
    if (operator instanceof QuantifiedComparison quantified) {
      return nested.quantified(
          quantified, lower(call.getOperands().get(0)), lower(call.getOperands().get(1)));
    }
    if (operator instanceof SharedScope) {
      return shared.scope(() -> lower(call.getOperands().get(0)));
    }
    if (operator instanceof SharedValue value) {
      return shared.value(value.id(), () -> lower(call.getOperands().get(0)));
    }
    if (operator instanceof SqlUserFunction function) {
      return userFunctions.expand(function, lowerAll(call.getOperands()));
    }
    if (operator instanceof JavaUserFunction function) {
      return userFunctions.call(function, lowerAll(call.getOperands()));
    }
    if (operator instanceof ArithmeticOperator) {
      List<Expression> arguments = lowerAll(call.getOperands());
      return arithmetic(operator.getName(), arguments, TypeMapping.toDataType(call.getType()));
    }
    if (operator instanceof SqlLikeOperator like) {
      return like(like, lowerAll(call.getOperands()));
    }
    return switch (call.getKind()) {
      case CAST, SAFE_CAST ->
          expressions.cast(
              lower(call.getOperands().get(0)),
              TypeMapping.toDataType(call.getType()),
              call.getKind() == SqlKind.SAFE_CAST);
      case CASE -> choice(call);
      case SEARCH -> lower(RexUtil.expandSearch(rexBuilder, null, call));
      case AND -> Expressions.and(lowerAll(terms(call)));
      case OR -> Expressions.or(lowerAll(terms(call)));
      case NOT -> expressions.predicate("NOT", lowerAll(call.getOperands()));
      case EQUALS, NOT_EQUALS, LESS_THAN, LESS_THAN_OR_EQUAL, GREATER_THAN, GREATER_THAN_OR_EQUAL ->
          expressions.predicate(call.getKind().sql, comparable(call));
      case IS_DISTINCT_FROM, IS_NOT_DISTINCT_FROM ->
          expressions.call(
              operator.getName(), comparable(call), Expressions.TRUTH.withNullable(false));
      case IS_NULL, IS_NOT_NULL, IS_TRUE, IS_NOT_TRUE, IS_FALSE, IS_NOT_FALSE ->
          expressions.call(
              operator.getName(),
              lowerAll(call.getOperands()),
              Expressions.TRUTH.withNullable(false));
      case IS_UNKNOWN ->
          expressions.call(
              "IS NULL", lowerAll(call.getOperands()), Expressions.TRUTH.withNullable(false));
      case MINUS_PREFIX -> {
        Expression argument = lower(call.getOperands().get(0));
        yield expressions.call("NEGATE", List.of(argument), argument.type());
      }
      case PLUS_PREFIX -> lower(call.getOperands().get(0));
      case PLUS, TIMES -> // Calcite's own, of GROUPING over several columns
          arithmetic(
              operator.getName(),
              lower(call.getOperands().get(0)),
              lower(call.getOperands().get(1)));
      case COALESCE -> coalesce(call);
      case ROW -> nested.construct(NestedConstructor.Kind.ROW, call, lowerAll(call.getOperands()));
      default -> other(call);
    };
  }

  private Expression other(RexCall call) {
    String name = call.getOperator().getName().toUpperCase(Locale.ROOT);
    if (name.equals("*")) {
      // INTERVAL 5 DAY, which Calcite takes as so many times an interval of one day.
      return arithmetic("*", lower(call.getOperands().get(0)), lower(call.getOperands().get(1)));
    }
    if (name.equals("||")) {
      return concatenation(lowerAll(call.getOperands()));
    }
    throw LeatException.notSupported("the operator " + name, "SHOW FUNCTIONS lists what runs");
  }

  /** What a chain of ANDs or ORs connects, in order; the parser nests the first ones deepest. */
  private static List<RexNode> terms(RexCall call) {
    Deque<RexNode> left = new ArrayDeque<>(call.getOperands());
    List<RexNode> terms = new ArrayList<>();
    while (!left.isEmpty()) {
      RexNode first = left.pop();
      if (first instanceof RexCall inner && inner.getKind() == call.getKind()) {
        List<RexNode> operands = inner.getOperands();
        for (int i = operands.size() - 1; i >= 0; i--) {
          left.push(operands.get(i));
        }
      } else {
        terms.add(first);
      }
    }
    return terms;
  }

  private List<Expression> lowerAll(List<RexNode> nodes) {
    return nodes.stream().map(this::lower).toList();
  }

  private Expression function(ScalarFunction function, List<Expression> arguments) {
    ScalarFunction.Resolution resolution =
        function.resolve(
            arguments.stream().map(Expression::type).toList(),
            arguments.stream().map(ExpressionLowering::constant).toList());
    if (resolution == null) {
      throw new LeatException(
          SqlState.UNDEFINED_FUNCTION,
          "function " + function.name() + " does not take these arguments");
    }
    List<Expression> cast = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      cast.add(expressions.cast(arguments.get(i), resolution.parameters().get(i), false));
    }
    if (function.name().equals("TIMESTAMPADD") && cast.get(0) instanceof Expression.Literal unit) {
      Expression moved = moved(unit, cast.get(1), cast.get(2));
      if (moved != null) {
        return moved;
      }
    }
    if (function.name().equals("OVERLAPS")) {
      return overlaps(cast);
    }
    return expressions.call(function.name(), cast, resolution.result());
  }

  /** A begin that a length moves to its end is computed once. */
  private Expression overlaps(List<Expression> ends) {
    Expression.Variable first = expressions.variable(ends.get(0).type());
    Expression.Variable second = expressions.variable(ends.get(2).type());
    Expression overlap =
        expressions.predicate(
            "OVERLAPS",
            comparable(
                expressions,
                List.of(first, end(first, ends.get(1)), second, end(second, ends.get(3)))));
    return expressions.let(
        first.id(), ends.get(0), expressions.let(second.id(), ends.get(2), overlap));
  }

  private Expression end(Expression begin, Expression end) {
    if (!end.type().kind().isInterval()) {
      return end;
    }
    boolean clock =
        begin.type().kind() == TypeKind.DATE && end.type().kind() == TypeKind.INTERVAL_DAY_TIME;
    Expression from = clock ? expressions.cast(begin, ScalarType.timestamp(6), false) : begin;
    return arithmetic("+", from, end);
  }

  private static List<Expression> comparable(Expressions expressions, List<Expression> values) {
    DataType common = TypeInference.common(values.stream().map(Expression::type).toList());
    if (common == null) {
      throw new LeatException(
          SqlState.DATATYPE_MISMATCH, "the ends of the periods have no type in common");
    }
    return values.stream().map(value -> expressions.cast(value, common, false)).toList();
  }

  private static @Nullable Object constant(Expression argument) {
    return argument instanceof Expression.Literal literal ? literal.value() : null;
  }

  /** A time plus so many times the unit; null if the unit has no length. */
  private @Nullable Expression moved(Expression.Literal unit, Expression count, Expression time) {
    TemporalAmount length =
        unit.value() instanceof String name ? TimeUnit.of(name).interval() : null;
    if (length == null) {
      return null;
    }
    DataType type =
        length instanceof Period ? ScalarType.intervalYearMonth() : ScalarType.intervalDayTime(6);
    return arithmetic("+", time, arithmetic("*", count, Expressions.literal(length, type)));
  }

  /** A time that an interval moves has the clock and the digits promised before it is moved. */
  private Expression arithmetic(String symbol, List<Expression> operands, DataType promised) {
    List<Expression> fitted = new ArrayList<>(operands);
    for (int i = 0; i < 2; i++) {
      boolean moved =
          operands.get(1 - i).type().kind().isInterval()
              && !operands.get(i).type().kind().isInterval()
              && !promised.kind().isInterval();
      if (moved) {
        fitted.set(i, expressions.cast(operands.get(i), promised, false));
      }
    }
    return arithmetic(symbol, fitted.get(0), fitted.get(1));
  }

  private Expression arithmetic(String symbol, Expression left, Expression right) {
    DataType result = TypeInference.arithmetic(symbol, left.type(), right.type());
    if (result == null) {
      throw new LeatException(
          SqlState.DATATYPE_MISMATCH,
          "operator "
              + symbol
              + " does not take "
              + left.type().sqlName()
              + " and "
              + right.type().sqlName());
    }
    boolean temporal = !left.type().kind().isNumeric() || !right.type().kind().isNumeric();
    boolean decimal = result.kind() == TypeKind.DECIMAL;
    if (temporal && left.type().kind() != TypeKind.NULL && right.type().kind() != TypeKind.NULL) {
      return expressions.call(symbol, List.of(left, right), result);
    }
    DataType leftType = decimal ? decimal(left.type(), result) : result;
    DataType rightType = decimal ? decimal(right.type(), result) : result;
    return expressions.call(
        symbol,
        List.of(expressions.cast(left, leftType, false), expressions.cast(right, rightType, false)),
        result);
  }

  /** Decimals keep their own digits, integers become decimals. */
  private static DataType decimal(DataType type, DataType result) {
    if (type.kind() == TypeKind.DECIMAL) {
      return type;
    }
    return type.kind().isInteger() ? TypeInference.asDecimal((ScalarType) type) : result;
  }

  private Expression like(SqlLikeOperator operator, List<Expression> arguments) {
    String name = operator.getName().toUpperCase(Locale.ROOT).replace("NOT ", "");
    if (!name.equals("LIKE") && !name.equals("ILIKE") && !name.equals("SIMILAR TO")) {
      throw LeatException.notSupported("the operator " + name, "use LIKE or SIMILAR TO");
    }
    List<Expression> texts =
        arguments.stream()
            .map(argument -> expressions.cast(argument, ScalarType.STRING, false))
            .toList();
    Expression matches = expressions.predicate(name, texts);
    return operator.isNegated() ? expressions.predicate("NOT", List.of(matches)) : matches;
  }

  private Expression concatenation(List<Expression> arguments) {
    List<DataType> types = arguments.stream().map(Expression::type).toList();
    if (types.stream().anyMatch(type -> type.kind() == TypeKind.ARRAY)) {
      return arrays(types, arguments);
    }
    boolean binary = arguments.stream().anyMatch(argument -> argument.type().kind().isBinary());
    DataType type = binary ? ScalarType.BYTES : ScalarType.STRING;
    boolean nullable = arguments.stream().anyMatch(argument -> argument.type().nullable());
    return expressions.call(
        "||",
        arguments.stream().map(argument -> expressions.cast(argument, type, false)).toList(),
        type.withNullable(nullable));
  }

  private Expression arrays(List<DataType> types, List<Expression> arguments) {
    ScalarFunction function = ConcatOperator.ofArrays(types.get(0), types.get(1));
    boolean prepend = function != null && function.name().equals("ARRAY_PREPEND");
    List<Expression> ordered = prepend ? List.of(arguments.get(1), arguments.get(0)) : arguments;
    return function(Objects.requireNonNull(function), ordered);
  }

  private List<Expression> comparable(RexCall call) {
    return comparable(
        expressions, lower(call.getOperands().get(0)), lower(call.getOperands().get(1)));
  }

  /**
   * Both sides in the type they have in common, if that has all of their values; text is read as
   * what it is compared with.
   */
  static List<Expression> comparable(Expressions expressions, Expression left, Expression right) {
    DataType common = TypeInference.common(List.of(left.type(), right.type()));
    if (common == null && left.type().kind().isCharacter()) {
      common = right.type();
    } else if (common == null && right.type().kind().isCharacter()) {
      common = left.type();
    }
    if (common == null) {
      throw new LeatException(
              SqlState.DATATYPE_MISMATCH,
              "cannot compare " + left.type().sqlName() + " with " + right.type().sqlName())
          .withHint("convert one side with CAST");
    }
    if (common.kind().isCharacter() || losesDigits(left.type(), right.type(), common)) {
      return List.of(left, right);
    }
    return List.of(expressions.cast(left, common, false), expressions.cast(right, common, false));
  }

  /**
   * Whether two exact numbers have more digits than their common type; they compare as they are.
   */
  private static boolean losesDigits(DataType left, DataType right, DataType common) {
    return common.kind() == TypeKind.DECIMAL
        && left.kind().isNumeric()
        && right.kind().isNumeric()
        && !(TypeInference.holdsDigits(common, left) && TypeInference.holdsDigits(common, right));
  }

  private Expression choice(RexCall call) {
    DataType type = TypeMapping.toDataType(call.getType());
    List<Expression.Case.Branch> branches = new ArrayList<>();
    List<RexNode> operands = call.getOperands();
    boolean nullable = false;
    for (int i = 0; i + 1 < operands.size(); i += 2) {
      Expression result = conform(lower(operands.get(i + 1)), type);
      nullable |= result.type().nullable();
      branches.add(new Expression.Case.Branch(lower(operands.get(i)), result));
    }
    Expression otherwise = conform(lower(operands.get(operands.size() - 1)), type);
    nullable |= otherwise.type().nullable();
    return expressions.choose(branches, otherwise, type.withNullable(nullable));
  }

  private Expression coalesce(RexCall call) {
    DataType type = TypeMapping.toDataType(call.getType());
    List<Expression> arguments =
        lowerAll(call.getOperands()).stream().map(argument -> conform(argument, type)).toList();
    boolean nullable = arguments.stream().allMatch(argument -> argument.type().nullable());
    return expressions.call("COALESCE", arguments, type.withNullable(nullable));
  }
}
