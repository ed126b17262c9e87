package io.leat.sql.statement;

import io.leat.sql.catalog.CatalogFunction;
import io.leat.sql.catalog.ObjectName;
import io.leat.sql.validate.FunctionDocument;
import io.leat.sql.validate.FunctionDocuments;
import io.leat.sql.validate.NameScope;
import io.leat.sql.validate.UserFunctions;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.calcite.sql.SqlIdentifier;
import org.jspecify.annotations.Nullable;

/** What SHOW and DESCRIBE tell of functions, built-in ones and users'. */
final class FunctionInformation {
  private final NameScope scope;

  FunctionInformation(NameScope scope) {
    this.scope = scope;
  }

  /** The names of all functions that can be called in a database without naming it. */
  Stream<String> all(@Nullable SqlIdentifier database) {
    TreeSet<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    names.addAll(FunctionDocuments.names());
    ofUsers(database).forEach(names::add);
    return names.stream();
  }

  Stream<String> ofUsers(@Nullable SqlIdentifier in) {
    ObjectName database = scope.database(in);
    return scope.functions(database.catalog(), database.database()).stream()
        .map(function -> function.name().name());
  }

  /** The statement that makes a function again. */
  String createText(SqlIdentifier name) {
    CatalogFunction function = require(name);
    return CreateText.of(function, scope.isTemporary(function));
  }

  private CatalogFunction require(SqlIdentifier name) {
    return scope.findFunction(name).orElseThrow(() -> UserFunctions.unknown(scope, name, name));
  }

  /** Rows of DESCRIBE FUNCTION: what is told, and what of it. */
  List<List<Object>> describe(SqlIdentifier name) {
    FunctionDocument builtIn = name.isSimple() ? FunctionDocuments.find(name.getSimple()) : null;
    return builtIn == null ? describe(require(name)) : describe(builtIn);
  }

  private static List<List<Object>> describe(FunctionDocument function) {
    List<List<Object>> rows = new ArrayList<>();
    rows.add(List.of("name", function.name()));
    function.signatures().forEach(signature -> rows.add(List.of("signature", signature)));
    rows.add(List.of("description", function.description()));
    rows.add(List.of("example", function.example()));
    if (!function.aliases().isEmpty()) {
      rows.add(List.of("aliases", String.join(", ", function.aliases())));
    }
    rows.add(List.of("deterministic", function.deterministic() ? "TRUE" : "FALSE"));
    return rows;
  }

  private List<List<Object>> describe(CatalogFunction function) {
    List<List<Object>> rows = new ArrayList<>();
    rows.add(List.of("name", function.name().name()));
    function.signatures().forEach(signature -> rows.add(List.of("signature", signature)));
    if (function instanceof CatalogFunction.Sql sql) {
      rows.add(List.of("language", "SQL"));
      rows.add(List.of("body", sql.body()));
    } else if (function instanceof CatalogFunction.Java java) {
      rows.add(List.of("language", "JAVA"));
      rows.add(List.of("class", java.code().className()));
      if (!java.code().jar().isEmpty()) {
        rows.add(List.of("jar", java.code().jar()));
      }
      boolean deterministic =
          java.overloads().stream().allMatch(overload -> overload.method().deterministic());
      rows.add(List.of("deterministic", deterministic ? "TRUE" : "FALSE"));
    }
    rows.add(List.of("full name", function.name().toString()));
    rows.add(List.of("temporary", scope.isTemporary(function) ? "TRUE" : "FALSE"));
    return rows;
  }
}
