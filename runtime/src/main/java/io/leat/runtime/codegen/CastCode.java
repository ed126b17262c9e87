package io.leat.runtime.codegen;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.scalar.Decimals;
import io.leat.runtime.types.CastRules;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.ScalarType;
import io.leat.runtime.types.TypeKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Conversions: without boxing where they are common, else by {@code ValueCast}. */
final class CastCode {
  private final ExpressionCode code;

  CastCode(ExpressionCode code) {
    this.code = code;
  }

  Operand generate(Expression.Cast cast, Block block) {
    Operand argument = code.generate(cast.argument(), block);
    DataType from = argument.type();
    DataType to = cast.type();
    if (!CastRules.explicit(from, to)) {
      throw LeatException.notSupported(
          "CAST from " + from.sqlName() + " to " + to.sqlName(),
          "Cast to STRING first, or use a function.");
    }
    if (argument.isNull().equals("true")) {
      return code.literal(null, to);
    }
    if (isSame(from, to)) {
      return new Operand(to, argument.isNull(), argument.value());
    }
    String unboxed = conversion(argument, to);
    if (unboxed != null) {
      return cast.safe()
          ? guarded(argument, to, unboxed, block)
          : code.strict(to, List.of(argument), unboxed, block);
    }
    String text = text(argument, to);
    if (text != null) {
      String out = code.classText().scratch();
      return code.into(to, List.of(argument), text.replace("$", out), out, block);
    }
    String boxed =
        "ValueCast.cast("
            + (code.boxed(argument) + ", " + code.typeConstant(from) + ", ")
            + (code.typeConstant(to) + ", zone)");
    if (cast.safe()) {
      String value = code.classText().name("b");
      block.line("Object " + value + " = null;");
      block.open("try").line(value + " = " + boxed + ";").close();
      block.open("catch (RowException e)").line(value + " = null;").close();
      return code.fromBoxed(to, value, block);
    }
    Operand result = code.fromBoxed(to, boxed, block);
    // JSON's null, a value of VARIANT, is NULL elsewhere.
    return from.kind() == TypeKind.VARIANT ? result : result.orNotNull(argument);
  }

  /** NULL where the conversion fails. */
  private Operand guarded(Operand argument, DataType to, String expression, Block block) {
    Operand result = code.declare(to, block);
    if (argument.nullable()) {
      block.open("if (!" + argument.isNull() + ")");
    }
    block.open("try").line(result.value() + " = " + expression + ";");
    block.line(result.isNull() + " = false;").close();
    block.open("catch (RowException e)").line(result.isNull() + " = true;").close();
    if (argument.nullable()) {
      block.close();
    }
    return result;
  }

  private static boolean isSame(DataType from, DataType to) {
    return CastRules.keepsValues(from, to) && from.physical() == to.physical();
  }

  /** A Java expression of the target's form over an argument that is not NULL, or null. */
  private @Nullable String conversion(Operand argument, DataType to) {
    if (!(argument.type() instanceof ScalarType from) || !(to instanceof ScalarType target)) {
      return null;
    }
    String value = argument.value();
    TypeKind kind = target.kind();
    if (kind.isInteger()) {
      return toInteger(argument, from, kind);
    }
    if (kind == TypeKind.DOUBLE || kind == TypeKind.FLOAT) {
      return toFloating(argument, from, kind == TypeKind.FLOAT);
    }
    if (kind == TypeKind.DECIMAL) {
      return toDecimal(argument, from, target);
    }
    if (kind == TypeKind.BOOLEAN && from.kind().isInteger()) {
      return value + " != 0";
    }
    if (JavaForm.of(to) == JavaForm.INSTANT) {
      return toInstant(argument, from, target);
    }
    if (argument.form() == JavaForm.INSTANT && kind == TypeKind.TIME) {
      return null;
    }
    return argument.form() == JavaForm.INSTANT
        ? toTemporal("Boxing.micros(" + value + ")", from, target)
        : toTemporal(value, from, target);
  }

  private static @Nullable String toInteger(Operand argument, ScalarType from, TypeKind to) {
    String value = argument.value();
    String name = '"' + (to == TypeKind.INTEGER ? "INT" : to.name()) + '"';
    String wide;
    if (from.kind().isInteger()) {
      if (from.kind().compareTo(to) < 0) {
        return to == TypeKind.BIGINT ? "(long) " + value : value;
      }
      wide = value;
    } else if (from.kind() == TypeKind.BOOLEAN) {
      return value + (to == TypeKind.BIGINT ? " ? 1L : 0L" : " ? 1 : 0");
    } else if (from.kind() == TypeKind.DECIMAL) {
      wide =
          argument.form() == JavaForm.LONG
              ? value + " / " + Decimals.power(from.scale()) + "L"
              : "Casts.toWhole(" + DecimalCode.bigDecimal(argument) + ", " + name + ")";
    } else if (from.kind() == TypeKind.FLOAT || from.kind() == TypeKind.DOUBLE) {
      wide = "Casts.toWhole(" + value + ", " + name + ")";
    } else if (from.kind().isCharacter()) {
      wide = "Casts.parseWhole(" + value + ", ScalarType." + to + ")";
    } else {
      return null;
    }
    return switch (to) {
      case TINYINT -> "Casts.toTinyint(" + wide + ")";
      case SMALLINT -> "Casts.toSmallint(" + wide + ")";
      case INTEGER -> "Casts.toInt(" + wide + ")";
      default -> wide;
    };
  }

