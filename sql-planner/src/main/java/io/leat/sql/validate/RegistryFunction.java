package io.leat.sql.validate;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.RowException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.function.ScalarFunction;
import io.leat.runtime.types.DataType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlOperandCountRange;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.sql.type.SqlOperandCountRanges;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.jspecify.annotations.Nullable;

/** A function of the registry as the validator sees it: its overloads decide what is valid. */
public final class RegistryFunction extends SqlFunction {
  /** What SQL writes without parentheses. */
  static final Set<String> WITHOUT_PARENTHESES =
      Set.of(
          "CURRENT_DATE",
          "CURRENT_TIME",
          "CURRENT_TIMESTAMP",
          "CURRENT_ROW_TIMESTAMP",
          "LOCALTIME",
          "LOCALTIMESTAMP");

  private final ScalarFunction function;

  public RegistryFunction(ScalarFunction function) {
    super(
        function.name(),
        SqlKind.OTHER_FUNCTION,
        binding -> resultType(function, binding),
        ParameterInference.ofFunction(function),
        new Overloads(function),
        SqlFunctionCategory.SYSTEM);
    this.function = function;
  }

  /** Whether a name alone is a call. */
  static boolean isCalledWithoutParentheses(String name) {
    return WITHOUT_PARENTHESES.contains(name.toUpperCase(Locale.ROOT));
  }

  public ScalarFunction function() {
    return function;
  }

  @Override
  public boolean isDeterministic() {
    return function.deterministic();
  }

  @Override
  public boolean isDynamicFunction() {
    return !function.deterministic();
  }

  @Override
  public SqlSyntax getSyntax() {
    return isCalledWithoutParentheses(function.name()) ? SqlSyntax.FUNCTION_ID : SqlSyntax.FUNCTION;
  }

  private static RelDataType resultType(ScalarFunction function, SqlOperatorBinding binding) {
    List<DataType> arguments = argumentTypes(binding);
    ScalarFunction.Resolution resolution = function.resolve(arguments, constants(binding));
    if (resolution == null) {
      throw mismatch(function, arguments);
    }
    return TypeMapping.toRelType(resolution.result(), binding.getTypeFactory());
  }

  private static List<DataType> argumentTypes(SqlOperatorBinding binding) {
    List<DataType> types = new ArrayList<>(binding.getOperandCount());
    for (int i = 0; i < binding.getOperandCount(); i++) {
      types.add(TypeMapping.toDataType(binding.getOperandType(i)));
    }
    return types;
  }

  /** The values of arguments that are written as numbers or texts. */
  private static List<@Nullable Object> constants(SqlOperatorBinding binding) {
    List<@Nullable Object> constants = new ArrayList<>();
    for (int i = 0; i < binding.getOperandCount(); i++) {
      constants.add(binding instanceof SqlCallBinding call ? constant(call.operand(i)) : null);
    }
    return constants;
  }

  static @Nullable Object constant(SqlNode node) {
    if (node instanceof SqlNumericLiteral number) {
      return number.getValueAs(BigDecimal.class);
    }
    if (node instanceof SqlCharStringLiteral text) {
      return text.getValueAs(String.class);
    }
    if (node.getKind() == SqlKind.MINUS_PREFIX
        && ((SqlCall) node).operand(0) instanceof SqlNumericLiteral number) {
      return number.getValueAs(BigDecimal.class).negate();
    }
    return null;
  }

  private static LeatException mismatch(ScalarFunction function, List<DataType> arguments) {
    String given =
        arguments.stream().map(DataType::sqlName).collect(Collectors.joining(", ", "(", ")"));
    return new LeatException(
            SqlState.UNDEFINED_FUNCTION,
            "function " + function.name() + " does not take the arguments " + given)
        .withHint("valid: " + String.join("; ", function.signatures()));
  }

  /** Valid is what the function resolves. */
  private record Overloads(ScalarFunction function) implements SqlOperandTypeChecker {

    @Override
    public boolean checkOperandTypes(SqlCallBinding binding, boolean throwOnFailure) {
      List<DataType> arguments = argumentTypes(binding);
      List<@Nullable Object> constants = constants(binding);
      if (function.resolve(arguments, constants) != null) {
        checkConstants(binding, arguments, constants);
        return true;
      }
      if (throwOnFailure) {
        throw mismatch(function, arguments).at(Positions.of(binding.getCall()));
      }
      return false;
    }

    private void checkConstants(
        SqlCallBinding binding, List<DataType> arguments, List<@Nullable Object> constants) {
      try {
        function.check(arguments, constants);
      } catch (RowException e) {
        throw new LeatException(e.sqlState(), e.message()).at(Positions.of(binding.getCall()));
      }
    }

    @Override
    public SqlOperandCountRange getOperandCountRange() {
      return SqlOperandCountRanges.any();
    }

    @Override
    public String getAllowedSignatures(SqlOperator operator, String name) {
      return String.join("; ", function.signatures());
    }
  }
}
