package io.leat.runtime.codegen;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.types.RowSchema;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Expressions as SQL-like text, for people who read generated code. */
final class ExpressionText {
  private static final int MAX_COMMENT = 200;

  private ExpressionText() {}

  static String of(Expression expression, @Nullable RowSchema input) {
    if (expression instanceof Expression.InputRef ref) {
      return input == null ? "$" + ref.index() : input.name(ref.index());
    }
    if (expression instanceof Expression.Literal literal) {
      return literal.value() instanceof String text
          ? "'" + text.replace("'", "''") + "'"
          : String.valueOf(literal.value());
    }
    if (expression instanceof Expression.Parameter parameter) {
      return "?" + parameter.index();
    }
    if (expression instanceof Expression.Cast cast) {
      return (cast.safe() ? "TRY_CAST(" : "CAST(")
          + (of(cast.argument(), input) + " AS " + cast.type().sqlName() + ")");
    }
    if (expression instanceof Expression.Case choice) {
      return choice.branches().stream()
          .map(
              branch ->
                  " WHEN " + of(branch.condition(), input) + " THEN " + of(branch.result(), input))
          .collect(
              Collectors.joining("", "CASE", " ELSE " + of(choice.otherwise(), input) + " END"));
    }
    if (expression instanceof Expression.UserCall call) {
      return call.arguments().stream()
          .map(argument -> of(argument, input))
          .collect(Collectors.joining(", ", call.method().function() + "(", ")"));
    }
    if (expression instanceof Expression.Let let) {
      return "LET x" + let.id() + " = " + of(let.value(), input) + " IN " + of(let.body(), input);
    }
    if (expression instanceof Expression.Variable variable) {
      return "x" + variable.id();
    }
    Expression.Call call = (Expression.Call) expression;
    List<String> arguments = call.arguments().stream().map(a -> of(a, input)).toList();
    String name = call.function();
    if (name.startsWith("IS ")) {
      return arguments.size() == 1
          ? arguments.get(0) + " " + name
          : String.join(" " + name + " ", arguments);
    }
    boolean infix = !Character.isLetter(name.charAt(0)) || name.equals("AND") || name.equals("OR");
    return infix && arguments.size() > 1
        ? "(" + String.join(" " + name + " ", arguments) + ")"
        : name + "(" + String.join(", ", arguments) + ")";
  }

  /** One line that cannot end or escape a Java comment. */
  static String comment(Expression expression, @Nullable RowSchema input) {
    String text = of(expression, input);
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < Math.min(text.length(), MAX_COMMENT); i++) {
      char c = text.charAt(i);
      line.append(c < ' ' || c > '~' ? ' ' : c == '\\' ? '/' : c);
    }
    return text.length() > MAX_COMMENT ? line + " ..." : line.toString();
  }

  static String comment(Expression expression) {
    return comment(expression, null);
  }
}
