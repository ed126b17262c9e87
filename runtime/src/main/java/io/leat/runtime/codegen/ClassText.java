package io.leat.runtime.codegen;

import io.leat.runtime.circuit.UserCode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The generated class under construction: constants, fields and methods beside the main ones. */
final class ClassText {
  /** Those that have fields of their own: a constructor and a class hold only so much. */
  private static final int MOST_FIELDS = 1_000;

  private final boolean literalsInFields;
  private final List<Object> constants = new ArrayList<>();
  private final StringBuilder fields = new StringBuilder();
  private final StringBuilder assignments = new StringBuilder();
  private final StringBuilder methods = new StringBuilder();
  private final Set<String> scratches = new HashSet<>();
  private final Set<UserCode> codes = new LinkedHashSet<>();
  private final Set<Integer> inputs = new TreeSet<>();
  private int names;
  private int namedFields;

  /** Statements that give fields their values, not yet in a method. */
  private final StringBuilder later = new StringBuilder();

  /**
   * @param literalsInFields whether numbers are values of fields: the text, and so the compiled
   *     class, is then the same for all numbers
   */
  ClassText(boolean literalsInFields) {
    this.literalsInFields = literalsInFields;
  }

  /** A name that occurs nowhere else in the class. */
  String name(String prefix) {
    return prefix + names++;
  }

  /** An expression, mostly a field, for an object made at planning time. */
  String constant(String javaType, Object value) {
    int number = constants.size();
    constants.add(value);
    if (number >= MOST_FIELDS) {
      if (number == MOST_FIELDS) {
        fields.append("  private final Object[] constants;\n");
        assignments.append("    this.constants = constants;\n");
      }
      return "(" + unboxed(javaType, "constants[" + number + "]") + ")";
    }
    String name = "k" + number;
    fields.append("  private final " + javaType + " " + name + ";\n");
    String given = "constants[" + number + "]";
    assignments.append("    " + name + " = " + unboxed(javaType, given) + ";\n");
    return name;
  }

  private static String unboxed(String javaType, String given) {
    return switch (javaType) {
      case "boolean" -> "((Boolean) " + given + ").booleanValue()";
      case "int" -> "((Integer) " + given + ").intValue()";
      case "long" -> "((Long) " + given + ").longValue()";
      case "float" -> "((Float) " + given + ").floatValue()";
      case "double" -> "((Double) " + given + ").doubleValue()";
      default -> "(" + javaType + ") " + given;
    };
  }

  /** Says what the code is for, if it is for that alone. */
  String comment(String text) {
    return literalsInFields ? "//" : "// " + text;
  }

  /** A number, given as Java text too. */
  String number(String javaType, Number value, String text) {
    return literalsInFields ? constant(javaType, value) : text;
  }

  /** A field of one call site, made anew for each operator. */
  String field(String prefix, String javaType, String initialValue) {
    String name = name(prefix);
    namedField(name, javaType, initialValue);
    return name;
  }

  void namedField(String name, String javaType, String initialValue) {
    boolean small = namedFields++ < MOST_FIELDS;
    String value = " = " + initialValue + ";\n";
    fields.append("  private " + javaType + " " + name + (small ? value : ";\n"));
    if (!small) {
      later.append("    " + name + value);
      if (namedFields % MOST_FIELDS == 0) {
        makeLater();
      }
    }
  }

  /** Gives fields their values in a method that the constructor calls. */
  private void makeLater() {
    if (later.length() > 0) {
      String method = name("make");
      assignments.append("    " + method + "();\n");
      method("  private void " + method + "() {\n" + later + "  }\n");
      later.setLength(0);
    }
  }

  /** An object of a user's class, made anew for each operator. */
  String userObject(UserCode code, String javaType) {
    codes.add(code);
    String name = name("u");
    // Equal texts are compiled once, so the text tells which jar the class is from.
    namedField(
        name + " /* " + code.digest() + " */",
        javaType,
        "(" + javaType + ") opened(new " + javaType + "())");
    return name;
  }

  /** Makes a user's class known whose methods are static. */
  void userClass(UserCode code) {
    codes.add(code);
    fields.append("  // static methods of a class from " + code.digest() + "\n");
  }

  /** Where the users' classes are that the class calls. */
  Set<UserCode> codes() {
    return codes;
  }

  /** A field with an array that one call site refills row by row. */
  void array(String name, String elementType, int length) {
    fields.append("  private final " + elementType + "[] " + name);
    fields.append(" = new " + elementType + "[" + length + "];\n");
  }

  /** A view of the node's own, pointed at existing bytes. */
  String view() {
    return field("s", "Slice", "new Slice()");
  }

  /** Where a node of the expression computes a DECIMAL of more than 18 digits. */
  String wide() {
    return field("w", "Wide", "new Wide()");
  }

  /** A view that a function writes its result into. */
  String scratch() {
    String name = view();
    scratches.add(name);
    return name;
  }

  boolean isScratch(String name) {
    return scratches.contains(name);
  }

  void method(String text) {
    methods.append('\n').append(text);
  }

  void reads(int input) {
    inputs.add(input);
  }

  /** The input columns that the class reads. */
  Set<Integer> inputs() {
    return inputs;
  }

  /** The constructor's statements; there are no more fields afterwards. */
  String assignments() {
    makeLater();
    return assignments.toString();
  }

  List<Object> constants() {
    return List.copyOf(constants);
  }

  String fields() {
    return fields.toString();
  }

  String methods() {
    return methods.toString();
  }
}
