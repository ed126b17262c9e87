package io.leat.runtime.codegen;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.function.FunctionEntry;
import io.leat.runtime.function.Functions;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.ScalarType;
import io.leat.runtime.types.TypeKind;
import java.util.ArrayList;
import java.util.List;

/** Calls of registered functions: a static method over the arguments' values. */
final class FunctionCode {
  private final ExpressionCode code;

  FunctionCode(ExpressionCode code) {
    this.code = code;
  }

  Operand generate(Expression.Call call, List<Operand> arguments, Block block) {
    FunctionEntry entry = Functions.entry(call.function());
    if (entry == null || entry.method() == null) {
      throw new LeatException(
          SqlState.UNDEFINED_FUNCTION, "function " + call.function() + " does not exist");
    }
    List<String> values = new ArrayList<>();
    if (entry.memo() != null) {
      values.add(code.classText().field("m", entry.memo(), "new " + entry.memo() + "()"));
    }
    if (entry.isZoned()) {
      values.add("zone");
    }
    if (entry.isTimed()) {
      values.add("now");
    }
    List<Operand> strictArguments = arguments;
    if (entry.canSkipNulls()) {
      values.add(array(arguments, block));
      strictArguments = List.of();
    } else {
      arguments.forEach(argument -> values.add(argument(argument)));
    }
    DataType type = call.type();
    String out = type.physical() == io.leat.runtime.types.Physical.BYTES ? scratch(values) : "";
    String expression = entry.method() + "(" + String.join(", ", values) + ")";
    if (entry.mayGiveNull()) {
      return possibleNull(type, strictArguments, expression, out, block);
    }
    if (!out.isEmpty()) {
      return slice(type, strictArguments, expression, out, block);
    }
    return code.strict(type, strictArguments, converted(expression, type), block);
  }

  private String scratch(List<String> values) {
    String out = code.classText().scratch();
    values.add(out);
    return out;
  }

  private static String argument(Operand operand) {
    return operand.type().kind() == TypeKind.DECIMAL
        ? DecimalCode.bigDecimal(operand)
        : operand.value();
  }

  /** Arguments of a variadic function of text, null for NULL. */
  private String array(List<Operand> arguments, Block block) {
    String name = code.classText().name("a");
    code.classText().array(name, "Slice", arguments.size());
    for (int i = 0; i < arguments.size(); i++) {
      Operand argument = arguments.get(i);
      String value =
          argument.nullable()
              ? argument.isNull() + " ? null : " + argument.value()
              : argument.value();
      block.line(name + "[" + i + "] = " + value + ";");
    }
    return name;
  }

  private static String converted(String expression, DataType type) {
    return type.kind() == TypeKind.DECIMAL
        ? DecimalCode.fitted(expression, (ScalarType) type)
        : OperatorCode.inRange(expression, type);
  }

  private Operand slice(
      DataType type, List<Operand> arguments, String expression, String out, Block block) {
    Operand isNull = nulls(arguments, block);
    if (isNull.isNull().equals("true")) {
      return code.literal(null, type);
    }
    if (isNull.nullable()) {
      block.open("if (!" + isNull.isNull() + ")").line(expression + ";").close();
    } else {
      block.line(expression + ";");
    }
    return new Operand(type, isNull.isNull(), out);
  }

  /** Only {@code isNull} of the result counts: whether an argument is NULL. */
  private Operand nulls(List<Operand> arguments, Block block) {
    List<String> nulls =
        arguments.stream().filter(Operand::nullable).map(Operand::isNull).distinct().toList();
    if (nulls.isEmpty()) {
      return Operand.notNull(ScalarType.NULL, "");
    }
    if (nulls.contains("true")) {
      return new Operand(ScalarType.NULL, "true", "");
    }
    if (nulls.size() == 1) {
      return new Operand(ScalarType.NULL, nulls.get(0), "");
    }
    String name = code.classText().name("n");
    block.line("boolean " + name + " = " + String.join(" || ", nulls) + ";");
    return new Operand(ScalarType.NULL, name, "");
  }

  /**
   * A method that may find no value: for text it tells by its boolean result, for numbers by {@link
   * Functions#NO_VALUE}, else by null.
   */
  private Operand possibleNull(
      DataType type, List<Operand> arguments, String expression, String out, Block block) {
    Operand any = nulls(arguments, block);
    if (any.isNull().equals("true")) {
      return code.literal(null, type);
    }
    Operand result = code.declare(type, block);
    if (any.nullable()) {
      block.open("if (!" + any.isNull() + ")");
    }
    JavaForm form = result.form();
    switch (form) {
      case SLICE -> block.line(result.isNull() + " = !" + expression + ";");
      case INT, LONG -> {
        String found = code.classText().name("v");
        block.line("long " + found + " = " + expression + ";");
        block.line(result.isNull() + " = " + found + " == Functions.NO_VALUE;");
        block.line(result.value() + " = (" + form.javaType + ") " + found + ";");
      }
      case BIG_DECIMAL, INSTANT, OBJECT -> {
        block.line(result.value() + " = " + expression + ";");
        block.line(result.isNull() + " = " + result.value() + " == null;");
      }
      case BOOLEAN, FLOAT, DOUBLE ->
          throw new IllegalStateException("no way to give NULL as " + type);
    }
    if (any.nullable()) {
      block.close();
    }
    return form == JavaForm.SLICE ? new Operand(type, result.isNull(), out) : result;
  }
}
