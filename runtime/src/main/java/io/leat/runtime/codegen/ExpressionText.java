package io.leat.runtime.codegen;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.types.RowSchema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Expressions as SQL-like text, for people who read generated code. */
final class ExpressionText {
  private static final int MAX_COMMENT = 200;

  private ExpressionText() {}

  /** Appends the text, but no more of it than a comment has room for. */
  private static void append(Expression expression, @Nullable RowSchema input, StringBuilder text) {
    if (text.length() > MAX_COMMENT) {
      return;
    }
    if (expression instanceof Expression.InputRef ref) {
      text.append(input == null ? "$" + ref.index() : input.name(ref.index()));
    } else if (expression instanceof Expression.Literal literal) {
      text.append(
          literal.value() instanceof String characters
              ? "'" + characters.replace("'", "''") + "'"
              : String.valueOf(literal.value()));
    } else if (expression instanceof Expression.Parameter parameter) {
      text.append('?').append(parameter.index());
    } else if (expression instanceof Expression.Cast cast) {
      append(cast.argument(), input, text.append(cast.safe() ? "TRY_CAST(" : "CAST("));
      text.append(" AS ").append(cast.type().sqlName()).append(')');
    } else if (expression instanceof Expression.Case choice) {
      text.append("CASE");
      for (Expression.Case.Branch branch : choice.branches()) {
        append(branch.condition(), input, text.append(" WHEN "));
        append(branch.result(), input, text.append(" THEN "));
      }
      append(choice.otherwise(), input, text.append(" ELSE "));
      text.append(" END");
    } else if (expression instanceof Expression.UserCall call) {
      text.append(call.method().function());
      appendList(call.arguments(), ", ", input, text);
    } else if (expression instanceof Expression.Let let) {
      append(let.value(), input, text.append("LET x").append(let.id()).append(" = "));
      append(let.body(), input, text.append(" IN "));
    } else if (expression instanceof Expression.Variable variable) {
      text.append('x').append(variable.id());
    } else {
      appendCall((Expression.Call) expression, input, text);
    }
  }

  private static void appendCall(
      Expression.Call call, @Nullable RowSchema input, StringBuilder text) {
    String name = call.function();
    List<Expression> arguments = call.arguments();
    if (name.startsWith("IS ")) {
      append(arguments.get(0), input, text);
      text.append(' ').append(name);
      if (arguments.size() > 1) {
        append(arguments.get(1), input, text.append(' '));
      }
      return;
    }
    boolean infix = !Character.isLetter(name.charAt(0)) || name.equals("AND") || name.equals("OR");
    if (infix && arguments.size() > 1) {
      appendList(arguments, " " + name + " ", input, text);
    } else {
      appendList(arguments, ", ", input, text.append(name));
    }
  }

  private static void appendList(
      List<Expression> list, String between, @Nullable RowSchema input, StringBuilder text) {
    text.append('(');
    for (int i = 0; i < list.size() && text.length() <= MAX_COMMENT; i++) {
      append(list.get(i), input, text.append(i == 0 ? "" : between));
    }
    text.append(')');
  }

  /** One line that cannot end or escape a Java comment. */
  static String comment(Expression expression, @Nullable RowSchema input) {
    StringBuilder text = new StringBuilder();
    append(expression, input, text);
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
