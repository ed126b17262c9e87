package io.leat.sql.lower;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.types.ArrayType;
import io.leat.runtime.types.CastRules;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.MapType;
import io.leat.runtime.types.MultisetType;
import io.leat.runtime.types.RowType;
import io.leat.runtime.types.ScalarType;
import io.leat.runtime.types.TypeInference;
import io.leat.runtime.types.TypeKind;
import io.leat.sql.validate.NestedConstructor;
import io.leat.sql.validate.QuantifiedComparison;
import io.leat.sql.validate.TypeMapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.calcite.rex.RexCall;

/** Nested values: constructors, access, comparison with their elements. */
final class NestedLowering {
  private final Expressions expressions;

  NestedLowering(Expressions expressions) {
    this.expressions = expressions;
  }

  /** A row's field, counted from 0. */
  Expression field(Expression row, int index) {
    DataType type = ((RowType) row.type()).schema().type(index);
    return expressions.call(
        "FIELD",
        List.of(row, Expressions.literal(index, ScalarType.INTEGER)),
        type.withNullable(type.nullable() || row.type().nullable()));
  }

  Expression item(Expression collection, Expression key) {
    if (collection.type() instanceof ArrayType array) {
      return expressions.call(
          "ITEM",
          List.of(collection, expressions.cast(key, ScalarType.BIGINT, false)),
          array.element().withNullable(true));
    }
    if (collection.type().kind() == TypeKind.VARIANT) {
      boolean place = key.type().kind().isInteger();
      DataType named = place ? ScalarType.INTEGER : ScalarType.STRING;
      return expressions.call(
          place ? "VARIANT_ELEMENT" : "VARIANT_FIELD",
          List.of(collection, expressions.cast(key, named, false)),
          ScalarType.VARIANT);
    }
    if (!(collection.type() instanceof MapType map)) {
      throw LeatException.notSupported(
          "taking an element of " + collection.type().sqlName(), "name the field: row.field");
    }
    DataType keyType = comparedKey(map.key(), key.type());
    boolean asItIs = CastRules.keepsValues(map.key(), keyType);
    Expression compared =
        asItIs
            ? collection
            : expressions.cast(
                collection, new MapType(keyType, map.value(), map.nullable()), false);
    return expressions.call(
        "ITEM",
        List.of(compared, expressions.cast(key, keyType, false)),
        map.value().withNullable(true));
  }

  /** The type in which keys are compared, so that none of them loses anything. */
  private static DataType comparedKey(DataType own, DataType other) {
    DataType common = TypeInference.common(List.of(own, other));
    if (common == null) {
      throw new IllegalStateException(own + " and " + other + " are not comparable");
    }
    return common.withNullable(own.nullable());
  }

  Expression construct(NestedConstructor.Kind kind, RexCall call, List<Expression> operands) {
    DataType type = TypeMapping.toDataType(call.getType()).withNullable(false);
    List<Expression> parts = new ArrayList<>();
    for (int i = 0; i < operands.size(); i++) {
      parts.add(expressions.cast(operands.get(i), part(type, i), false));
    }
    return expressions.call(kind.name(), parts, type);
  }

  private static DataType part(DataType type, int index) {
    if (type instanceof ArrayType array) {
      return array.element();
    } else if (type instanceof MultisetType multiset) {
      return multiset.element();
    } else if (type instanceof MapType map) {
      return index % 2 == 0 ? map.key() : map.value();
    }
    return ((RowType) type).schema().type(index);
  }

  /** {@code value = ANY (array)}; of anything but an array a comparison. */
  Expression quantified(QuantifiedComparison quantified, Expression value, Expression other) {
    if (!(other.type() instanceof ArrayType array)) {
      return expressions.predicate(
          quantified.comparison(), ExpressionLowering.comparable(expressions, value, other));
    }
    DataType common = TypeInference.common(List.of(value.type(), array.element()));
    Expression cast =
        expressions.cast(
            other, new ArrayType(Objects.requireNonNull(common), array.nullable()), false);
    boolean nullable = value.type().nullable() || array.nullable() || array.element().nullable();
    return expressions.call(
        quantified.all() ? "ALL" : "ANY",
        List.of(
            Expressions.literal(quantified.comparison(), ScalarType.STRING),
            expressions.cast(value, common, false),
            cast),
        ScalarType.BOOLEAN.withNullable(nullable));
  }
}
