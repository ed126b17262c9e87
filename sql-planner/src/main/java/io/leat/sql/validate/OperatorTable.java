package io.leat.sql.validate;

import io.leat.runtime.function.Functions;
import io.leat.runtime.function.ScalarFunction;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.validate.SqlNameMatcher;
import org.jspecify.annotations.Nullable;

/** Functions come from the registry, operators with a syntax of their own from Calcite. */
public final class OperatorTable implements SqlOperatorTable {
  public static final OperatorTable INSTANCE = new OperatorTable();

  private final Map<String, RegistryFunction> functions = new ConcurrentHashMap<>();

  private OperatorTable() {}

  /** The registry's function of that name or alias; null if there is none. */
  public @Nullable RegistryFunction function(String name) {
    String key = name.toUpperCase(Locale.ROOT);
    RegistryFunction known = functions.get(key);
    if (known == null) {
      ScalarFunction function = Functions.find(key);
      if (function == null) {
        return null;
      }
      known = functions.computeIfAbsent(key, unused -> new RegistryFunction(function));
    }
    return known;
  }

  @Override
  public void lookupOperatorOverloads(
      SqlIdentifier name,
      @Nullable SqlFunctionCategory category,
      SqlSyntax syntax,
      List<SqlOperator> operators,
      SqlNameMatcher nameMatcher) {
    if (syntax.family == SqlSyntax.FUNCTION) {
      if (name.isSimple()) {
        SqlOperator special =
            switch (name.getSimple()) {
              case "CAST" -> CastOperator.CAST;
              case "TRY_CAST" -> CastOperator.TRY_CAST;
              case "COALESCE" -> CoalesceOperator.INSTANCE;
              case "GROUPING" -> SqlStdOperatorTable.GROUPING;
              case "GROUPING_ID" -> SqlStdOperatorTable.GROUPING_ID;
              case "GROUP_ID" -> SqlStdOperatorTable.GROUP_ID;
              default -> function(name.getSimple());
            };
        if (special != null) {
          operators.add(special);
        }
      }
    } else {
      SqlOperator own = name.isSimple() ? ownOperator(name.getSimple(), syntax) : null;
      if (own != null) {
        operators.add(own);
      } else {
        SqlStdOperatorTable.instance()
            .lookupOperatorOverloads(name, category, syntax, operators, nameMatcher);
      }
    }
  }

  private static @Nullable SqlOperator ownOperator(String symbol, SqlSyntax syntax) {
    if (syntax == SqlSyntax.BINARY) {
      SqlOperator arithmetic = ArithmeticOperator.of(symbol);
      SqlOperator comparison = ComparisonOperator.of(symbol);
      return symbol.equals("||")
          ? ConcatOperator.INSTANCE
          : arithmetic != null ? arithmetic : comparison;
    }
    return switch (symbol) {
      case "ILIKE" -> SqlLibraryOperators.ILIKE;
      case "NOT ILIKE" -> SqlLibraryOperators.NOT_ILIKE;
      default -> null;
    };
  }

  @Override
  public List<SqlOperator> getOperatorList() {
    return SqlStdOperatorTable.instance().getOperatorList();
  }
}
