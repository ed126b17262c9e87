package io.leat.sql.validate;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.ScalarType;
import io.leat.runtime.types.TypeInference;
import io.leat.runtime.types.TypeKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlFunctionCategory;
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

/** A function that has a meaning in a window only: a rank, or the value of another row. */
public final class WindowFunction extends SqlAggFunction {
  private static final Map<String, WindowFunction> ALL = all();

  /** The types of the arguments and the result. */
  @FunctionalInterface
  private interface Typing {
    /** Null if the function does not take these arguments. */
    @Nullable Resolution resolve(List<DataType> arguments);
  }

  /**
   * A call that is valid.
   *
   * @param parameters the types that the arguments are converted to
   */
  public record Resolution(List<DataType> parameters, DataType result) {}

  /** How a function is written, and its types. */
  private record Form(String name, int min, int max, String arguments, Typing typing) {
    @Nullable Resolution resolve(List<DataType> types) {
      return types.size() < min || types.size() > max ? null : typing.resolve(types);
    }
  }

  private static Map<String, WindowFunction> all() {
    Map<String, WindowFunction> all = new TreeMap<>();
    for (String name : List.of("ROW_NUMBER", "RANK", "DENSE_RANK")) {
      add(all, name, 0, 0, "", types -> rank(ScalarType.BIGINT));
    }
    for (String name : List.of("PERCENT_RANK", "CUME_DIST")) {
      add(all, name, 0, 0, "", types -> rank(ScalarType.DOUBLE));
    }
    add(all, "NTILE", 1, 1, "number of buckets", WindowFunction::bucket);
    for (String name : List.of("LAG", "LEAD")) {
      add(all, name, 1, 3, "value, offset, default", WindowFunction::neighbour);
    }
    for (String name : List.of("FIRST_VALUE", "LAST_VALUE")) {
      add(all, name, 1, 1, "value", WindowFunction::value);
    }
    add(all, "NTH_VALUE", 2, 2, "value, place", WindowFunction::value);
    return Collections.unmodifiableMap(all);
  }

  private static void add(
      Map<String, WindowFunction> all,
      String name,
      int min,
      int max,
      String arguments,
      Typing typing) {
    all.put(name, new WindowFunction(new Form(name, min, max, arguments, typing), false));
  }

  private final Form form;
  private final boolean ignoresNulls;

  private WindowFunction(Form form, boolean ignoresNulls) {
    super(
        form.name() + (ignoresNulls ? " IGNORE NULLS" : ""),
        null,
        SqlKind.OTHER_FUNCTION,
        binding -> resultType(form, binding),
        null,
        new Arguments(form),
        SqlFunctionCategory.SYSTEM,
        false,
        false,
        Optionality.IGNORED);
    this.form = form;
    this.ignoresNulls = ignoresNulls;
  }

  /** The function of that name; null if there is none. */
  static @Nullable WindowFunction of(String name) {
    return ALL.get(name.toUpperCase(Locale.ROOT));
  }

  static Set<String> names() {
    return ALL.keySet();
  }

  /**
   * The function with IGNORE NULLS, one of its own: Calcite takes its operator IGNORE NULLS for an
   * aggregate of the query, if there are others.
   */
  WindowFunction ignoringNulls() {
    return new WindowFunction(form, true);
  }

  public boolean ignoresNulls() {
    return ignoresNulls;
  }

  /** The name without IGNORE NULLS. */
  public String functionName() {
    return form.name();
  }

  /** The types of a call with arguments of these types; null if it is not valid. */
  public @Nullable Resolution resolve(List<DataType> arguments) {
    return form.resolve(arguments);
  }

  @Override
  public boolean allowsNullTreatment() {
    return form.max() > 0 && !form.name().equals("NTILE") && !ignoresNulls;
  }

  private static Resolution rank(DataType type) {
    return new Resolution(List.of(), type.withNullable(false));
  }

  private static @Nullable Resolution bucket(List<DataType> types) {
    return types.get(0).kind().isInteger()
        ? new Resolution(
            List.of(ScalarType.BIGINT.withNullable(types.get(0).nullable())),
            ScalarType.BIGINT.withNullable(false))
        : null;
  }

  private static @Nullable Resolution neighbour(List<DataType> types) {
    if (types.size() > 1 && !types.get(1).kind().isInteger()) {
      return null;
    }
    DataType value = types.get(0);
    if (types.size() > 2 && types.get(2).kind() != TypeKind.NULL) {
      value = TypeInference.common(List.of(types.get(0), types.get(2)));
      if (value == null) {
        return null;
      }
    }
    List<DataType> parameters = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      parameters.add((i == 1 ? ScalarType.BIGINT : value).withNullable(types.get(i).nullable()));
    }
    return new Resolution(parameters, value.withNullable(true));
  }

  private static @Nullable Resolution value(List<DataType> types) {
    if (types.size() > 1 && !types.get(1).kind().isInteger()) {
      return null;
    }
    List<DataType> parameters = new ArrayList<>(types);
    if (types.size() > 1) {
      parameters.set(1, ScalarType.BIGINT.withNullable(types.get(1).nullable()));
    }
    return new Resolution(parameters, types.get(0).withNullable(true));
  }

  /** Takes the types of the arguments as they are. */
  @Override
  public RelDataType deriveType(SqlValidator validator, SqlValidatorScope scope, SqlCall call) {
    for (SqlNode operand : call.getOperandList()) {
      validator.setValidatedNodeType(operand, validator.deriveType(scope, operand));
    }
    return validateOperands(validator, scope, call);
  }

  private static RelDataType resultType(Form form, SqlOperatorBinding binding) {
    List<DataType> arguments = argumentTypes(binding);
    Resolution resolution = form.resolve(arguments);
    if (resolution == null) {
      throw mismatch(form, arguments);
    }
    return TypeMapping.toRelType(resolution.result(), binding.getTypeFactory());
  }

  private static List<DataType> argumentTypes(SqlOperatorBinding binding) {
    List<DataType> types = new ArrayList<>();
    for (int i = 0; i < binding.getOperandCount(); i++) {
      types.add(TypeMapping.toDataType(binding.getOperandType(i)));
    }
    return types;
  }

  private static LeatException mismatch(Form form, List<DataType> arguments) {
    String given =
        arguments.stream().map(DataType::sqlName).collect(Collectors.joining(", ", "(", ")"));
    return new LeatException(
            SqlState.UNDEFINED_FUNCTION,
            "function " + form.name() + " does not take the arguments " + given)
        .withHint("valid: " + form.name() + "(" + form.arguments() + ") OVER (…)");
  }

  private record Arguments(Form form) implements SqlOperandTypeChecker {

    @Override
    public boolean checkOperandTypes(SqlCallBinding binding, boolean throwOnFailure) {
      List<DataType> arguments = argumentTypes(binding);
      if (form.resolve(arguments) != null) {
        return true;
      }
      if (throwOnFailure) {
        throw mismatch(form, arguments).at(Positions.of(binding.getCall()));
      }
      return false;
    }

    @Override
    public SqlOperandCountRange getOperandCountRange() {
      return SqlOperandCountRanges.any();
    }

    @Override
    public String getAllowedSignatures(SqlOperator operator, String name) {
      return name + "(" + form.arguments() + ")";
    }
  }
}
