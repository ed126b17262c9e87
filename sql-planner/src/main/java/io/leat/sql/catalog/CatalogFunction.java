package io.leat.sql.catalog;

import io.leat.runtime.circuit.UserCode;
import io.leat.runtime.function.user.UserOverload;
import io.leat.runtime.types.DataType;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A function that a user has made. Functions have a name space of their own. */
public sealed interface CatalogFunction permits CatalogFunction.Sql, CatalogFunction.Java {
  ObjectName name();

  /** How it can be called: {@code "f(INT, STRING) → INT"}. */
  List<String> signatures();

  /** The functions that it calls itself. */
  Set<ObjectName> functions();

  /**
   * A class.
   *
   * @param aggregate whether it is an aggregate function; else it is a scalar or table function, or
   *     both
   */
  record Java(ObjectName name, UserCode code, boolean aggregate, List<UserOverload> overloads)
      implements CatalogFunction {
    public Java {
      overloads = List.copyOf(overloads);
    }

    @Override
    public List<String> signatures() {
      return overloads.stream().map(overload -> overload.signature(name.name())).toList();
    }

    @Override
    public Set<ObjectName> functions() {
      return Set.of();
    }
  }

  /**
   * An expression over parameters.
   *
   * @param body the expression's text with the names of functions written in full
   */
  record Sql(
      ObjectName name,
      List<Parameter> parameters,
      DataType returns,
      String body,
      Set<ObjectName> functions)
      implements CatalogFunction {
    public Sql {
      parameters = List.copyOf(parameters);
      functions = Set.copyOf(functions);
    }

    @Override
    public List<String> signatures() {
      return List.of(
          parameters.stream()
              .map(parameter -> parameter.name() + " " + declared(parameter.type()))
              .collect(Collectors.joining(", ", name.name() + "(", ") → " + returns.sqlName())));
    }

    private static String declared(DataType type) {
      return type.sqlName() + (type.nullable() ? "" : " NOT NULL");
    }

    /** A parameter. */
    public record Parameter(String name, DataType type) {}
  }
}
