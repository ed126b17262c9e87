package io.leat.runtime.codegen;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.ScalarType;
import io.leat.runtime.types.TypeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The operators of SQL whose arguments are all evaluated. */
final class OperatorCode {
  private final ExpressionCode code;
  private final TemporalArithmeticCode temporal;
  private final TemporalUnitCode units;
  private final DecimalCode decimals;
  private final NestedCode nested;

  OperatorCode(ExpressionCode code) {
    this.code = code;
    this.temporal = new TemporalArithmeticCode(code);
    this.units = new TemporalUnitCode(code);
    this.decimals = code.decimals();
    this.nested = new NestedCode(code);
  }

  /** Null if the call is none of an operator. */
  @Nullable Operand generate(Expression.Call call, List<Operand> arguments, Block block) {
    String name = call.function();
    Operand first = arguments.isEmpty() ? Operand.notNull(call.type(), "") : arguments.get(0);
    return switch (name) {
      case "NOT" -> code.strict(call.type(), arguments, "!" + first.value(), block);
      case "=", "<>", "<", "<=", ">", ">=" -> comparison(name, call.type(), arguments, block);
      case Membership.IN ->
          code.strict(call.type(), List.of(first), Membership.code(first, arguments.get(1)), block);
      case "IS NULL" -> Operand.notNull(call.type(), first.isNull());
      case "IS NOT NULL" -> Operand.notNull(call.type(), not(first.isNull()));
      case "IS TRUE" -> Operand.notNull(call.type(), first.isTrue());
      case "IS NOT TRUE" -> Operand.notNull(call.type(), "!" + first.isTrue());
      case "IS FALSE" -> Operand.notNull(call.type(), first.isFalse());
      case "IS NOT FALSE" -> Operand.notNull(call.type(), "!(" + first.isFalse() + ")");
      case "IS DISTINCT FROM" -> distinct(call.type(), arguments, true, block);
      case "IS NOT DISTINCT FROM" -> distinct(call.type(), arguments, false, block);
      case "+", "-", "*", "/", "%" -> arithmetic(name, call.type(), arguments, block);
      case "MOD" -> arithmetic("%", call.type(), arguments, block);
      case "FLOOR", "CEIL" -> arguments.size() < 2 ? null : rounded(name, call, arguments, block);
      case "DATE_TRUNC" -> rounded(name, call, arguments, block);
      case "DATE_PART" ->
          units.extracted(call.type(), call.arguments().get(0), first, arguments.get(1), block);
      case "AT_TIME_ZONE", "AT_LOCAL" -> units.inZone(call.type(), arguments, block);
      case "OVERLAPS" -> code.strict(call.type(), arguments, overlaps(arguments), block);
      case "TYPEOF" -> code.literal(first.type().toString(), call.type());
      case "JSON_STRING" -> json(call.type(), first, block);
      case "CARDINALITY" ->
          first.type().kind() == TypeKind.MULTISET
              ? code.strict(
                  call.type(),
                  arguments,
                  "MapFunctions.multisetCardinality(" + first.value() + ")",
                  block)
              : null;
      case "IS_ALPHA", "IS_DECIMAL", "IS_DIGIT" -> characterTest(name, call.type(), first, block);
      case "NEGATE" -> negate(call.type(), arguments, block);
      case "GREATEST", "LEAST" -> extreme(name, call.type(), arguments, block);
      case "ITEM", "FIELD", "ARRAY", "MULTISET", "MAP", "ROW", "ANY", "ALL" ->
          nested.generate(call, arguments, block);
      default -> null;
    };
  }

  private Operand rounded(String name, Expression.Call call, List<Operand> arguments, Block block) {
    int unit = name.equals("DATE_TRUNC") ? 0 : 1;
    String method =
        switch (name) {
          case "DATE_TRUNC" -> "truncate";
          case "CEIL" -> "ceil";
          default -> "floor";
        };
    return units.rounded(
        method,
        call.type(),
        call.arguments().get(unit),
        arguments.get(unit),
        arguments.get(1 - unit),
        block);
  }

