package io.leat.sql.catalog;

import io.leat.runtime.types.DataType;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A function that a user has made. Functions have a name space of their own. */
public sealed interface CatalogFunction permits CatalogFunction.Sql {
  ObjectName name();

  /** How it can be called: {@code "f(INT, STRING) → INT"}. */
  List<String> signatures();

  /** The functions that it calls itself. */
  Set<ObjectName> functions();

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
              .map(parameter -> parameter.name() + " " + parameter.type().sqlName())
              .collect(Collectors.joining(", ", name.name() + "(", ") → " + returns.sqlName())));
    }

    /** A parameter; it may be NULL. */
    public record Parameter(String name, DataType type) {}
  }
}
