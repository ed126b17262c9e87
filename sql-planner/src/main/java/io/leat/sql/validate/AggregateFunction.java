package io.leat.sql.validate;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.function.user.UserOverload;
import io.leat.runtime.types.DataType;
import io.leat.sql.catalog.CatalogFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperandCountRange;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.type.SqlOperandCountRanges;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.apache.calcite.util.Optionality;
import org.jspecify.annotations.Nullable;

/** An aggregate function as the validator sees it: its {@link AggregateSignature} decides. */
public final class AggregateFunction extends SqlAggFunction {
  private final AggregateSignature signature;
  private final @Nullable String option;
  private final CatalogFunction.@Nullable Java user;

  /**
   * A function, or a variant of it.
   *
   * @param option a constant text that the runtime gets as last argument; null for none
   */
  AggregateFunction(AggregateSignature signature, @Nullable String option) {
    this(signature, option, null);
  }

  /** A function of a user. */
  AggregateFunction(CatalogFunction.Java function) {
    this(signature(function), null, function);
  }

  private AggregateFunction(
      AggregateSignature signature, @Nullable String option, CatalogFunction.@Nullable Java user) {
    super(
        signature.name(),
        null,
        SqlKind.OTHER_FUNCTION,
        binding -> resultType(signature, user != null, binding),
        null,
        new Arguments(signature),
        SqlFunctionCategory.SYSTEM,
        false,
        false,
        Optionality.OPTIONAL);
    this.signature = signature;
    this.option = option;
    this.user = user;
  }

  public AggregateSignature signature() {
    return signature;
  }

  /** The user's function; null if it is built in. */
  public CatalogFunction.@Nullable Java user() {
    return user;
  }

  private static AggregateSignature signature(CatalogFunction.Java function) {
    int fewest = Integer.MAX_VALUE;
    int most = 0;
    for (UserOverload overload : function.overloads()) {
      int count = overload.parameters().size();
      boolean variadic = overload.method().variadic();
      fewest = Math.min(fewest, variadic ? count - 1 : count);
      most = Math.max(most, variadic ? Integer.MAX_VALUE : count);
    }
    String arguments =
        function.overloads().stream()
            .map(overload -> overload.signature(""))
            .collect(Collectors.joining("; "));
    return new AggregateSignature(
        function.name().toString(),
        fewest,
        most,
        arguments,
        types -> {
          UserOverload.Match match = UserOverload.resolve(function.overloads(), types);
          DataType result = match == null ? null : match.overload().result();
          return match == null || result == null
              ? null
              : new AggregateSignature.Resolution(match.parameters(), result);
        });
  }

  public @Nullable String option() {
    return option;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof AggregateFunction that
        && (user == null ? signature.equals(that.signature) : user.equals(that.user))
        && Objects.equals(option, that.option);
  }

  @Override
  public int hashCode() {
    return Objects.hash(signature.name(), option);
  }

  /** Takes the types of the arguments as they are; {@code COUNT(*)} has none. */
  @Override
  public RelDataType deriveType(SqlValidator validator, SqlValidatorScope scope, SqlCall call) {
    for (SqlNode operand : call.getOperandList()) {
      if (!isStar(operand)) {
        validator.setValidatedNodeType(operand, validator.deriveType(scope, operand));
      }
    }
    return validateOperands(validator, scope, call);
  }

  private static boolean isStar(SqlNode node) {
    return node instanceof SqlIdentifier identifier && identifier.isStar();
  }

  private static RelDataType resultType(
      AggregateSignature signature, boolean user, SqlOperatorBinding binding) {
    List<DataType> arguments = argumentTypes(binding);
    AggregateSignature.Resolution resolution = signature.resolve(arguments);
    if (resolution == null) {
      throw mismatch(signature, arguments);
    }
    boolean nullable =
        !signature.countsNothing()
            && (user
                || binding.hasEmptyGroup()
                || binding.hasFilter()
                || arguments.stream().anyMatch(DataType::nullable)
                || signature.givesNull());
    return TypeMapping.toRelType(
        resolution.result().withNullable(nullable), binding.getTypeFactory());
  }

  private static List<DataType> argumentTypes(SqlOperatorBinding binding) {
    List<DataType> types = new ArrayList<>();
    for (int i = 0; i < binding.getOperandCount(); i++) {
      boolean star = binding instanceof SqlCallBinding call && isStar(call.operand(i));
      if (!star) {
        types.add(TypeMapping.toDataType(binding.getOperandType(i)));
      }
    }
    return types;
  }

  private static LeatException mismatch(AggregateSignature signature, List<DataType> arguments) {
    String given =
        arguments.stream().map(DataType::sqlName).collect(Collectors.joining(", ", "(", ")"));
    boolean unordered = arguments.stream().anyMatch(type -> !type.hasOrder());
    return new LeatException(
            SqlState.UNDEFINED_FUNCTION,
            "function " + signature.name() + " does not take the arguments " + given)
        .withHint(
            (unordered ? "maps, multisets and VARIANT have no order; " : "")
                + ("valid: " + signature.name() + "(" + signature.arguments() + ")"));
  }

  private record Arguments(AggregateSignature signature) implements SqlOperandTypeChecker {

    @Override
    public boolean checkOperandTypes(SqlCallBinding binding, boolean throwOnFailure) {
      List<DataType> arguments = argumentTypes(binding);
      if (signature.resolve(arguments) != null) {
        return true;
      }
      if (throwOnFailure) {
        throw mismatch(signature, arguments).at(Positions.of(binding.getCall()));
      }
      return false;
    }

    @Override
    public SqlOperandCountRange getOperandCountRange() {
      return SqlOperandCountRanges.any();
    }

    @Override
    public String getAllowedSignatures(SqlOperator operator, String name) {
      return name + "(" + signature.arguments() + ")";
    }
  }
}