  /** Whether neither period lies before the other one; the ends may be exchanged. */
  private String overlaps(List<Operand> ends) {
    List<Operand> first = ends.subList(0, 2);
    List<Operand> second = ends.subList(2, 4);
    return "!(" + before(first, second) + " || " + before(second, first) + ")";
  }

  private String before(List<Operand> earlier, List<Operand> later) {
    return earlier.stream()
        .flatMap(end -> later.stream().map(begin -> "(" + compare("<", end, begin) + ")"))
        .collect(Collectors.joining(" && ", "(", ")"));
  }

  private Operand json(DataType type, Operand value, Block block) {
    String memo = code.classText().field("m", "JsonMemo", "new JsonMemo()");
    String out = code.classText().scratch();
    String arguments =
        value.type().kind().isCharacter()
            ? value.value()
            : code.boxed(Operand.notNull(value.type(), value.value()))
                + (", " + code.typeConstant(value.type()));
    String call = "JsonConstructors.string(" + memo + ", " + arguments + ", " + out + ")";
    return code.into(type, List.of(value), call, out, block);
  }

  private static String not(String isNull) {
    return switch (isNull) {
      case "true" -> "false";
      case "false" -> "true";
      default -> "!" + isNull;
    };
  }

  private Operand comparison(String name, DataType type, List<Operand> arguments, Block block) {
    return code.strict(type, arguments, compare(name, arguments.get(0), arguments.get(1)), block);
  }

  /** A boolean Java expression over the values of two arguments, neither of them NULL. */
  String compare(String operator, Operand a, Operand b) {
    if (a.isNull().equals("true") || b.isNull().equals("true")) {
      return "false";
    }
    String java = operator.equals("=") ? "==" : operator.equals("<>") ? "!=" : operator;
    DataType type = a.type();
    JavaForm form = a.form();
    if (type.kind().isNumeric() && b.type().kind().isNumeric() && involvesDecimal(a, b)) {
      return decimals.compare(java, a, b);
    }
    boolean isFloat = isFloat(a.form()) || isFloat(b.form());
    if (isFloat) {
      return "Arithmetic.compare(" + a.value() + ", " + b.value() + ") " + java + " 0";
    }
    if (form == JavaForm.INSTANT || b.form() == JavaForm.INSTANT) {
      return instant(a) + ".compareTo(" + instant(b) + ") " + java + " 0";
    }
    return switch (form) {
      case BOOLEAN -> "Boolean.compare(" + a.value() + ", " + b.value() + ") " + java + " 0";
      case SLICE ->
          switch (operator) {
            case "=" -> a.value() + ".sameBytes(" + b.value() + ")";
            case "<>" -> "!" + a.value() + ".sameBytes(" + b.value() + ")";
            default -> a.value() + ".compareBytes(" + b.value() + ") " + java + " 0";
          };
      case OBJECT -> "NestedValues.compare(" + a.value() + ", " + b.value() + ") " + java + " 0";
      default -> a.value() + " " + java + " " + b.value();
    };
  }

  private static boolean isFloat(JavaForm form) {
    return form == JavaForm.FLOAT || form == JavaForm.DOUBLE;
  }

  private static boolean involvesDecimal(Operand a, Operand b) {
    boolean decimal = a.type().kind() == TypeKind.DECIMAL || b.type().kind() == TypeKind.DECIMAL;
    return decimal && !isFloat(a.form()) && !isFloat(b.form());
  }

  /** The value as an Instant, whatever the precision. */
  static String instant(Operand operand) {
    return operand.form() == JavaForm.INSTANT
        ? operand.value()
        : "Boxing.instant(" + operand.value() + ")";
  }

