package io.leat.sql.validate;

import io.leat.runtime.function.Functions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All built-in functions: those of the registry, aggregates, ranks and tables. */
public final class FunctionDocuments {
  private static final Map<String, List<FunctionDocument>> BY_NAME = byName();

  private FunctionDocuments() {}

  private static Map<String, List<FunctionDocument>> byName() {
    Map<String, List<FunctionDocument>> documents = new TreeMap<>();
    for (FunctionDocument document : all()) {
      add(documents, document.name(), document);
      document.aliases().forEach(alias -> add(documents, alias, document));
    }
    return Collections.unmodifiableMap(documents);
  }

  private static void add(
      Map<String, List<FunctionDocument>> documents, String name, FunctionDocument document) {
    documents.computeIfAbsent(name, any -> new ArrayList<>()).add(document);
  }

  /** Every function once, by family. */
  public static List<FunctionDocument> all() {
    List<FunctionDocument> all = new ArrayList<>();
    Functions.all().forEach(function -> all.add(FunctionDocument.of(function)));
    all.addAll(QueryFunctions.all());
    return all;
  }

  /** All names and aliases in order. */
  public static List<String> names() {
    return List.copyOf(BY_NAME.keySet());
  }

  /**
   * The functions of that name or alias, without regard to case, as one: an aggregate and a rank
   * may have the same name. Null if there is none.
   */
  public static @Nullable FunctionDocument find(String name) {
    List<FunctionDocument> found = BY_NAME.get(name.toUpperCase(Locale.ROOT));
    if (found == null) {
      return null;
    }
    FunctionDocument first = found.get(0);
    Map<String, Boolean> signatures = new LinkedHashMap<>();
    found.forEach(each -> each.signatures().forEach(text -> signatures.put(text, true)));
    return new FunctionDocument(
        first.name(),
        first.family(),
        List.copyOf(signatures.keySet()),
        first.aliases(),
        first.description(),
        first.example(),
        first.deterministic());
  }
}
