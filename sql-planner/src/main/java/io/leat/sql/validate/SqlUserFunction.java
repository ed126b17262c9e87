package io.leat.sql.validate;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.types.CastRules;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.TypeKind;
import io.leat.sql.catalog.CatalogFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.jspecify.annotations.Nullable;

/** A function that a user has made of an expression; the lowering puts that in its place. */
public final class SqlUserFunction extends SqlFunction {
  private final CatalogFunction.Sql function;
  private final RexNode body;

  /**
   * A function as the validator sees it.
   *
   * @param body over the parameters as columns, of the type that the function returns
   */
  SqlUserFunction(CatalogFunction.Sql function, RexNode body) {
    super(
        function.name().toString(),
        SqlKind.OTHER_FUNCTION,
        binding -> TypeMapping.toRelType(function.returns(), binding.getTypeFactory()),
        null,
        OperandTypes.VARIADIC,
        SqlFunctionCategory.USER_DEFINED_FUNCTION);
    this.function = function;
    this.body = body;
  }

  public CatalogFunction.Sql function() {
    return function;
  }

  public RexNode body() {
    return body;
  }

  @Override
  public boolean isDeterministic() {
    return RexUtil.isDeterministic(body);
  }

  @Override
  public boolean isDynamicFunction() {
    return !isDeterministic();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SqlUserFunction that && function.equals(that.function);
  }

  @Override
  public int hashCode() {
    return function.name().hashCode();
  }

  /**
   * Takes arguments that become the parameters' types by themselves, and constant numbers; what may
   * be NULL not for a parameter that may not.
   */
  @Override
  public RelDataType deriveType(SqlValidator validator, SqlValidatorScope scope, SqlCall call) {
    List<DataType> given = new ArrayList<>();
    for (SqlNode operand : call.getOperandList()) {
      RelDataType type = validator.deriveType(scope, operand);
      validator.setValidatedNodeType(operand, type);
      given.add(TypeMapping.toDataType(type));
    }
    List<CatalogFunction.Sql.Parameter> parameters = function.parameters();
    boolean fits = given.size() == parameters.size();
    for (int i = 0; fits && i < given.size(); i++) {
      fits = fits(call.operand(i), given.get(i), parameters.get(i).type());
    }
    if (!fits) {
      throw new LeatException(
          SqlState.UNDEFINED_FUNCTION,
          given.stream()
              .map(DataType::sqlName)
              .collect(
                  Collectors.joining(
                      ", ",
                      "function " + function.name().name() + " does not take the arguments (",
                      ")")),
          Positions.of(call),
          "valid: " + String.join("; ", function.signatures()),
          null);
    }
    return validateOperands(validator, scope, call);
  }

  private static boolean fits(SqlNode argument, DataType given, DataType parameter) {
    boolean constant = RegistryFunction.constant(argument) != null;
    if (given.nullable() && !parameter.nullable()) {
      return false;
    }
    return given.kind() == TypeKind.NULL
        || CastRules.implicit(given, parameter)
        || (constant && given.kind().isNumeric() && parameter.kind().isNumeric());
  }
}
