package io.leat.sql.lower;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ValueText;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Expressions as people read them in EXPLAIN; equal expressions give equal texts. */
final class ExpressionText {
  private static final Set<String> INFIX =
      Set.of(
          "AND",
          "OR",
          "=",
          "<>",
          "<",
          "<=",
          ">",
          ">=",
          "IS DISTINCT FROM",
          "IS NOT DISTINCT FROM",
          "+",
          "-",
          "*",
          "/",
          "%",
          "||",
          "LIKE",
          "ILIKE",
          "SIMILAR TO");

  private static final Set<String> POSTFIX =
      Set.of("IS NULL", "IS NOT NULL", "IS TRUE", "IS NOT TRUE", "IS FALSE", "IS NOT FALSE");

  private final List<String> input;

  ExpressionText(RowSchema input) {
    this.input = ColumnNames.of(input);
  }

  String of(Expression expression) {
    if (expression instanceof Expression.InputRef reference) {
      return input.get(reference.index());
    }
    if (expression instanceof Expression.Constant constant) {
      return constant(constant);
    }
    if (expression instanceof Expression.Cast cast) {
      return (cast.safe() ? "TRY_CAST(" : "CAST(")
          + of(cast.argument())
          + " AS "
          + cast.type().sqlName()
          + ")";
    }
    if (expression instanceof Expression.Case choice) {
      StringBuilder text = new StringBuilder("CASE");
      for (Expression.Case.Branch branch : choice.branches()) {
        text.append(" WHEN ").append(of(branch.condition()));
        text.append(" THEN ").append(of(branch.result()));
      }
      return text.append(" ELSE ").append(of(choice.otherwise())).append(" END").toString();
    }
    if (expression instanceof Expression.UserCall call) {
      return call.arguments().stream()
          .map(this::of)
          .collect(Collectors.joining(", ", call.method().function() + "(", ")"));
    }
    if (expression instanceof Expression.Let let) {
      return "LET x" + let.id() + " = " + of(let.value()) + " IN " + of(let.body());
    }
    if (expression instanceof Expression.Variable variable) {
      return "x" + variable.id();
    }
    return call((Expression.Call) expression);
  }

  private String call(Expression.Call call) {
    List<Expression> arguments = call.arguments();
    String function = call.function();
    if (INFIX.contains(function) && arguments.size() == 2) {
      return operand(arguments.get(0), function)
          + " "
          + function
          + " "
          + operand(arguments.get(1), function);
    }
    if (POSTFIX.contains(function)) {
      return operand(arguments.get(0), function) + " " + function;
    }
    if (function.equals("NOT")) {
      return "NOT " + operand(arguments.get(0), function);
    }
    String list = arguments.stream().map(this::of).collect(Collectors.joining(", "));
    return switch (function) {
      case "ARRAY", "MAP" -> function + "[" + list + "]";
      default -> function + "(" + list + ")";
    };
  }

  /** In parentheses if it is an operation itself, other than the same chain of AND or OR. */
  private String operand(Expression expression, String around) {
    String text = of(expression);
    boolean operation =
        expression instanceof Expression.Call call
            && (INFIX.contains(call.function())
                || POSTFIX.contains(call.function())
                || call.function().equals("NOT"))
            && !(call.function().equals(around) && (around.equals("AND") || around.equals("OR")));
    return operation ? "(" + text + ")" : text;
  }

  static String constant(Expression.Constant constant) {
    if (constant instanceof Expression.Parameter parameter) {
      return "?" + parameter.index();
    }
    if (constant.value() == null) {
      return "NULL";
    }
    String text = ValueText.of(constant.value(), constant.type(), ZoneOffset.UTC);
    return switch (constant.type().kind()) {
      case CHAR, VARCHAR -> "'" + text.replace("'", "''") + "'";
      case DATE, TIME, TIMESTAMP, TIMESTAMP_LTZ -> constant.type().kind() + " '" + text + "'";
      case INTERVAL_YEAR_MONTH, INTERVAL_DAY_TIME -> "INTERVAL '" + text + "'";
      case BINARY, VARBINARY -> "x'" + text + "'";
      default -> text;
    };
  }
}
