package io.leat.sql.lower;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.codegen.ConstantEvaluator;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.types.DataType;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The constants that a plan makes of its parameters, such as a parameter in a column's type: they
 * are parameters themselves, computed once for each execution, where a plan of known values would
 * have computed them once for all. For one thread while the plan is made, then for many.
 */
public final class DerivedConstants {
  private final int given;

  /** Each depends on those before it only. */
  private final Map<Derivation, Expression.Parameter> derived = new LinkedHashMap<>();

  /**
   * How a value comes about.
   *
   * @param key whether it must be the same value in the type of a column that rows are found by
   */
  private record Derivation(Expression expression, DataType type, boolean key) {}

  /** Constants over so many parameters that are given. */
  public DerivedConstants(int given) {
    this.given = given;
  }

  /** The value, not NULL, of an expression over parameters and literals. */
  Expression.Parameter of(Expression expression) {
    return add(new Derivation(expression, expression.type(), false));
  }

  /** The same value as one of a column's type. Without it there is no plan for the values. */
  Expression.Parameter key(Expression.Parameter parameter, DataType column) {
    return add(new Derivation(parameter, column.withNullable(false), true));
  }

  private Expression.Parameter add(Derivation derivation) {
    return derived.computeIfAbsent(
        derivation, added -> new Expression.Parameter(given + derived.size(), added.type()));
  }

  /**
   * The given values and the derived ones, by index.
   *
   * @return absent if one of them cannot be computed or is NULL
   */
  public Optional<List<Object>> values(List<? extends @Nullable Object> parameters, ZoneId zone) {
    List<@Nullable Object> values = new ArrayList<>(given + derived.size());
    values.addAll(parameters);
    for (Derivation derivation : derived.keySet()) {
      Object value = value(derivation, values, zone);
      if (value == null) {
        return Optional.empty();
      }
      values.add(value);
    }
    @SuppressWarnings("unchecked") // parameters that are NULL are not used
    List<Object> all = (List<Object>) (List<?>) values;
    return Optional.of(all);
  }

  private static @Nullable Object value(
      Derivation derivation, List<? extends @Nullable Object> values, ZoneId zone) {
    Expression bound = CircuitBinding.bind(derivation.expression(), values);
    if (derivation.key()) {
      return KeyCondition.inType((Expression.Literal) bound, derivation.type())
          .map(Expression.Literal::value)
          .orElse(null);
    }
    if (bound instanceof Expression.Cast cast
        && cast.argument() instanceof Expression.Literal literal) {
      Expression.Literal same = Expressions.retyped(literal, cast.type());
      if (same != null) {
        return same.value();
      }
    }
    try {
      return ConstantEvaluator.evaluate(bound, zone).value();
    } catch (LeatException failure) {
      return null;
    }
  }
}
