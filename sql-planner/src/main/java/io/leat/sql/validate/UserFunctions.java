package io.leat.sql.validate;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.NearestName;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.function.Functions;
import io.leat.sql.catalog.CatalogFunction;
import io.leat.sql.catalog.ObjectName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.jspecify.annotations.Nullable;

/** The users' functions that one statement calls. */
public final class UserFunctions {
  /** Names that have a meaning as functions without being in the registry. */
  private static final Set<String> OTHER_NAMES =
      Set.of(
          "CAST",
          "COALESCE",
          "CUMULATE",
          "GROUPING",
          "GROUPING_ID",
          "GROUP_ID",
          "HOP",
          "MOD",
          "NULLIF",
          "SESSION",
          "TRIM",
          "TRY_CAST",
          "TUMBLE",
          "UNNEST",
          JsonTableFunction.NAME,
          SeriesFunction.NAME);

  private final QueryConverter converter;
  private final Map<CatalogFunction, SqlOperator> operators = new HashMap<>();
  private @Nullable ObjectName declared;

  UserFunctions(QueryConverter converter) {
    this.converter = converter;
  }

  /** Whether a user cannot make a function of that name because it is always there. */
  public static boolean isBuiltIn(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    return Functions.find(upper) != null
        || AggregateSignature.find(upper) != null
        || WindowFunction.of(upper) != null
        || OTHER_NAMES.contains(upper);
  }

  /** Whether a call names a database. */
  static boolean isQualified(SqlCall call) {
    return call.getOperator() instanceof SqlFunction function
        && function.getSqlIdentifier() != null
        && !function.getSqlIdentifier().isSimple();
  }

  /**
   * Calls in one text.
   *
   * @param temporary whether temporary functions are seen
   */
  Calls recording(List<QueryConverter.FunctionUse> uses, boolean temporary) {
    return new Calls(uses, temporary);
  }

  /** Makes a name known that must not be called, being declared. */
  void declaring(ObjectName name) {
    declared = name;
  }

  /** The calls in one text, whose names it writes down. */
  final class Calls {
    private final List<QueryConverter.FunctionUse> uses;
    private final boolean temporary;

    private Calls(List<QueryConverter.FunctionUse> uses, boolean temporary) {
      this.uses = uses;
      this.temporary = temporary;
    }

    /** The call of a function that is not built in. */
    SqlNode call(SqlCall call, List<SqlNode> operands) {
      return new SqlBasicCall(operator(require(call), call), operands, call.getParserPosition());
    }

    /** The user's aggregate function that is called; null if what is called is none. */
    @Nullable AggregateFunction aggregate(SqlCall call) {
      CatalogFunction function = find(call).orElse(null);
      if (!(function instanceof CatalogFunction.Java java) || !java.aggregate()) {
        return null;
      }
      uses.add(new QueryConverter.FunctionUse(identifier(call), function));
      return (AggregateFunction)
          operators.computeIfAbsent(function, unused -> new AggregateFunction(java));
    }

    /** The call of a table function that is not built in. */
    SqlNode tableCall(SqlCall call, List<SqlNode> operands) {
      CatalogFunction function = require(call);
      JavaUserFunction table =
          function instanceof CatalogFunction.Java java ? JavaUserFunction.table(java) : null;
      if (table == null || table.function.aggregate() || table.overloads().isEmpty()) {
        throw new LeatException(
            SqlState.UNDEFINED_FUNCTION,
            "function " + function.name().name() + " is no table function",
            Positions.of(call),
            "a table function's eval gives a List, Stream, Iterator or array",
            null);
      }
      return new SqlBasicCall(table, operands, call.getParserPosition());
    }

    /** The function that is called, whose name is written down. */
    private CatalogFunction require(SqlCall call) {
      SqlIdentifier identifier = identifier(call);
      CatalogFunction function =
          find(call).orElseThrow(() -> unknown(converter.scope(), identifier, call));
      uses.add(new QueryConverter.FunctionUse(identifier, function));
      return function;
    }

    private Optional<CatalogFunction> find(SqlCall call) {
      NameScope scope = converter.scope();
      SqlIdentifier identifier = identifier(call);
      ObjectName name = scope.resolve(identifier);
      if (name.equals(declared)) {
        throw new LeatException(
            SqlState.INVALID_RECURSION,
            "function " + name.name() + " calls itself",
            Positions.of(call),
            "write it without recursion, or use WITH RECURSIVE in a query",
            null);
      }
      return temporary ? scope.findFunction(identifier) : scope.catalog().findFunction(name);
    }
  }

  private static SqlIdentifier identifier(SqlCall call) {
    SqlFunction named = (SqlFunction) call.getOperator();
    SqlIdentifier written = named.getSqlIdentifier();
    return written == null ? new SqlIdentifier(named.getName(), call.getParserPosition()) : written;
  }

  private static SqlOperator scalar(CatalogFunction.Java function, SqlNode at) {
    if (function.aggregate()) {
      throw new LeatException(
          SqlState.GROUPING_ERROR,
          "the aggregate function " + function.name().name() + " cannot stand here",
          Positions.of(at),
          null,
          null);
    }
    JavaUserFunction scalar = JavaUserFunction.scalar(function);
    if (scalar.overloads().isEmpty()) {
      throw new LeatException(
          SqlState.UNDEFINED_FUNCTION,
          "function " + function.name().name() + " gives rows, not one value",
          Positions.of(at),
          "use it in FROM: LATERAL TABLE(" + function.name().name() + "(…)) AS t(…)",
          null);
    }
    return scalar;
  }

  private SqlOperator operator(CatalogFunction function, SqlNode at) {
    SqlOperator known = operators.get(function);
    if (known == null) {
      known =
          function instanceof CatalogFunction.Sql sql
              ? new SqlUserFunction(sql, converter.body(sql))
              : scalar((CatalogFunction.Java) function, at);
      operators.put(function, known);
    }
    return known;
  }

  /** There is no such function; near ones are in the hint. */
  public static LeatException unknown(NameScope scope, SqlIdentifier name, SqlNode at) {
    ObjectName full = scope.resolve(name);
    List<String> known = new ArrayList<>();
    for (CatalogFunction function : scope.functions(full.catalog(), full.database())) {
      known.add(function.name().name());
    }
    if (name.isSimple()) {
      known.addAll(FunctionDocuments.names());
    }
    String last = Objects.requireNonNull(name.names.get(name.names.size() - 1));
    return new LeatException(
        SqlState.UNDEFINED_FUNCTION,
        "unknown function '" + String.join(".", name.names) + "'",
        Positions.of(at),
        known.stream().anyMatch(last::equalsIgnoreCase)
            ? "a function of that name gives rows: it stands in FROM"
            : NearestName.of(last, known)
                .map(near -> "did you mean '" + near + "'?")
                .orElse("SHOW FUNCTIONS lists the functions"),
        null);
  }
}
