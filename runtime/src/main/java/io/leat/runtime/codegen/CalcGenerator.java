package io.leat.runtime.codegen;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.circuit.UserCode;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Writes the class that filters and projects the rows of a batch: one loop for each expression. */
final class CalcGenerator {
  /** A class as text, the objects that its constructor takes, and the users' classes it calls. */
  record Generated(String source, List<Object> constants, Set<UserCode> codes) {}

  static final String CLASS_NAME = "GeneratedCalc";
  static final String PACKAGE = "io.leat.runtime.codegen";

  private final Node.Calc node;
  private final RowSchema input;
  private final ClassText classText;
  private final ExpressionCode code;

  private CalcGenerator(Node.Calc node, RowSchema input, ZoneId zone, boolean literalsInFields) {
    this.node = node;
    this.input = input;
    this.classText = new ClassText(literalsInFields);
    this.code = new ExpressionCode(classText, input, zone);
  }

  static Generated generate(
      Node.Calc node, RowSchema input, ZoneId zone, boolean literalsInFields) {
    return new CalcGenerator(node, input, zone, literalsInFields).generate();
  }

  /** Whether the projection is a bare column: moved by the operator, not computed. */
  static boolean isColumn(Expression projection) {
    return projection instanceof Expression.InputRef;
  }

  private Generated generate() {
    StringBuilder loops = new StringBuilder();
    node.condition().ifPresent(condition -> loops.append(filter(condition)));
    StringBuilder dispatch = new StringBuilder();
    for (int i = 0; i < node.projections().size(); i++) {
      Expression projection = node.projections().get(i);
      if (!isColumn(projection)) {
        loops.append('\n').append(projection(i, projection));
        dispatch.append("      case " + i + ": project" + i + "(rows, from, count); break;\n");
      }
    }
    String source =
        "package "
            + PACKAGE
            + ";\n\n"
            + "import io.leat.runtime.data.*;\n"
            + "import io.leat.runtime.error.RowException;\n"
            + "import io.leat.runtime.function.*;\n"
            + "import io.leat.runtime.function.user.UserClasses;\n"
            + "import io.leat.runtime.function.user.UserValues;\n"
            + "import io.leat.runtime.scalar.*;\n"
            + "import io.leat.runtime.types.*;\n"
            + "import java.math.BigDecimal;\n"
            + "import java.time.Instant;\n"
            + "import java.time.ZoneId;\n\n"
            + "public final class "
            + CLASS_NAME
            + " extends CompiledCalc {\n"
            + columnFields()
            + classText.fields()
            + "\n  public "
            + CLASS_NAME
            + "(ZoneId zone, Object[] constants) {\n    super(zone);\n"
            + classText.assignments()
            + "  }\n\n"
            + bind()
            + dispatchMethods(dispatch, node.condition())
            + loops
            + classText.methods()
            + "}\n";
    return new Generated(source, classText.constants(), classText.codes());
  }

  private String columnFields() {
    StringBuilder text = new StringBuilder();
    for (int index : classText.inputs()) {
      text.append("  private " + columnClass(input.type(index)) + " in" + index + ";\n");
    }
    for (int i = 0; i < node.projections().size(); i++) {
      if (!isColumn(node.projections().get(i))) {
        text.append("  private " + columnClass(outputType(i)) + " out" + i + ";\n");
      }
    }
    return text.toString();
  }

  private DataType outputType(int projection) {
    return node.projections().get(projection).type();
  }

  private String bind() {
    StringBuilder text =
        new StringBuilder("  public void bind(ChangeBatch input, Column[] outputs) {\n");
    for (int index : classText.inputs()) {
      String cast = "(" + columnClass(input.type(index)) + ") ";
      text.append("    in" + index + " = " + cast + "input.column(" + index + ");\n");
    }
    for (int i = 0; i < node.projections().size(); i++) {
      if (!isColumn(node.projections().get(i))) {
        String cast = "(" + columnClass(outputType(i)) + ") ";
        text.append("    out" + i + " = " + cast + "outputs[" + i + "];\n");
      }
    }
    return text.append("  }\n\n").toString();
  }