  private Operand distinct(DataType type, List<Operand> arguments, boolean distinct, Block block) {
    Operand a = arguments.get(0);
    Operand b = arguments.get(1);
    String value = code.classText().name("v");
    String equal;
    if (a.nullable() || b.nullable()) {
      equal =
          ("(" + a.isNull() + " || " + b.isNull() + ")")
              + (" ? " + a.isNull() + " == " + b.isNull())
              + (" : " + compare("=", a, b));
    } else {
      equal = compare("=", a, b);
    }
    block.line("boolean " + value + " = " + (distinct ? "!(" + equal + ")" : equal) + ";");
    return Operand.notNull(type, value);
  }

  private Operand arithmetic(String name, DataType type, List<Operand> arguments, Block block) {
    Operand a = arguments.get(0);
    Operand b = arguments.get(1);
    if (!a.type().kind().isNumeric() || !b.type().kind().isNumeric()) {
      return temporal.generate(name, type, arguments, block);
    }
    if (type.kind() == TypeKind.DECIMAL) {
      return decimals.arithmetic(name, (ScalarType) type, arguments, block);
    }
    if (involvesDecimal(a, b)) {
      throw new IllegalArgumentException(a.type() + " " + name + " " + b.type() + " as " + type);
    }
    String method =
        switch (name) {
          case "+" -> "add";
          case "-" -> "subtract";
          case "*" -> "multiply";
          case "/" -> "divide";
          default -> "remainder";
        };
    String call = "Arithmetic." + method + "(" + ExpressionCode.values(arguments) + ")";
    return code.strict(type, arguments, inRange(call, type), block);
  }

  /** Checks the range of types narrower than what Java computes with. */
  static String inRange(String expression, DataType type) {
    return switch (type.kind()) {
      case TINYINT -> "Arithmetic.tinyint(" + expression + ")";
      case SMALLINT -> "Arithmetic.smallint(" + expression + ")";
      default -> expression;
    };
  }

  private Operand negate(DataType type, List<Operand> arguments, Block block) {
    Operand a = arguments.get(0);
    String expression =
        type.kind() == TypeKind.DECIMAL
            ? (a.form() == JavaForm.WIDE
                ? code.classText().wide() + ".negated(" + a.value() + ")"
                : "-" + a.value())
            : inRange("Arithmetic.negate(" + a.value() + ")", type);
    return code.strict(type, arguments, expression, block);
  }

  /** A number is decimal, a whole one consists of digits; what else is no text is nothing. */
  private Operand characterTest(String name, DataType type, Operand argument, Block block) {
    TypeKind kind = argument.type().kind();
    String test = "false";
    if (kind.isCharacter()) {
      String method =
          switch (name) {
            case "IS_ALPHA" -> "isAlpha";
            case "IS_DECIMAL" -> "isDecimal";
            default -> "isDigit";
          };
      test = "CharacterTests." + method + "(" + argument.value() + ")";
    } else if (name.equals("IS_DECIMAL") ? kind.isNumeric() : kind.isInteger()) {
      test = name.equals("IS_ALPHA") ? "false" : "true";
    }
    String value = code.classText().name("v");
    if (argument.isNull().equals("true")) {
      test = "false";
    } else if (argument.nullable()) {
      test = not(argument.isNull()) + " && " + test;
    }
    block.line("boolean " + value + " = " + test + ";");
    return Operand.notNull(type, value);
  }

  /** NULL if an argument is, as in Flink. */
  private Operand extreme(String name, DataType type, List<Operand> arguments, Block block) {
    Operand best = arguments.get(0);
    String operator = name.equals("GREATEST") ? ">" : "<";
    for (Operand next : new ArrayList<>(arguments).subList(1, arguments.size())) {
      List<Operand> pair = List.of(best, next);
      String choice = compare(operator, next, best) + " ? " + next.value() + " : " + best.value();
      best = code.strict(type, pair, choice, block);
    }
    return best;
  }
}
