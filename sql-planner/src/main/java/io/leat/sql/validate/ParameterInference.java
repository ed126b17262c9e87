package io.leat.sql.validate;

import io.leat.runtime.function.ScalarFunction;
import io.leat.runtime.types.ArrayType;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.ScalarType;
import io.leat.runtime.types.TypeInference;
import io.leat.runtime.types.TypeKind;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.type.SqlOperandTypeInference;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/**
 * The types of {@code ?} that have no value yet, from what stands beside them. They are a guess
 * where several fit: the value that is given later counts by its own type.
 */
final class ParameterInference {
  /**
   * What an argument may be that the function's other arguments leave open, the likeliest first.
   */
  private static final List<DataType> CANDIDATES =
      List.of(
          ScalarType.STRING,
          ScalarType.INTEGER,
          ScalarType.DOUBLE,
          ScalarType.timestamp(6),
          ScalarType.timestampLtz(6),
          ScalarType.DATE,
          ScalarType.BOOLEAN,
          ScalarType.BYTES,
          ScalarType.VARIANT,
          new ArrayType(ScalarType.STRING, true),
          new ArrayType(ScalarType.INTEGER, true));

  private ParameterInference() {}

  /** Whether a {@code ?} stands somewhere in the node. */
  static boolean hasParameter(SqlNode node) {
    boolean[] found = new boolean[1];
    node.accept(
        new SqlBasicVisitor<@Nullable Void>() {
          @Override
          public @Nullable Void visit(SqlDynamicParam param) {
            found[0] = true;
            return null;
          }
        });
    return found[0];
  }

  /** For the arguments of a function: what its overloads take there. */
  static SqlOperandTypeInference ofFunction(ScalarFunction function) {
    return (binding, result, operands) -> {
      List<DataType> known = known(binding);
      ScalarFunction.Resolution resolution = resolve(function, known, ScalarType.NULL);
      for (int i = 0; i < CANDIDATES.size() && hasOpen(known, resolution); i++) {
        ScalarFunction.Resolution tried = resolve(function, known, CANDIDATES.get(i));
        resolution = tried == null ? resolution : tried;
      }
      for (int i = 0; i < operands.length; i++) {
        DataType type =
            known.get(i).kind() == TypeKind.NULL && resolution != null
                ? resolution.parameters().get(i)
                : known.get(i);
        set(binding, operands, i, type);
      }
    };
  }

  private static ScalarFunction.@Nullable Resolution resolve(
      ScalarFunction function, List<DataType> known, DataType otherwise) {
    return function.resolve(
        known.stream().map(type -> type.kind() == TypeKind.NULL ? otherwise : type).toList());
  }

  /** Whether an unknown argument is left without a type. */
  private static boolean hasOpen(
      List<DataType> known, ScalarFunction.@Nullable Resolution resolution) {
    for (int i = 0; i < known.size(); i++) {
      if (known.get(i).kind() == TypeKind.NULL
          && (resolution == null || resolution.parameters().get(i).kind() == TypeKind.NULL)) {
        return true;
      }
    }
    return false;
  }

  /** For the sides of an arithmetic operator: the first of its likeliest types that fits. */
  static SqlOperandTypeInference ofArithmetic(String symbol) {
    return (binding, result, operands) -> {
      List<DataType> known = known(binding);
      int unknown = known.get(0).kind() == TypeKind.NULL ? 0 : 1;
      DataType other = known.get(1 - unknown);
      List<DataType> candidates =
          List.of(other, ScalarType.INTEGER, ScalarType.intervalDayTime(6), ScalarType.DATE);
      for (DataType candidate : candidates) {
        DataType left = unknown == 0 ? candidate : other;
        DataType right = unknown == 1 ? candidate : other;
        boolean open = candidate.kind() == TypeKind.NULL;
        if (!open && other.kind() == TypeKind.NULL) {
          left = candidate;
          right = candidate;
        }
        if (!open && TypeInference.arithmetic(symbol, left, right) != null) {
          set(binding, operands, 0, known.get(0).kind() == TypeKind.NULL ? left : known.get(0));
          set(binding, operands, 1, known.get(1).kind() == TypeKind.NULL ? right : known.get(1));
          return;
        }
      }
    };
  }

  /** The operands' types; NULL for those that are not known. */
  private static List<DataType> known(SqlCallBinding binding) {
    List<DataType> types = new ArrayList<>();
    for (int i = 0; i < binding.getOperandCount(); i++) {
      RelDataType type =
          binding.operand(i) instanceof SqlDynamicParam
              ? binding.getValidator().getUnknownType()
              : binding.getOperandType(i);
      types.add(TypeMapping.toDataType(type));
    }
    return types;
  }

  private static void set(
      SqlCallBinding binding, RelDataType[] operands, int index, DataType type) {
    if (type.kind() != TypeKind.NULL) {
      operands[index] = TypeMapping.toRelType(type.withNullable(true), binding.getTypeFactory());
    }
  }
}
