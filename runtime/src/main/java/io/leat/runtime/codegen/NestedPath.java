package io.leat.runtime.codegen;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.types.ArrayType;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.MapType;
import io.leat.runtime.types.RowType;
import io.leat.runtime.types.ScalarType;
import io.leat.runtime.types.TypeKind;
import org.jspecify.annotations.Nullable;

/**
 * Fields, elements and map values that are read where they are in a nested column, without boxes:
 * {@code r.a.b}, {@code a[i]}, {@code m['k'].f}, {@code CARDINALITY(a)}.
 */
final class NestedPath {
  private final ExpressionCode code;

  NestedPath(ExpressionCode code) {
    this.code = code;
  }

  /**
   * A place in a column: Java expressions for the column and the row in it, and for "it is NULL",
   * where column and row mean nothing.
   */
  private record Place(DataType type, String column, String row, String isNull) {}

  /** The value of the call, read in place; null if its column must be made first. */
  @Nullable Operand generate(Expression.Call call, Block block) {
    if (!isPath(call)) {
      return null;
    }
    if (call.function().equals("CARDINALITY")) {
      Place place = place(call.arguments().get(0), block);
      String column = place.column;
      String size = column + ".end(" + place.row + ") - " + column + ".start(" + place.row + ")";
      return guarded(call.type(), place.isNull, size, block);
    }
    return value(call.type(), place(call, block), block);
  }

  private static boolean isPath(Expression expression) {
    if (!(expression instanceof Expression.Call call) || call.arguments().isEmpty()) {
      return false;
    }
    Expression nested = call.arguments().get(0);
    boolean reads =
        switch (call.function()) {
          case "FIELD" -> true;
          case "ITEM" -> nested.type() instanceof ArrayType || findsKey(call);
          case "CARDINALITY" ->
              nested.type().kind() == TypeKind.ARRAY || nested.type().kind() == TypeKind.MAP;
          default -> false;
        };
    return reads && (nested instanceof Expression.InputRef || isAccess(nested));
  }

  private static boolean isAccess(Expression expression) {
    return expression instanceof Expression.Call call
        && !call.function().equals("CARDINALITY")
        && isPath(call);
  }

  /** Whether a key is found by comparing it in the column: text, bytes and integers. */
  private static boolean findsKey(Expression.Call call) {
    if (!(call.arguments().get(0).type() instanceof MapType map)) {
      return false;
    }
    JavaForm own = JavaForm.of(map.key());
    boolean comparable = own == JavaForm.SLICE || own == JavaForm.INT || own == JavaForm.LONG;
    return comparable && own == JavaForm.of(call.arguments().get(1).type());
  }

  private Place place(Expression expression, Block block) {
    if (expression instanceof Expression.InputRef ref) {
      return code.nestedInput(ref.index(), block, Place::new);
    }
    Expression.Call call = (Expression.Call) expression;
    Place outer = place(call.arguments().get(0), block);
    return call.function().equals("FIELD") ? field(call, outer, block) : item(call, outer, block);
  }

  private Place field(Expression.Call call, Place row, Block block) {
    int index = (Integer) constant(call.arguments().get(1));
    DataType type = ((RowType) row.type).schema().type(index);
    String column = row.column + ".field(" + index + ")";
    return inner(type, column, row.row, row.isNull, block);
  }

  private static Object constant(Expression expression) {
    Object value = ((Expression.Literal) expression).value();
    if (value == null) {
      throw new IllegalStateException("a field without index");
    }
    return value;
  }

  private Place item(Expression.Call call, Place nested, Block block) {
    Operand key = code.generate(call.arguments().get(1), block);
    String position = code.classText().name("p");
    String column = nested.column;
    boolean isMap = nested.type instanceof MapType;
    String find =
        isMap
            ? "NestedColumns.find(" + column + ", " + nested.row + ", " + key.value() + ")"
            : "NestedColumns.element(" + column + ", " + nested.row + ", " + key.value() + ")";
    String none = either(nested.isNull, key.isNull());
    block.line(
        "int " + position + " = " + (none.equals("false") ? find : none + " ? -1 : " + find) + ";");
    DataType type =
        nested.type instanceof MapType map ? map.value() : ((ArrayType) nested.type).element();
    String values = column + (isMap ? ".values()" : ".elements()");
    return inner(type, values, position, position + " < 0", block);
  }

  private static String either(String a, String b) {
    if (a.equals("true") || b.equals("true")) {
      return "true";
    }
    return a.equals("false") ? b : b.equals("false") ? a : "(" + a + " || " + b + ")";
  }

  /** A place inside another one, which is NULL if the outer one is. */
  private Place inner(DataType type, String column, String row, String isNull, Block block) {
    String inside = code.classText().name("c");
    String columnClass = CalcGenerator.columnClass(type);
    block.line(columnClass + " " + inside + " = (" + columnClass + ") " + column + ";");
    String none = isNull;
    if (type.nullable()) {
      none = code.classText().name("n");
      String own = inside + ".isNull(" + row + ")";
      block.line(
          "boolean " + none + " = " + (isNull.equals("false") ? own : isNull + " || " + own) + ";");
    } else if (!isNull.equals("false")) {
      none = code.classText().name("n");
      block.line("boolean " + none + " = " + isNull + ";");
    }
    return new Place(type, inside, row, none);
  }

  private Operand value(DataType type, Place place, Block block) {
    JavaForm form = JavaForm.of(type);
    String column = place.column;
    if (form == JavaForm.SLICE) {
      String view = code.classText().view();
      String read = column + ".read(" + place.row + ", " + view + ");";
      block.line((place.isNull.equals("false") ? "" : "if (!" + place.isNull + ") ") + read);
      return new Operand(type, place.isNull, view);
    }
    String halves = column + ".high(" + place.row + "), " + column + ".low(" + place.row + ")";
    String value =
        switch (form) {
          case WIDE -> code.classText().wide() + ".set(" + halves + ")";
          case INSTANT -> "Boxing.instant(" + halves + ")";
          case OBJECT ->
              "BoxedValues.get(" + column + ", " + place.row + ", " + code.typeConstant(type) + ")";
          default -> column + ".get(" + place.row + ")";
        };
    return guarded(type, place.isNull, value, block);
  }

  private Operand guarded(DataType type, String isNull, String value, Block block) {
    JavaForm form = JavaForm.of(type);
    String name = code.classText().name("v");
    String guard = isNull.equals("false") ? "" : isNull + " ? " + form.zero + " : ";
    block.line(form.javaType + " " + name + " = " + guard + value + ";");
    return new Operand(type, isNull, name);
  }
}