  private static @Nullable String toFloating(Operand argument, ScalarType from, boolean single) {
    String value = argument.value();
    String cast = single ? "(float) " : "(double) ";
    if (from.kind().isInteger()) {
      return cast + value;
    }
    return switch (from.kind()) {
      case BOOLEAN -> value + (single ? " ? 1f : 0f" : " ? 1d : 0d");
      case FLOAT -> cast + value;
      case DOUBLE -> "Casts.toFloat(" + value + ")";
      case DECIMAL ->
          DecimalCode.bigDecimal(argument) + (single ? ".floatValue()" : ".doubleValue()");
      case CHAR, VARCHAR -> single ? null : "Casts.parseDouble(" + value + ")";
      default -> null;
    };
  }

  private @Nullable String toDecimal(Operand argument, ScalarType from, ScalarType to) {
    if (!from.kind().isInteger() && from.kind() != TypeKind.DECIMAL) {
      return null;
    }
    boolean longs = argument.form() != JavaForm.WIDE && JavaForm.of(to) == JavaForm.LONG;
    if (longs) {
      String value =
          argument.form() == JavaForm.INT ? "(long) " + argument.value() : argument.value();
      String rescaled = "Casts.rescale(" + value + ", " + from.scale() + ", " + to.scale() + ")";
      return "Decimals.check(" + rescaled + ", " + to.precision() + ", " + to.scale() + ")";
    }
    return code.decimals().rescaled(argument, to);
  }

  private static @Nullable String toTemporal(String value, ScalarType from, ScalarType to) {
    TypeKind source = from.kind();
    String cut = ", " + to.precision() + ")";
    return switch (to.kind()) {
      case DATE ->
          switch (source) {
            case TIMESTAMP -> "Temporals.dateOf(" + value + ")";
            case TIMESTAMP_LTZ ->
                "Temporals.date(Temporals.dateOf(Temporals.toLocal(" + value + ", zone)))";
            default -> null;
          };
      case TIMESTAMP ->
          switch (source) {
            case DATE -> value + " * 86400000000L";
            case TIMESTAMP -> "Casts.cut(" + value + cut;
            case TIME -> "Casts.cut(" + value + " / 1000L" + cut;
            case TIMESTAMP_LTZ ->
                "Casts.cut(Temporals.timestamp(Temporals.toLocal(" + value + ", zone))" + cut;
            default -> null;
          };
      case TIMESTAMP_LTZ ->
          switch (source) {
            case DATE -> "Temporals.fromLocal(" + value + " * 86400000000L, zone)";
            case TIMESTAMP -> "Temporals.fromLocal(Casts.cut(" + value + cut + ", zone)";
            case TIMESTAMP_LTZ -> "Casts.cut(" + value + cut;
            default -> null;
          };
      case TIME ->
          switch (source) {
            case TIME -> "Casts.cutTime(" + value + cut;
            case TIMESTAMP -> "Casts.cutTime(Temporals.timeOf(" + value + ")" + cut;
            case TIMESTAMP_LTZ ->
                "Casts.cutTime(Temporals.timeOf(Temporals.toLocal(" + value + ", zone))" + cut;
            default -> null;
          };
      default -> null;
    };
  }

  /** To a timestamp of more than six digits. */
  private static @Nullable String toInstant(Operand argument, ScalarType from, ScalarType to) {
    if (from.kind() != TypeKind.TIMESTAMP && from.kind() != TypeKind.TIMESTAMP_LTZ) {
      return null;
    }
    String value = OperatorCode.instant(argument);
    if (from.kind() != to.kind()) {
      value =
          from.kind() == TypeKind.TIMESTAMP
              ? "Temporals.fromLocal(" + value + ", zone)"
              : "Temporals.timestamp(Temporals.toLocal(" + value + ", zone))";
    }
    return from.precision() <= to.precision()
        ? value
        : "Casts.cut(" + value + ", " + to.precision() + ")";
  }

  /** A statement that writes the text to {@code $}, or null. */
  private static @Nullable String text(Operand argument, DataType to) {
    if (!to.kind().isCharacter()) {
      return null;
    }
    ScalarType target = (ScalarType) to;
    TypeKind kind = argument.type().kind();
    if (kind.isCharacter()) {
      boolean pad = target.kind() == TypeKind.CHAR;
      return "Casts.limit(" + argument.value() + ", " + target.precision() + ", " + pad + ", $)";
    }
    boolean unlimited = target.kind() == TypeKind.VARCHAR && target.precision() >= 20;
    return kind.isInteger() && unlimited ? "Casts.text(" + argument.value() + ", $)" : null;
  }
}
