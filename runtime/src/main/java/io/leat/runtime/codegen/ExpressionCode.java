package io.leat.runtime.codegen;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.data.Slice;
import io.leat.runtime.scalar.Boxing;
import io.leat.runtime.scalar.Wide;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import io.leat.runtime.types.TypeKind;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Turns expressions into statements over one row of a batch. Every node gets locals of its own; a
 * node whose statements grow past {@link #MAX_INLINE_CHARS} becomes a method, so that no method
 * passes the 8,000 bytes beyond which HotSpot leaves it interpreted.
 */
final class ExpressionCode {
  /** Source characters; generated statements take about a third as many bytes of bytecode. */
  private static final int MAX_INLINE_CHARS = 3_000;

  /** A chain of AND, OR, CASE branches or the like is cut into nested ones of this length. */
  static final int MAX_CHAIN = 8;

  private final ClassText classText;
  private final RowSchema input;
  private final ZoneId zone;
  private final DecimalCode decimals = new DecimalCode(this);
  private final OperatorCode operators = new OperatorCode(this);
  private final FunctionCode functions = new FunctionCode(this);
  private final UserCallCode userCalls = new UserCallCode(this);
  private final CastCode casts = new CastCode(this);
  private final ConditionalCode conditionals = new ConditionalCode(this);
  private final NestedPath paths = new NestedPath(this);
  private final Map<Integer, Operand> variables = new HashMap<>();

  ExpressionCode(ClassText classText, RowSchema input, ZoneId zone) {
    this.classText = classText;
    this.input = input;
    this.zone = zone;
  }

  ClassText classText() {
    return classText;
  }

  ZoneId zone() {
    return zone;
  }

  DecimalCode decimals() {
    return decimals;
  }

  CastCode casts() {
    return casts;
  }

  ConditionalCode conditionals() {
    return conditionals;
  }

  /** Appends the statements that compute the expression for {@code row}, and tells its result. */
  Operand generate(Expression expression, Block block) {
    Block own = block.fork();
    Operand result = statements(expression, own);
    if (own.length() <= MAX_INLINE_CHARS) {
      block.add(own);
      return result;
    }
    return callOf(method(expression, result, own), result, block);
  }

  List<Operand> generate(List<Expression> expressions, Block block) {
    // Not a stream: the order of the statements is the order of evaluation.
    List<Operand> operands = new java.util.ArrayList<>(expressions.size());
    int budget = MAX_INLINE_CHARS * 2 / Math.max(1, expressions.size());
    for (Expression expression : expressions) {
      Block own = block.fork();
      Operand result = statements(expression, own);
      if (own.length() > Math.max(300, Math.min(budget, MAX_INLINE_CHARS))) {
        result = callOf(method(expression, result, own), result, block);
      } else {
        block.add(own);
      }
      operands.add(result);
    }
    return operands;
  }

  private Operand statements(Expression expression, Block block) {
    if (expression instanceof Expression.InputRef ref) {
      return inputRef(ref, block);
    }
    if (expression instanceof Expression.Literal literal) {
      return literal(literal.value(), literal.type());
    }
    if (expression instanceof Expression.Cast cast) {
      return casts.generate(cast, block);
    }
    if (expression instanceof Expression.Case choice) {
      return conditionals.choice(choice, block);
    }
    if (expression instanceof Expression.UserCall call) {
      return userCalls.generate(call, generate(call.arguments(), block), block);
    }
    if (expression instanceof Expression.Let let) {
      return let(let, block);
    }
    if (expression instanceof Expression.Variable variable) {
      return Objects.requireNonNull(variables.get(variable.id()), "variable");
    }
    Expression.Call call = (Expression.Call) expression;
    Operand inPlace = paths.generate(call, block);
    if (inPlace != null) {
      return inPlace;
    }
    Operand conditional = conditionals.generate(call, block);
    if (conditional != null) {
      return conditional;
    }
    List<Operand> arguments = generate(call.arguments(), block);
    Operand operator = operators.generate(call, arguments, block);
    return operator != null ? operator : functions.generate(call, arguments, block);
  }

  /** The value goes into fields, which methods that are cut out of the body can see too. */
  private Operand let(Expression.Let let, Block block) {
    Operand value = generate(let.value(), block);
    DataType type = value.type();
    Operand kept;
    if (value.isNull().equals("true")) {
      kept = value;
    } else {
      String name = classText.field("x", value.form().javaType, value.form().zero);
      block.line(name + " = " + value.value() + ";");
      kept = Operand.notNull(type, name);
      if (value.nullable()) {
        String isNull = classText.field("x", "boolean", "false");
        block.line(isNull + " = " + value.isNull() + ";");
        kept = new Operand(type, isNull, name);
      }
    }
    variables.put(let.id(), kept);
    return generate(let.body(), block);
  }

  private Operand inputRef(Expression.InputRef ref, Block block) {
    int index = ref.index();
    DataType type = input.type(index);
    block.reads(index);
    classText.reads(index);
    String column = "in" + index;
    String isNull = Operand.NEVER;
    if (type.nullable()) {
      isNull = classText.name("n");
      block.line("boolean " + isNull + " = " + column + ".isNull(row);");
    }
    JavaForm form = JavaForm.of(type);
    if (form == JavaForm.SLICE) {
      String view = classText.view();
      block.line(column + ".read(row, " + view + ");");
      return new Operand(type, isNull, view);
    }
    String value = classText.name("v");
    block.line(form.javaType + " " + value + " = " + columnValue(type, column) + ";");
    return new Operand(type, isNull, value);
  }

  /** Where a nested column's value is: what is made of type, column, row and "is it NULL". */
  <T> T nestedInput(int index, Block block, PlaceMaker<T> maker) {
    DataType type = input.type(index);
    block.reads(index);
    classText.reads(index);
    String isNull = Operand.NEVER;
    if (type.nullable()) {
      isNull = classText.name("n");
      block.line("boolean " + isNull + " = in" + index + ".isNull(row);");
    }
    return maker.make(type, "in" + index, "row", isNull);
  }

  /** Takes Java expressions for the parts of a place. */
  @FunctionalInterface
  interface PlaceMaker<T> {
    T make(DataType type, String column, String row, String isNull);
  }

  private String columnValue(DataType type, String column) {
    return switch (JavaForm.of(type)) {
      case WIDE ->
          classText.wide() + ".set(" + column + ".high(row), " + column + ".low(row))";
      case INSTANT -> "Boxing.instant(" + column + ".high(row), " + column + ".low(row))";
      case OBJECT -> "BoxedValues.get(" + column + ", row, " + typeConstant(type) + ")";
      default -> column + "Values[row]";
    };
  }

  /** A field that holds the type itself. */
  String typeConstant(DataType type) {
    return classText.constant("DataType", type);
  }

  /** A constant of the type; null gives NULL. */
  Operand literal(@Nullable Object value, DataType type) {
    if (value == null || type.kind() == TypeKind.NULL) {
      return new Operand(type, "true", JavaForm.of(type).zero);
    }
    String text =
        switch (JavaForm.of(type)) {
          case BOOLEAN -> value.toString();
          case INT -> {
            int number = Boxing.toInt(value);
            yield classText.number("int", number, literal(number));
          }
          case LONG -> {
            long number = Boxing.toLong(value);
            yield classText.number("long", number, literal(number));
          }
          case FLOAT -> {
            String bits = literal(Float.floatToIntBits((Float) value));
            yield classText.number("float", (Float) value, "Float.intBitsToFloat(" + bits + ")");
          }
          case DOUBLE -> {
            String bits = literal(Double.doubleToLongBits((Double) value));
            yield classText.number(
                "double", (Double) value, "Double.longBitsToDouble(" + bits + ")");
          }
          case SLICE ->
              classText.constant(
                  "Slice",
                  value instanceof byte[] bytes
                      ? Slice.constant(bytes)
                      : Slice.constant((String) value));
          case WIDE -> classText.constant("Wide", Wide.of((BigDecimal) value));
          case INSTANT -> {
            Instant instant = Boxing.toInstant(value);
            yield classText.constant("Instant", instant);
          }
          case OBJECT -> classText.constant("Object", value);
        };
    return Operand.notNull(type, text);
  }

  private static String literal(int value) {
    return value == Integer.MIN_VALUE ? "Integer.MIN_VALUE" : Integer.toString(value);
  }

  private static String literal(long value) {
    return value == Long.MIN_VALUE ? "Long.MIN_VALUE" : value + "L";
  }

  /**
   * The usual NULL rule: NULL if an argument is, else the value of a Java expression over the
   * arguments' values, which is evaluated only then.
   */
  Operand strict(DataType type, List<Operand> arguments, String expression, Block block) {
    String value = classText.name("v");
    JavaForm form = JavaForm.of(type);
    List<String> nulls =
        arguments.stream().filter(Operand::nullable).map(Operand::isNull).distinct().toList();
    if (nulls.isEmpty()) {
      block.line(form.javaType + " " + value + " = " + expression + ";");
      return Operand.notNull(type, value);
    }
    if (nulls.contains("true")) {
      return literal(null, type);
    }
    String isNull = nulls.get(0);
    if (nulls.size() > 1) {
      isNull = classText.name("n");
      block.line("boolean " + isNull + " = " + String.join(" || ", nulls) + ";");
    }
    block.line(form.javaType + " " + value + " = " + form.zero + ";");
    block.open("if (!" + isNull + ")").line(value + " = " + expression + ";").close();
    return new Operand(type, isNull, value);
  }

  /**
   * Calls a method that writes text or bytes into the view {@code out}, unless an argument is NULL.
   */
  Operand into(DataType type, List<Operand> arguments, String expression, String out, Block block) {
    Operand isNull = nulls(arguments, block);
    if (isNull.isNull().equals("true")) {
      return literal(null, type);
    }
    if (isNull.nullable()) {
      block.open("if (!" + isNull.isNull() + ")").line(expression + ";").close();
    } else {
      block.line(expression + ";");
    }
    return new Operand(type, isNull.isNull(), out);
  }

  /** Only {@code isNull} of the result counts: whether an argument is NULL. */
  Operand nulls(List<Operand> arguments, Block block) {
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
    String name = classText.name("n");
    block.line("boolean " + name + " = " + String.join(" || ", nulls) + ";");
    return new Operand(ScalarType.NULL, name, "");
  }

  /** Declares locals {@code isNull} (TRUE at first) and {@code value} to be assigned later. */
  Operand declare(DataType type, Block block) {
    JavaForm form = JavaForm.of(type);
    String value = classText.name("v");
    String isNull = classText.name("n");
    block.line("boolean " + isNull + " = true;");
    block.line(form.javaType + " " + value + " = " + form.zero + ";");
    return new Operand(type, isNull, value);
  }

  /** Assigns an operand of the same form to declared locals. */
  void assign(Operand declared, Operand source, Block block) {
    if (source.isNull().equals("true")) {
      block.line(declared.isNull() + " = true;");
      return;
    }
    block.line(declared.isNull() + " = " + source.isNull() + ";");
    block.line(declared.value() + " = " + source.value() + ";");
  }

  /** An expression for the operand's boxed value or null. */
  String boxed(Operand operand) {
    if (operand.isNull().equals("true")) {
      return "null";
    }
    String box = "Boxing.box(" + operand.value() + ", " + typeConstant(operand.type()) + ")";
    return operand.nullable() ? "(" + operand.isNull() + " ? null : " + box + ")" : box;
  }

  /** An expression that takes a boxed value, not null, into the type's form. */
  String unboxed(String boxed, DataType type) {
    JavaForm form = JavaForm.of(type);
    return switch (form) {
      case BOOLEAN -> "Boxing.toBoolean(" + boxed + ")";
      case INT -> "Boxing.toInt(" + boxed + ")";
      case LONG -> "Boxing.toLong(" + boxed + ")";
      case FLOAT -> "Boxing.toFloat(" + boxed + ")";
      case DOUBLE -> "Boxing.toDouble(" + boxed + ")";
      case SLICE -> "Boxing.toSlice(" + boxed + ", " + classText.view() + ")";
      case WIDE -> classText.wide() + ".set((BigDecimal) " + boxed + ")";
      case INSTANT -> "Boxing.toInstant(" + boxed + ")";
      case OBJECT -> boxed;
    };
  }

  /** The result of a Java expression that gives a boxed value or null. */
  Operand fromBoxed(DataType type, String expression, Block block) {
    String boxed = classText.name("b");
    block.line("Object " + boxed + " = " + expression + ";");
    Operand result = declare(type, block);
    block.open("if (" + boxed + " != null)");
    block.line(result.isNull() + " = false;");
    block.line(result.value() + " = " + unboxed(boxed, type) + ";");
    block.close();
    return result;
  }

  /** Makes the statements a method of their own; gives its name. */
  private String method(Expression expression, Operand result, Block body) {
    String name = classText.name("f");
    Block method = new Block(1);
    method.line(classText.comment(ExpressionText.comment(expression)));
    method.open("private " + result.form().javaType + " " + name + "(int row)");
    declareInputs(body, method);
    StringBuilder text = new StringBuilder(method.toString());
    Block end = new Block(2);
    if (result.nullable()) {
      classText.namedField(nullField(name), "boolean", "false");
      end.line(nullField(name) + " = " + result.isNull() + ";");
    }
    end.line("return " + result.value() + ";").close();
    classText.method(text.append(body).append(end).toString());
    return name;
  }

  private static String nullField(String method) {
    return method + "Null";
  }

  private Operand callOf(String method, Operand result, Block block) {
    String value = classText.name("v");
    block.line(result.form().javaType + " " + value + " = " + method + "(row);");
    if (!result.nullable()) {
      return Operand.notNull(result.type(), value);
    }
    String isNull = classText.name("n");
    block.line("boolean " + isNull + " = " + nullField(method) + ";");
    return new Operand(result.type(), isNull, value);
  }

  /** Locals for the arrays of the fixed-width columns that a body reads. */
  void declareInputs(Block body, Block method) {
    for (int index : body.inputs()) {
      String column = "in" + index;
      JavaForm form = JavaForm.of(input.type(index));
      if (form.isPrimitive()) {
        method.line(form.javaType + "[] " + column + "Values = " + column + ".values();");
      }
    }
  }

  static String values(List<Operand> arguments) {
    return arguments.stream().map(Operand::value).collect(Collectors.joining(", "));
  }
}
