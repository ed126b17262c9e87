package io.leat.runtime.function;

import io.leat.runtime.types.ArrayType;
import io.leat.runtime.types.CastRules;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.MapType;
import io.leat.runtime.types.MultisetType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.RowType;
import io.leat.runtime.types.ScalarType;
import io.leat.runtime.types.TypeKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The types that a parameter takes. Matching has two steps: {@link #bind} collects what stands in
 * the places of the variables, {@link #fit} builds the type that the argument is converted to once
 * each variable has the common type of all its places.
 */
sealed interface TypePattern {

  /** Notes the types in the variables' places; false if the argument cannot be one of these. */
  boolean bind(DataType argument, TypeVariables variables);

  /** The argument's type after conversion; null if there is no implicit one. */
  @Nullable DataType fit(DataType argument, TypeVariables variables);

  /** The type as a result, nullable where the pattern does not say NOT NULL. */
  DataType result(TypeVariables variables);

  /**
   * {@code T}; {@code O}, of values that have an order; {@code NUMERIC}, of numbers; {@code
   * INTEGRAL}, of integers.
   */
  record Variable(String name) implements TypePattern {
    private boolean numeric() {
      return name.equals("NUMERIC") || name.equals("INTEGRAL");
    }

    @Override
    public boolean bind(DataType argument, TypeVariables variables) {
      boolean isNull = argument.kind() == TypeKind.NULL;
      if (numeric() && !isNull && !isMember(argument.kind())) {
        return false;
      }
      if (name.equals("O") && !argument.hasOrder()) {
        return false;
      }
      variables.add(name, isNull && numeric() ? ScalarType.INTEGER : argument);
      return true;
    }

    private boolean isMember(TypeKind kind) {
      return name.equals("INTEGRAL") ? kind.isInteger() : kind.isNumeric();
    }

    @Override
    public @Nullable DataType fit(DataType argument, TypeVariables variables) {
      return variables.common(name);
    }

    @Override
    public DataType result(TypeVariables variables) {
      return variables.common(name);
    }
  }

  /** A type without variables. */
  record Fixed(ScalarType type) implements TypePattern {
    @Override
    public boolean bind(DataType argument, TypeVariables variables) {
      return true;
    }

    @Override
    public @Nullable DataType fit(DataType argument, TypeVariables variables) {
      if (argument instanceof ScalarType scalar && keepsItself(scalar)) {
        return argument;
      }
      return CastRules.implicit(argument, type) ? type.withNullable(argument.nullable()) : null;
    }

    /** Whether the argument's own length or precision serves as well as the parameter's. */
    private boolean keepsItself(ScalarType argument) {
      if (type.kind().isCharacter()) {
        return argument.kind().isCharacter();
      }
      if (type.kind().isBinary()) {
        return argument.kind().isBinary();
      }
      return argument.kind() == type.kind() && argument.physical() == type.physical();
    }

    @Override
    public DataType result(TypeVariables variables) {
      return type;
    }
  }

  /** Any type of a family, each argument for itself. */
  enum Family implements TypePattern {
    TEMPORAL,
    /** Text, or what is written as text. */
    TEXT,
    /** Numbers and truth values as they are, all else as text. */
    PRINTED,
    ARRAY,
    MAP,
    MULTISET,
    ROW;

    @Override
    public boolean bind(DataType argument, TypeVariables variables) {
      return true;
    }

    @Override
    public @Nullable DataType fit(DataType argument, TypeVariables variables) {
      TypeKind kind = argument.kind();
      return switch (this) {
        case TEMPORAL ->
            isTemporal(kind) ? argument : kind == TypeKind.NULL ? ScalarType.timestamp(3) : null;
        case TEXT -> kind.isCharacter() ? argument : kind.isBinary() ? null : ScalarType.STRING;
        case PRINTED ->
            kind.isCharacter() || kind.isNumeric() || kind == TypeKind.BOOLEAN
                ? argument
                : ScalarType.STRING;
        case ARRAY, MAP, MULTISET, ROW -> kind == TypeKind.valueOf(name()) ? argument : null;
      };
    }

    private static boolean isTemporal(TypeKind kind) {
      return switch (kind) {
        case DATE, TIME, TIMESTAMP, TIMESTAMP_LTZ -> true;
        default -> false;
      };
    }

    @Override
    public DataType result(TypeVariables variables) {
      throw new IllegalStateException("the result " + this + " is no argument's type");
    }
  }

  /** {@code ARRAY<element>} or {@code MULTISET<element>}. */
  record Elements(TypeKind kind, TypePattern element) implements TypePattern {
    private DataType of(DataType elementType, boolean nullable) {
      return kind == TypeKind.ARRAY
          ? new ArrayType(elementType, nullable)
          : new MultisetType(elementType, nullable);
    }

    private static DataType elementOf(DataType type) {
      return type instanceof ArrayType array ? array.element() : ((MultisetType) type).element();
    }

    @Override
    public boolean bind(DataType argument, TypeVariables variables) {
      return argument.kind() == TypeKind.NULL
          || (argument.kind() == kind && element.bind(elementOf(argument), variables));
    }

    @Override
    public @Nullable DataType fit(DataType argument, TypeVariables variables) {
      if (argument.kind() == TypeKind.NULL) {
        return result(variables);
      }
      DataType fitted = element.fit(elementOf(argument), variables);
      return fitted == null ? null : of(fitted, argument.nullable());
    }

    @Override
    public DataType result(TypeVariables variables) {
      return of(element.result(variables), true);
    }
  }

  /** {@code MAP<key, value>}. */
  record Entries(TypePattern key, TypePattern value) implements TypePattern {
    @Override
    public boolean bind(DataType argument, TypeVariables variables) {
      return argument.kind() == TypeKind.NULL
          || (argument instanceof MapType map
              && key.bind(map.key(), variables)
              && value.bind(map.value(), variables));
    }

    @Override
    public @Nullable DataType fit(DataType argument, TypeVariables variables) {
      if (!(argument instanceof MapType map)) {
        return result(variables);
      }
      DataType fittedKey = key.fit(map.key(), variables);
      DataType fittedValue = value.fit(map.value(), variables);
      return fittedKey == null || fittedValue == null
          ? null
          : new MapType(fittedKey, fittedValue, map.nullable());
    }

    @Override
    public DataType result(TypeVariables variables) {
      return new MapType(key.result(variables), value.result(variables), true);
    }
  }

  /** {@code ROW<name type, …>}; an argument's fields keep their own names. */
  record Fields(List<String> names, List<TypePattern> types) implements TypePattern {
    @Override
    public boolean bind(DataType argument, TypeVariables variables) {
      if (argument.kind() == TypeKind.NULL) {
        return true;
      }
      if (!(argument instanceof RowType row) || row.schema().size() != types.size()) {
        return false;
      }
      for (int i = 0; i < types.size(); i++) {
        if (!types.get(i).bind(row.schema().type(i), variables)) {
          return false;
        }
      }
      return true;
    }

    @Override
    public @Nullable DataType fit(DataType argument, TypeVariables variables) {
      if (!(argument instanceof RowType row)) {
        return result(variables);
      }
      List<RowSchema.Field> fields = new ArrayList<>();
      for (int i = 0; i < types.size(); i++) {
        DataType fitted = types.get(i).fit(row.schema().type(i), variables);
        if (fitted == null) {
          return null;
        }
        fields.add(new RowSchema.Field(row.schema().name(i), fitted));
      }
      return new RowType(new RowSchema(fields), row.nullable());
    }

    @Override
    public DataType result(TypeVariables variables) {
      List<RowSchema.Field> fields = new ArrayList<>();
      for (int i = 0; i < types.size(); i++) {
        fields.add(new RowSchema.Field(names.get(i), types.get(i).result(variables)));
      }
      return new RowType(new RowSchema(fields), true);
    }
  }

  /** A pattern that says itself whether the type is nullable, for results. */
  record WithNullability(TypePattern pattern, boolean nullable) implements TypePattern {
    @Override
    public boolean bind(DataType argument, TypeVariables variables) {
      return pattern.bind(argument, variables);
    }

    @Override
    public @Nullable DataType fit(DataType argument, TypeVariables variables) {
      return pattern.fit(argument, variables);
    }

    @Override
    public DataType result(TypeVariables variables) {
      return pattern.result(variables).withNullable(nullable);
    }
  }
}
