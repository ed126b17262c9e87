package io.leat.sql.validate;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.types.ArrayType;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.MapType;
import io.leat.runtime.types.MultisetType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.RowType;
import io.leat.runtime.types.ScalarType;
import io.leat.runtime.types.TypeInference;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlUtil;
import org.apache.calcite.sql.type.InferTypes;
import org.jspecify.annotations.Nullable;

/**
 * {@code ARRAY[…]}, {@code MULTISET[…]}, {@code MAP[…]} and {@code ROW(…)} as values. Without
 * elements the first three are of the type NULL's elements, for CAST to say more.
 */
public final class NestedConstructor extends NestedOperator {

  /** What is constructed. */
  public enum Kind {
    ARRAY,
    MULTISET,
    MAP,
    ROW
  }

  static final NestedConstructor ROW = new NestedConstructor(Kind.ROW);

  private static final NestedConstructor ARRAY = new NestedConstructor(Kind.ARRAY);
  private static final NestedConstructor MULTISET = new NestedConstructor(Kind.MULTISET);
  private static final NestedConstructor MAP = new NestedConstructor(Kind.MAP);

  private final Kind constructed;

  private NestedConstructor(Kind kind) {
    super(kind.name(), kind == Kind.ARRAY || kind == Kind.MULTISET ? InferTypes.FIRST_KNOWN : null);
    this.constructed = kind;
  }

  public Kind constructed() {
    return constructed;
  }

  /** The constructor that a parsed one stands for; null if the call is none. */
  static @Nullable NestedConstructor of(SqlCall call) {
    return switch (call.getKind()) {
      case ARRAY_VALUE_CONSTRUCTOR -> ARRAY;
      case MULTISET_VALUE_CONSTRUCTOR -> MULTISET;
      case MAP_VALUE_CONSTRUCTOR -> MAP;
      case ROW -> ROW;
      default -> null;
    };
  }

  @Override
  DataType type(List<DataType> operands) {
    return switch (constructed) {
      case ARRAY -> new ArrayType(common(operands, "elements"), false);
      case MULTISET -> new MultisetType(common(operands, "elements"), false);
      case MAP -> map(operands);
      case ROW -> row(operands);
    };
  }

  private static DataType map(List<DataType> operands) {
    List<DataType> keys = new ArrayList<>();
    List<DataType> values = new ArrayList<>();
    for (int i = 0; i < operands.size(); i++) {
      (i % 2 == 0 ? keys : values).add(operands.get(i));
    }
    if (keys.size() != values.size()) {
      throw new LeatException(SqlState.SYNTAX_ERROR, "MAP[…] has a key without a value")
          .withHint("list pairs: MAP[key, value, …]");
    }
    return new MapType(common(keys, "keys"), common(values, "values"), false);
  }

  private static DataType row(List<DataType> operands) {
    List<RowSchema.Field> fields = new ArrayList<>();
    for (int i = 0; i < operands.size(); i++) {
      fields.add(new RowSchema.Field(SqlUtil.deriveAliasFromOrdinal(i), operands.get(i)));
    }
    return new RowType(new RowSchema(fields), false);
  }

  private static DataType common(List<DataType> types, String what) {
    if (types.isEmpty()) {
      return ScalarType.NULL;
    }
    DataType common = TypeInference.common(types);
    if (common == null) {
      throw new LeatException(
              SqlState.DATATYPE_MISMATCH,
              "the " + what + " have no type in common: " + names(types))
          .withHint("convert with CAST");
    }
    return common;
  }
}
