package io.leat.runtime.codegen;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.UserMethod;
import io.leat.runtime.types.ArrayType;
import io.leat.runtime.types.DataType;
import java.util.ArrayList;
import java.util.List;

/** Calls of users' methods: direct ones, with the Java types that they declare. */
final class UserCallCode {
  private final ExpressionCode code;

  UserCallCode(ExpressionCode code) {
    this.code = code;
  }

  Operand generate(Expression.UserCall call, List<Operand> arguments, Block block) {
    UserMethod method = call.method();
    ClassText classText = code.classText();
    List<Operand> strict = new ArrayList<>();
    List<String> values = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      Operand argument = arguments.get(i);
      if (method.isStrict(i)) {
        strict.add(argument);
      }
      values.add(argument(argument, method.parameter(i)));
    }
    Operand any = code.nulls(strict, block);
    if (any.isNull().equals("true")) {
      return code.literal(null, call.type());
    }
    String className = method.code().className().replace('$', '.');
    String target = className;
    if (method.isStatic()) {
      classText.userClass(method.code());
    } else {
      target = classText.userObject(method.code(), className);
    }
    String expression =
        target + "." + method.name() + "(" + String.join(", ", packed(method, values)) + ")";
    return guarded(call, any, expression, block);
  }

  /** The arguments of a variadic method are an array behind the others. */
  private static List<String> packed(UserMethod method, List<String> values) {
    if (!method.variadic()) {
      return values;
    }
    int fixed = method.parameters().size() - 1;
    List<String> packed = new ArrayList<>(values.subList(0, fixed));
    packed.add(
        "new "
            + method.parameters().get(fixed)
            + " {"
            + String.join(", ", values.subList(fixed, values.size()))
            + "}");
    return packed;
  }

  private String argument(Operand operand, String javaType) {
    String value = operand.value();
    switch (javaType) {
      case "boolean", "int", "long", "float", "double" -> {
        return value;
      }
      case "byte", "short" -> {
        return "(" + javaType + ") (" + value + ")";
      }
      default -> {}
    }
    if (operand.isNull().equals("true")) {
      return "(" + javaType + ") null";
    }
    String boxed =
        operand.form() == JavaForm.SLICE && javaType.equals("java.lang.String")
            ? value + ".toString()"
            : "("
                + javaType
                + ") Boxing.box("
                + value
                + ", "
                + code.typeConstant(operand.type())
                + ")";
    return operand.nullable()
        ? "(" + operand.isNull() + " ? (" + javaType + ") null : " + boxed + ")"
        : boxed;
  }

  /** The call, what it throws as a failure of the row, and its result in the type's form. */
  private Operand guarded(Expression.UserCall call, Operand any, String expression, Block block) {
    UserMethod method = call.method();
    DataType type = call.type();
    String function = code.classText().constant("String", method.function());
    Operand result = code.declare(type, block);
    if (any.nullable()) {
      block.open("if (!" + any.isNull() + ")");
    }
    boolean primitive = isPrimitive(method.result()) && !call.rows();
    String given = code.classText().name("g");
    block.line(
        primitive
            ? method.result() + " " + given + " = " + zero(method.result()) + ";"
            : "Object " + given + " = null;");
    block.open("try");
    String value = expression;
    if (!primitive) {
      value =
          "UserValues."
              + (call.rows() ? "rows(" : "value(")
              + (function + ", " + expression + ", ")
              + (rowType(call) + ")");
    }
    block.line(given + " = " + value + ";").close();
    block.open("catch (Throwable thrown)");
    block.line("throw UserValues.failure(" + function + ", thrown);").close();
    if (primitive) {
      block.line(result.isNull() + " = false;");
      block.line(result.value() + " = " + given + ";");
    } else {
      block.open("if (" + given + " != null)");
      block.line(result.isNull() + " = false;");
      block.line(result.value() + " = " + code.unboxed(given, type) + ";");
      block.close();
    }
    if (any.nullable()) {
      block.close();
    }
    return result;
  }

  private String rowType(Expression.UserCall call) {
    DataType type = call.type();
    return code.typeConstant(call.rows() && type instanceof ArrayType rows ? rows.element() : type);
  }

  private static String zero(String primitive) {
    return primitive.equals("boolean") ? "false" : "0";
  }

  private static boolean isPrimitive(String javaType) {
    return switch (javaType) {
      case "boolean", "byte", "short", "int", "long", "float", "double" -> true;
      default -> false;
    };
  }
}
