package io.leat.runtime.function;

import io.leat.runtime.types.DataType;
import io.leat.runtime.types.ScalarType;
import io.leat.runtime.types.TypeKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One function: what people read about it, and how the compiler calls it. A call becomes a static
 * method of the class named, with the arguments in the forms that generated code holds values in;
 * names instead of references, so that listing the functions loads none of their classes.
 */
public final class FunctionEntry implements ScalarFunction {
  /** What decides whether a result can be NULL. */
  enum Nulls {
    /** NULL if an argument is. */
    STRICT,
    /** Can be NULL for arguments that are not. */
    POSSIBLE,
    /** NULL only if all arguments are. */
    ALL,
    /** NULL only if the first argument is. */
    FIRST,
    NEVER
  }

  /** How the result's type follows from the overload's. */
  enum ResultRule {
    AS_WRITTEN,
    /** A DECIMAL without its digits after the point. */
    WHOLE,
    /** A DECIMAL with as many digits after the point as the second argument says, or none. */
    ROUNDED,
    /** The type of the time that is moved, with the digits that the unit needs. */
    MOVED,
    /** As many digits of the second as the first argument has. */
    DIGITS_OF_FIRST,

    /** As many digits of the second as the constant argument says, if there is one. */
    DIGITS_GIVEN
  }

  /** Refuses, while planning, constants that no row could be right with. */
  interface Check {
    /**
     * Fails as the rows would.
     *
     * @param arguments the types of the arguments
     * @param constants for each argument its value if it is constant, a number or text; else null
     * @throws RowException what the rows would fail with
     */
    void check(List<DataType> arguments, List<? extends @Nullable Object> constants);
  }

  private final String name;
  private final String family;
  private final List<String> signatures;
  private List<String> aliases = List.of();
  private String description = "";
  private String example = "";
  private boolean deterministic = true;
  private Nulls nulls = Nulls.STRICT;
  private ResultRule resultRule = ResultRule.AS_WRITTEN;
  private @Nullable String method;
  private @Nullable String memo;
  private boolean zoned;
  private boolean timed;
  private boolean bounded;
  private boolean variadic;
  private boolean boxed;
  private int leading;
  private boolean skipsNulls;
  private boolean typed;
  private boolean internal;
  private @Nullable Check check;
  private @Nullable List<Signature> parsed;

  private FunctionEntry(String family, List<String> signatures) {
    this.family = family;
    this.signatures = signatures;
    this.name = signatures.get(0).substring(0, signatures.get(0).indexOf('('));
  }

  /** The signatures' texts begin with the function's name. */
  static FunctionEntry of(String family, String... signatures) {
    return new FunctionEntry(family, List.of(signatures));
  }

  FunctionEntry alias(String... names) {
    aliases = List.of(names);
    return this;
  }

  FunctionEntry says(String sentence) {
    description = sentence;
    return this;
  }

  FunctionEntry example(String call) {
    example = call;
    return this;
  }

  /**
   * The static method, {@code StringFunctions.upper}; absent where the compiler writes the code.
   */
  FunctionEntry by(String staticMethod) {
    method = staticMethod;
    return this;
  }

  /** The class of an object per call site, the method's first argument: patterns, random state. */
  FunctionEntry memo(String className) {
    memo = className;
    return this;
  }

  /** The method takes the session's zone before the arguments. */
  FunctionEntry zoned() {
    zoned = true;
    return this;
  }

  /** The method takes the epoch's time (microseconds) before the arguments. */
  FunctionEntry timed() {
    timed = true;
    deterministic = false;
    return this;
  }

  /**
   * The method takes the stream's bound of event time and the argument's type, not the argument,
   * which only tells the time attribute.
   */
  FunctionEntry bounded() {
    bounded = true;
    deterministic = false;
    return nulls(Nulls.POSSIBLE);
  }

  FunctionEntry random() {
    deterministic = false;
    return this;
  }

  /** The method takes the arguments, all text, as one array. */
  FunctionEntry variadic() {
    return variadicBehind(0);
  }

  /** The same behind the first arguments, which are passed as they are. */
  FunctionEntry variadicBehind(int arguments) {
    variadic = true;
    leading = arguments;
    return this;
  }

  /**
   * The method takes the arguments boxed and gives a boxed value. By {@link Nulls#FIRST} it gets
   * null for a later argument that is NULL; if {@link #variadic}, one {@code Object[]}.
   */
  FunctionEntry boxed() {
    boxed = true;
    return this;
  }

  /** The method takes the type of the first argument before the arguments. */
  FunctionEntry typed() {
    typed = true;
    return this;
  }

  /** The array of a variadic method holds null for an argument that is NULL. */
  FunctionEntry skipsNulls() {
    skipsNulls = true;
    return this;
  }

  /** What other calls are rewritten to: it is listed nowhere. */
  FunctionEntry internal() {
    internal = true;
    return this;
  }

  FunctionEntry checks(Check rule) {
    check = rule;
    return this;
  }

  FunctionEntry nulls(Nulls rule) {
    nulls = rule;
    return this;
  }

