package io.leat.runtime.codegen;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.function.FunctionEntry;
import io.leat.runtime.function.Functions;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.Physical;
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
    if (entry.isBounded()) {
      String type = code.typeConstant(arguments.get(0).type());
      String value = entry.method() + "(bound, " + type + ")";
      return possibleNull(call.type(), List.of(), value, "", block);
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
    if (entry.isTyped()) {
      values.add(code.typeConstant(arguments.get(0).type()));
    }
    if (entry.isBoxed()) {
      return boxed(entry, call.type(), arguments, values, block);
    }
    List<Operand> single = entry.isVariadic() ? arguments.subList(0, entry.leading()) : arguments;
    List<Operand> strictArguments = entry.canSkipNulls() ? single : arguments;
    single.forEach(argument -> values.add(argument(argument)));
    if (entry.isVariadic()) {
      List<Operand> rest = arguments.subList(entry.leading(), arguments.size());
      values.add(array(rest, block));
    }
    DataType type = call.type();
    String out = type.physical() == Physical.BYTES ? scratch(values) : "";
    String expression = entry.method() + "(" + String.join(", ", values) + ")";
    if (entry.mayGiveNull()) {
      return possibleNull(type, strictArguments, expression, out, block);
    }
    if (!out.isEmpty()) {
      return code.into(type, strictArguments, expression, out, block);
    }
    return code.strict(type, strictArguments, converted(expression, type), block);
  }

  /** A method over boxed values. */
  private Operand boxed(
      FunctionEntry entry,
      DataType type,
      List<Operand> arguments,
      List<String> values,
      Block block) {
    List<String> boxes = arguments.stream().map(code::boxed).toList();
    if (entry.isVariadic()) {
      values.add("new Object[] {" + String.join(", ", boxes) + "}");
    } else {
      values.addAll(boxes);
    }
    String expression = entry.method() + "(" + String.join(", ", values) + ")";
    List<Operand> strict = entry.seesNulls() ? arguments.subList(0, 1) : arguments;
    if (!entry.mayGiveNull()) {
      return code.strict(type, strict, code.unboxed(expression, type), block);
    }
    Operand any = code.nulls(strict, block);
    if (any.isNull().equals("true")) {
      return code.literal(null, type);
    }
    String guarded = any.nullable() ? any.isNull() + " ? null : " + expression : expression;
    return code.fromBoxed(type, guarded, block);
  }

  private String scratch(List<String> values) {
    String out = code.classText().scratch();
    values.add(out);
    return out;
  }

  /** Methods take a DECIMAL as BigDecimal, a TIME as microseconds. */
  private static String argument(Operand operand) {
    return switch (operand.type().kind()) {
      case DECIMAL -> DecimalCode.bigDecimal(operand);
      case TIME -> operand.value() + " / 1000L";
      default -> operand.value();
    };
  }

  /** Arguments of a variadic function of text, null for NULL. */
  private String array(List<Operand> arguments, Block block) {
    String name = code.classText().name("a");
    code.classText().array(name, "Slice", arguments.size());
    for (int i = 0; i < arguments.size(); i++) {
      Operand argument = arguments.get(i);
      String value =
          argument.nullable()
              ? argument.isNull() + " ? (Slice) null : " + argument.value()
              : argument.value();
      block.line(name + "[" + i + "] = " + value + ";");
    }
    return name;
  }

  private String converted(String expression, DataType type) {
    return type.kind() == TypeKind.DECIMAL
        ? code.decimals().fitted(expression, (ScalarType) type)
        : OperatorCode.inRange(expression, type);
  }

  /**
   * A method that may find no value: for text it tells by its boolean result, for integers by
   * {@link Functions#NO_VALUE}, else by null: truth values and floating numbers come boxed.
   */
  private Operand possibleNull(
      DataType type, List<Operand> arguments, String expression, String out, Block block) {
    Operand any = code.nulls(arguments, block);
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
      case WIDE -> {
        String found = code.classText().name("b");
        block.line("BigDecimal " + found + " = " + expression + ";");
        block.line(result.isNull() + " = " + found + " == null;");
        block.open("if (" + found + " != null)");
        block.line(result.value() + " = " + code.decimals().fitted(found, (ScalarType) type) + ";");
        block.close();
      }
      case INSTANT, OBJECT -> {
        block.line(result.value() + " = " + expression + ";");
        block.line(result.isNull() + " = " + result.value() + " == null;");
      }
      case BOOLEAN, FLOAT, DOUBLE -> {
        String found = code.classText().name("b");
        String box =
            switch (form) {
              case BOOLEAN -> "Boolean";
              case FLOAT -> "Float";
              default -> "Double";
            };
        block.line(box + " " + found + " = " + expression + ";");
        block.line(result.isNull() + " = " + found + " == null;");
        block.open("if (" + found + " != null)");
        block.line(result.value() + " = " + found + "." + form.javaType + "Value();").close();
      }
    }
    if (any.nullable()) {
      block.close();
    }
    return form == JavaForm.SLICE ? new Operand(type, result.isNull(), out) : result;
  }
}