  private static String dispatchMethods(CharSequence cases, Optional<Expression> condition) {
    String filter =
        condition.isPresent()
            ? ""
            : """
                public int filter(int[] rows, int from, int size, int already) {
                  throw new IllegalStateException();
                }

              """;
    return filter
        + "  public void project(int projection, int[] rows, int from, int count) {\n"
        + "    switch (projection) {\n"
        + cases
        + "      default: throw new IllegalArgumentException();\n    }\n  }\n\n";
  }

  private String filter(Expression condition) {
    Block body = new Block(4);
    Operand result = code.generate(condition, body);
    body.line("rows[count] = row;");
    body.line("if (" + result.isTrue() + ") count++;");
    Block method = new Block(1);
    method.line(classText.comment("WHERE " + ExpressionText.comment(condition, input)));
    method.open("public int filter(int[] rows, int from, int size, int already)");
    code.declareInputs(body, method);
    method.line("int count = already;");
    method.line("int row = from;");
    method.open("try").open("for (; row < size; row++)");
    method.add(body);
    method.close().close();
    method.open("catch (RowException e)");
    method.line("failedAt = row;").line("selected = count;").line("throw e;").close();
    method.line("return count;").close();
    return method.toString();
  }

  private String projection(int index, Expression projection) {
    String out = "out" + index;
    DataType type = projection.type();
    Block body = new Block(4);
    Operand result = code.generate(projection, body);
    JavaForm form = JavaForm.of(type);
    String store = store(form, out, result.value(), type);
    if (result.isNull().equals("true")) {
      body.line(storeNull(form, out));
    } else if (result.nullable()) {
      body.open("if (" + result.isNull() + ")");
      body.line(storeNull(form, out)).orElse().line(store).close();
    } else {
      body.line(store);
    }
    Block method = new Block(1);
    method.line(classText.comment(ExpressionText.comment(projection, input)));
    method.open("private void project" + index + "(int[] rows, int from, int count)");
    method.line(columnClass(type) + " out = " + out + ";");
    code.declareInputs(body, method);
    if (form.isPrimitive()) {
      method.line(form.javaType + "[] " + out + "Values = out.reserve(count);");
      method.line("out.setSize(count);");
    }
    if (classText.isScratch(result.value())) {
      method.line(result.value() + ".writeTo(out);");
    }
    method.line("int i = from;");
    method.open("try").open("for (; i < count; i++)");
    method.line("int row = " + (node.condition().isPresent() ? "rows[i]" : "i") + ";");
    method.add(body);
    method.close().close();
    method.open("catch (RowException e)").line("failedAt = i;").line("throw e;").close();
    method.close();
    return method.toString();
  }

  private String store(JavaForm form, String out, String value, DataType type) {
    return switch (form) {
      case SLICE -> "out.append(" + value + ");";
      case WIDE -> "out.append(" + value + ".high(), " + value + ".low());";
      case INSTANT -> "Boxing.append(out, " + value + ");";
      case OBJECT -> "BoxedValues.append(out, " + code.typeConstant(type) + ", " + value + ");";
      default -> out + "Values[i] = " + value + ";";
    };
  }

  private static String storeNull(JavaForm form, String out) {
    return form.isPrimitive()
        ? out + "Values[i] = " + form.zero + "; out.setNull(i);"
        : "out.appendNull();";
  }

  static String columnClass(DataType type) {
    return switch (type.physical()) {
      case BOOLEAN -> "BooleanColumn";
      case INT -> "IntColumn";
      case LONG -> "LongColumn";
      case FLOAT -> "FloatColumn";
      case DOUBLE -> "DoubleColumn";
      case WIDE -> "WideColumn";
      case BYTES -> "BytesColumn";
      case ARRAY -> "ArrayColumn";
      case MAP -> "MapColumn";
      case ROW -> "RowColumn";
    };
  }
}
