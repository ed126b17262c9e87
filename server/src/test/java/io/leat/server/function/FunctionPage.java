package io.leat.server.function;

import io.leat.sql.validate.FunctionDocument;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The page of all functions, from what the functions say of themselves. */
final class FunctionPage {
  private FunctionPage() {}

  /**
   * A table for each family.
   *
   * @param results the functions with their examples' results, in order
   */
  static List<String> lines(Map<FunctionDocument, String> results) {
    List<String> lines = new ArrayList<>();
    lines.add("# Functions");
    lines.add("");
    lines.add(
        "Written by `DocumentedExamplesTest` from the functions' own descriptions; the examples' results come from a run.");
    lines.add(
        "`SHOW FUNCTIONS` lists the names, `DESCRIBE FUNCTION name` tells of one. In signatures, `T K V` stand for any type,");
    lines.add(
        "`NUMERIC INTEGRAL TEMPORAL` for the common type of such arguments, `[]` for what may be left out, `...` for one or more.");
    lines.add("The result is NULL if an argument is, unless the function is about NULL.");
    Map<String, List<String>> families = new LinkedHashMap<>();
    results.forEach(
        (function, result) ->
            families
                .computeIfAbsent(function.family(), family -> new ArrayList<>())
                .add(row(function, result)));
    families.forEach(
        (family, rows) -> {
          lines.add("");
          lines.add("## " + family);
          lines.add("");
          lines.add("| function | what it gives | example | result |");
          lines.add("|---|---|---|---|");
          lines.addAll(rows);
        });
    return lines;
  }

  private static String row(FunctionDocument function, String result) {
    List<String> calls = new ArrayList<>();
    function.signatures().forEach(signature -> calls.add(code(signature)));
    String aliases =
        function.aliases().isEmpty()
            ? ""
            : " Also "
                + String.join(", ", function.aliases().stream().map(FunctionPage::code).toList())
                + ".";
    return "| "
        + String.join("<br>", calls)
        + " | "
        + function.description().replace("|", "\\|").replace("<", "&lt;")
        + aliases
        + " | "
        + code(function.example())
        + " | "
        + code(result)
        + " |";
  }

  private static String code(String text) {
    return text.isEmpty() ? "" : "`` " + text.replace("|", "\\|") + " ``";
  }
}