  FunctionEntry result(ResultRule rule) {
    resultRule = rule;
    return this;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<String> aliases() {
    return aliases;
  }

  @Override
  public String family() {
    return family;
  }

  @Override
  public List<String> signatures() {
    return signatures;
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public String example() {
    return example;
  }

  @Override
  public boolean deterministic() {
    return deterministic;
  }

  public @Nullable String method() {
    return method;
  }

  public @Nullable String memo() {
    return memo;
  }

  public boolean isZoned() {
    return zoned;
  }

  public boolean isTimed() {
    return timed;
  }

  public boolean isBounded() {
    return bounded;
  }

  public boolean isVariadic() {
    return variadic;
  }

  /** How many arguments come before the array of a variadic method. */
  public int leading() {
    return leading;
  }

  public boolean isBoxed() {
    return boxed;
  }

  public boolean isTyped() {
    return typed;
  }

  /** Whether the method wants to see NULL in all arguments but the first. */
  public boolean seesNulls() {
    return nulls == Nulls.FIRST;
  }

  public boolean canSkipNulls() {
    return skipsNulls;
  }

  boolean isInternal() {
    return internal;
  }

  /** Whether the method itself may find that there is no value. */
  public boolean mayGiveNull() {
    return nulls == Nulls.POSSIBLE;
  }

  @Override
  public void check(List<DataType> arguments, List<? extends @Nullable Object> constants) {
    if (check != null) {
      check.check(arguments, constants);
    }
  }

  @Override
  public @Nullable Resolution resolve(List<DataType> arguments) {
    return resolve(arguments, Collections.nCopies(arguments.size(), null));
  }

  @Override
  public synchronized @Nullable Resolution resolve(
      List<DataType> arguments, List<? extends @Nullable Object> constants) {
    if (parsed == null) {
      parsed = signatures.stream().map(Signature::parse).toList();
    }
    Signature.Match best = null;
    for (Signature signature : parsed) {
      Signature.Match match = signature.match(arguments);
      if (match != null && (best == null || match.casts() < best.casts())) {
        best = match;
      }
    }
    if (best == null) {
      return null;
    }
    if (resultRule == ResultRule.MOVED) {
      ScalarType moved = moved(arguments.get(2), constants.get(0));
      if (moved != null) {
        List<DataType> parameters = new ArrayList<>(best.parameters());
        parameters.set(2, moved.withNullable(arguments.get(2).nullable()));
        return new Resolution(parameters, moved.withNullable(isNullable(arguments)));
      }
    }
    if (resultRule == ResultRule.DIGITS_OF_FIRST) {
      int digits = ((ScalarType) best.parameters().get(0)).precision();
      ScalarType result = new ScalarType(best.result().kind(), digits, 0, isNullable(arguments));
      return new Resolution(best.parameters(), result);
    }
    if (resultRule == ResultRule.DIGITS_GIVEN && !arguments.isEmpty()) {
      return constants.get(0) instanceof Number digits
          ? new Resolution(
              best.parameters(),
              new ScalarType(best.result().kind(), TemporalChecks.digits(digits), 0, false))
          : null;
    }
    DataType result = ruled(best.result(), constants).withNullable(isNullable(arguments));
    return new Resolution(best.parameters(), result);
  }

  private DataType ruled(DataType type, List<? extends @Nullable Object> constants) {
    if (type.kind() != TypeKind.DECIMAL) {
      return type;
    }
    ScalarType decimal = (ScalarType) type;
    return switch (resultRule) {
      case AS_WRITTEN, MOVED, DIGITS_OF_FIRST, DIGITS_GIVEN -> type;
      case WHOLE -> {
        int whole = decimal.precision() - decimal.scale() + (decimal.scale() > 0 ? 1 : 0);
        yield ScalarType.decimal(Math.max(1, Math.min(ScalarType.MAX_DECIMAL_PRECISION, whole)), 0);
      }
      case ROUNDED -> {
        Object digits = constants.size() < 2 ? (Integer) 0 : constants.get(1);
        yield digits instanceof Number number
            ? rounded(decimal, number.intValue())
            : wider(decimal);
      }
    };
  }

  /** Rounding may bring a digit more. */
  private static ScalarType rounded(ScalarType type, int digits) {
    int whole = type.precision() - type.scale() + 1;
    int scale = Math.max(0, digits);
    return scale >= type.scale()
        ? type
        : ScalarType.decimal(Math.min(ScalarType.MAX_DECIMAL_PRECISION, whole + scale), scale);
  }

  private static ScalarType wider(ScalarType type) {
    int precision = Math.min(ScalarType.MAX_DECIMAL_PRECISION, type.precision() + 1);
    return ScalarType.decimal(precision, type.scale());
  }

  /** Null if the unit is not known before the run, or the time is text. */
  private static @Nullable ScalarType moved(DataType time, @Nullable Object unitName) {
    if (!(unitName instanceof String name) || !(time instanceof ScalarType type)) {
      return null;
    }
    TimeUnit unit = TimeUnit.of(name);
    int digits = unit.fractionDigits();
    return switch (type.kind()) {
      case DATE -> unit.isWholeDays() ? type : ScalarType.timestamp(digits);
      case TIMESTAMP -> ScalarType.timestamp(Math.max(digits, type.precision()));
      case TIMESTAMP_LTZ -> ScalarType.timestampLtz(Math.max(digits, type.precision()));
      default -> null;
    };
  }

  private boolean isNullable(List<DataType> arguments) {
    return switch (nulls) {
      case STRICT -> arguments.stream().anyMatch(DataType::nullable);
      case POSSIBLE -> true;
      case ALL -> arguments.stream().allMatch(DataType::nullable);
      case FIRST -> arguments.get(0).nullable();
      case NEVER -> false;
    };
  }
}
