package io.leat.runtime.codegen;

import io.leat.runtime.circuit.Expression;
import java.util.List;
import java.util.Locale;

/** Access to nested values and their constructors, over boxed values. */
final class NestedCode {
  private final ExpressionCode code;

  NestedCode(ExpressionCode code) {
    this.code = code;
  }

  Operand generate(Expression.Call call, List<Operand> arguments, Block block) {
    switch (call.function()) {
      case "ARRAY", "ROW" -> {
        String list = code.classText().name("b");
        block.line("java.util.List " + list + " = new java.util.ArrayList();");
        for (Operand argument : arguments) {
          block.line(list + ".add(" + code.boxed(argument) + ");");
        }
        return Operand.notNull(call.type(), list);
      }
      case "MAP" -> {
        String map = code.classText().name("b");
        block.line("java.util.Map " + map + " = new java.util.LinkedHashMap();");
        for (int i = 0; i < arguments.size(); i += 2) {
          String key = code.boxed(arguments.get(i));
          String value = code.boxed(arguments.get(i + 1));
          block.line("NestedValues.put(" + map + ", " + key + ", " + value + ");");
        }
        return Operand.notNull(call.type(), map);
      }
      case "MULTISET" -> {
        String multiset = code.classText().name("b");
        block.line("java.util.Map " + multiset + " = new java.util.LinkedHashMap();");
        for (Operand argument : arguments) {
          block.line("NestedValues.count(" + multiset + ", " + code.boxed(argument) + ");");
        }
        return Operand.notNull(call.type(), multiset);
      }
      case "ANY", "ALL" -> {
        String values = String.join(", ", arguments.stream().map(code::boxed).toList());
        String truth =
            "ElementComparison." + call.function().toLowerCase(Locale.ROOT) + "(" + values + ")";
        return code.fromBoxed(call.type(), truth, block);
      }
      default -> {
        Operand nested = arguments.get(0);
        Operand key = arguments.get(1);
        String method = call.function().equals("FIELD") ? "field" : "item";
        String element =
            "NestedValues." + method + "(" + code.boxed(nested) + ", " + code.boxed(key) + ")";
        return code.fromBoxed(call.type(), element, block);
      }
    }
  }
}
