package io.leat.sql.validate;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.function.user.UserOverload;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowType;
import io.leat.sql.catalog.CatalogFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.SqlTableFunction;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.jspecify.annotations.Nullable;

/** A scalar or table function that a user has written in Java; its overloads decide. */
public abstract sealed class JavaUserFunction extends SqlFunction {
  final CatalogFunction.Java function;

  private JavaUserFunction(
      CatalogFunction.Java function,
      @Nullable SqlReturnTypeInference result,
      SqlFunctionCategory category) {
    super(
        function.name().toString(),
        SqlKind.OTHER_FUNCTION,
        result,
        null,
        OperandTypes.VARIADIC,
        category);
    this.function = function;
  }

  /** The function in an expression. */
  static JavaUserFunction scalar(CatalogFunction.Java function) {
    return new Scalar(function);
  }

  /** The function in FROM. */
  static JavaUserFunction table(CatalogFunction.Java function) {
    return new Table(function);
  }

  /** Overloads that can be called at this place. */
  abstract List<UserOverload> overloads();

  /** Null if the function does not take these arguments here. */
  public UserOverload.@Nullable Match resolve(List<DataType> arguments) {
    return UserOverload.resolve(overloads(), arguments);
  }

  /** Whether a row in FROM is one value, whatever the arguments. */
  boolean givesOneColumn() {
    return overloads().stream().noneMatch(overload -> overload.row() instanceof RowType);
  }

  private UserOverload.Match require(List<DataType> arguments) {
    UserOverload.Match match = resolve(arguments);
    if (match == null) {
      String given =
          arguments.stream().map(DataType::sqlName).collect(Collectors.joining(", ", "(", ")"));
      throw new LeatException(
          SqlState.UNDEFINED_FUNCTION,
          "function " + function.name().name() + " does not take the arguments " + given,
          null,
          overloads().stream()
              .map(overload -> overload.signature(function.name().name()))
              .collect(Collectors.joining("; ", "valid: ", "")),
          null);
    }
    return match;
  }

  private UserOverload.Match require(SqlOperatorBinding binding) {
    List<DataType> arguments = new ArrayList<>();
    for (int i = 0; i < binding.getOperandCount(); i++) {
      arguments.add(TypeMapping.toDataType(binding.getOperandType(i)));
    }
    return require(arguments);
  }

  @Override
  public boolean isDeterministic() {
    return overloads().stream().allMatch(overload -> overload.method().deterministic());
  }

  @Override
  public boolean isDynamicFunction() {
    return !isDeterministic();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof JavaUserFunction that
        && getClass() == that.getClass()
        && function.equals(that.function);
  }

  @Override
  public int hashCode() {
    return function.name().hashCode();
  }

  /** Takes the types of the arguments as they are. */
  @Override
  public RelDataType deriveType(SqlValidator validator, SqlValidatorScope scope, SqlCall call) {
    List<DataType> given = new ArrayList<>();
    for (SqlNode operand : call.getOperandList()) {
      RelDataType type = validator.deriveType(scope, operand);
      validator.setValidatedNodeType(operand, type);
      given.add(TypeMapping.toDataType(type));
    }
    try {
      require(given);
    } catch (LeatException mismatch) {
      throw mismatch.at(Positions.of(call));
    }
    return validateOperands(validator, scope, call);
  }

  private static final class Scalar extends JavaUserFunction {
    Scalar(CatalogFunction.Java function) {
      super(function, null, SqlFunctionCategory.USER_DEFINED_FUNCTION);
    }

    @Override
    List<UserOverload> overloads() {
      return function.overloads().stream().filter(overload -> overload.result() != null).toList();
    }

    @Override
    public RelDataType inferReturnType(SqlOperatorBinding binding) {
      DataType result = super.require(binding).overload().result();
      if (result == null) {
        throw new AssertionError("a result");
      }
      return TypeMapping.toRelType(result.withNullable(true), binding.getTypeFactory());
    }
  }

  private static final class Table extends JavaUserFunction implements SqlTableFunction {
    Table(CatalogFunction.Java function) {
      super(function, ReturnTypes.CURSOR, SqlFunctionCategory.USER_DEFINED_TABLE_FUNCTION);
    }

    @Override
    List<UserOverload> overloads() {
      return function.overloads().stream().filter(overload -> overload.row() != null).toList();
    }

    @Override
    public SqlReturnTypeInference getRowTypeInference() {
      return binding -> rowType(binding);
    }

    /** A row's fields, or the one value under the function's name; any may be NULL. */
    private RelDataType rowType(SqlOperatorBinding binding) {
      RelDataTypeFactory types = binding.getTypeFactory();
      DataType row = super.require(binding).overload().row();
      RelDataTypeFactory.Builder columns = types.builder();
      if (row instanceof RowType fields) {
        for (int i = 0; i < fields.schema().size(); i++) {
          columns.add(
              fields.schema().name(i),
              TypeMapping.toRelType(fields.schema().type(i).withNullable(true), types));
        }
      } else if (row != null) {
        columns.add(function.name().name(), TypeMapping.toRelType(row.withNullable(true), types));
      }
      return columns.build();
    }
  }
}
