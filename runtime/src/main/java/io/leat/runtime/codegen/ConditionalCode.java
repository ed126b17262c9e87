package io.leat.runtime.codegen;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.ScalarType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What evaluates its arguments from left to right, and only as far as needed. */
final class ConditionalCode {
  private final ExpressionCode code;

  ConditionalCode(ExpressionCode code) {
    this.code = code;
  }

  /** Null if the call evaluates all its arguments. */
  @Nullable Operand generate(Expression.Call call, Block block) {
    List<Expression> arguments = call.arguments();
    return switch (call.function()) {
      case "AND" -> logic(arguments, true, call.type(), block);
      case "OR" -> logic(arguments, false, call.type(), block);
      case "COALESCE", "IFNULL", "NVL" -> coalesce(arguments, call.type(), block);
      case "IF" ->
          choice(
              new Expression.Case(
                  List.of(new Expression.Case.Branch(arguments.get(0), arguments.get(1))),
                  arguments.get(2),
                  call.type()),
              block);
      case "NULLIF" ->
          choice(
              new Expression.Case(
                  List.of(
                      new Expression.Case.Branch(
                          new Expression.Call("=", arguments, ScalarType.BOOLEAN),
                          new Expression.Literal(null, call.type()))),
                  arguments.get(0),
                  call.type()),
              block);
      default -> null;
    };
  }

  /** AND if {@code neutral}, else OR; the other value decides at once. */
  private Operand logic(List<Expression> arguments, boolean neutral, DataType type, Block block) {
    if (arguments.size() == 1) {
      return code.generate(arguments.get(0), block);
    }
    if (arguments.size() > ExpressionCode.MAX_CHAIN) {
      int half = arguments.size() / 2;
      String operator = neutral ? "AND" : "OR";
      return logic(
          List.of(
              new Expression.Call(operator, arguments.subList(0, half), type),
              new Expression.Call(operator, arguments.subList(half, arguments.size()), type)),
          neutral,
          type,
          block);
    }
    Operand first = code.generate(arguments.get(0), block);
    String value = code.classText().name("v");
    block.line("boolean " + value + " = " + maskNull(first, neutral) + ";");
    String isNull = code.classText().name("n");
    block.line("boolean " + isNull + " = " + first.isNull() + ";");
    boolean nullable = first.nullable();
    int opened = 0;
    for (Expression argument : arguments.subList(1, arguments.size())) {
      // Undecided: the value so far is the neutral one, or NULL standing as the neutral one.
      block.open("if (" + (neutral ? "" : "!") + value + ")");
      opened++;
      Operand next = code.generate(argument, block);
      nullable |= next.nullable();
      block.line(value + " = " + maskNull(next, neutral) + ";");
      if (next.nullable()) {
        block.line(isNull + " = " + isNull + " || " + next.isNull() + ";");
      }
      block.open("if (" + (neutral ? "!" : "") + value + ")").line(isNull + " = false;").close();
    }
    for (int i = 0; i < opened; i++) {
      block.close();
    }
    return nullable ? new Operand(type, isNull, value) : Operand.notNull(type, value);
  }

  private static String maskNull(Operand operand, boolean neutral) {
    if (!operand.nullable()) {
      return operand.value();
    }
    return neutral
        ? operand.isNull() + " || " + operand.value()
        : "!" + operand.isNull() + " && " + operand.value();
  }

  private Operand coalesce(List<Expression> arguments, DataType type, Block block) {
    if (arguments.size() > ExpressionCode.MAX_CHAIN) {
      int head = ExpressionCode.MAX_CHAIN - 1;
      Expression rest =
          new Expression.Call("COALESCE", arguments.subList(head, arguments.size()), type);
      List<Expression> shorter = new java.util.ArrayList<>(arguments.subList(0, head));
      shorter.add(rest);
      return coalesce(shorter, type, block);
    }
    Operand result = code.declare(type, block);
    int opened = 0;
    boolean nullable = true;
    for (Expression argument : arguments) {
      if (opened > 0) {
        block.open("if (" + result.isNull() + ")");
      }
      opened++;
      Operand next = converted(argument, type, block);
      code.assign(result, next, block);
      if (!next.nullable()) {
        nullable = false;
        break;
      }
    }
    for (int i = 1; i < opened; i++) {
      block.close();
    }
    return nullable ? result : Operand.notNull(type, result.value());
  }

  Operand choice(Expression.Case choice, Block block) {
    List<Expression.Case.Branch> branches = choice.branches();
    if (branches.size() > ExpressionCode.MAX_CHAIN) {
      int head = ExpressionCode.MAX_CHAIN - 1;
      Expression rest =
          new Expression.Case(
              branches.subList(head, branches.size()), choice.otherwise(), choice.type());
      return choice(new Expression.Case(branches.subList(0, head), rest, choice.type()), block);
    }
    Operand result = code.declare(choice.type(), block);
    boolean nullable = false;
    for (Expression.Case.Branch branch : branches) {
      Operand condition = code.generate(branch.condition(), block);
      block.open("if (" + condition.isTrue() + ")");
      Operand value = converted(branch.result(), choice.type(), block);
      nullable |= value.nullable();
      code.assign(result, value, block);
      block.orElse();
    }
    Operand otherwise = converted(choice.otherwise(), choice.type(), block);
    nullable |= otherwise.nullable();
    code.assign(result, otherwise, block);
    for (int i = 0; i < branches.size(); i++) {
      block.close();
    }
    return nullable ? result : Operand.notNull(choice.type(), result.value());
  }

  /** The argument in the result's type, should the planner have left a difference. */
  private Operand converted(Expression argument, DataType type, Block block) {
    if (argument.type().withNullable(true).equals(type.withNullable(true))) {
      return code.generate(argument, block);
    }
    return code.generate(
        new Expression.Cast(argument, type.withNullable(argument.type().nullable()), false), block);
  }
}
