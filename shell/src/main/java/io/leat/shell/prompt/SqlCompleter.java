package io.leat.shell.prompt;

import io.leat.shell.prompt.CatalogNames.Names;
import io.leat.shell.sql.Lexer;
import io.leat.shell.sql.Token;
import io.leat.shell.sql.Token.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;
import org.jspecify.annotations.Nullable;

/**
 * Completes keywords, tables, columns, functions and settings, by what stands before the cursor.
 */
final class SqlCompleter implements Completer {
  /** Longer than names take to load, shorter than a person minds. */
  private static final long PATIENCE_MILLIS = 150;

  private static final Set<String> BEFORE_TABLE =
      Set.of("FROM", "JOIN", "INTO", "UPDATE", "TABLE", "DESCRIBE", "DESC", "VIEW", "TRUNCATE");

  private final CatalogNames catalog;

  SqlCompleter(CatalogNames catalog) {
    this.catalog = catalog;
  }

  @Override
  public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
    List<Token> statement = new ArrayList<>();
    @Nullable Token open = null;
    for (Token token : Lexer.tokens(line.line().substring(0, line.cursor()))) {
      open = token.terminated() ? null : token;
      if (token.kind() == Kind.SEMICOLON) {
        statement.clear();
      } else if (token.significant()) {
        statement.add(token);
      }
    }
    Names names = catalog.get(PATIENCE_MILLIS);
    if (open != null) {
      if (open.kind() == Kind.STRING && !statement.isEmpty() && isSetting(statement.get(0))) {
        add(candidates, names.settings(), "settings", "'", true);
      }
      return;
    }
    String prefix = line.word();
    if (!prefix.isEmpty()) {
      statement.remove(statement.size() - 1);
    }
    boolean lower = !prefix.isEmpty() && prefix.equals(prefix.toLowerCase(Locale.ROOT));
    if (statement.isEmpty()) {
      addKeywords(candidates, Keywords.FIRST, lower);
      return;
    }
    Token previous = statement.get(statement.size() - 1);
    if (previous.text().equals(".")) {
      String qualifier = statement.size() < 2 ? "" : statement.get(statement.size() - 2).unquoted();
      String table = tables(line.line()).getOrDefault(qualifier, qualifier);
      addNames(candidates, names.columnsOf(table), "columns");
    } else if (BEFORE_TABLE.contains(previous.upper())) {
      addNames(candidates, names.columns().keySet(), "tables");
      if (!prefix.isEmpty()) {
        addKeywords(candidates, Keywords.ALL, lower);
      }
    } else {
      for (String table : tables(line.line()).values()) {
        addNames(candidates, names.columnsOf(table), "columns");
      }
      if (!prefix.isEmpty()) {
        addKeywords(candidates, Keywords.ALL, lower);
        addFunctions(candidates, names.functions(), lower);
      }
    }
  }

  private static boolean isSetting(Token first) {
    return first.is("SET") || first.is("RESET");
  }

  /** The tables that a text names, by alias and by name. */
  private static Map<String, String> tables(String sql) {
    Map<String, String> tables = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    List<Token> tokens = Lexer.tokens(sql).stream().filter(Token::significant).toList();
    for (int i = 0; i + 1 < tokens.size(); i++) {
      if (!Set.of("FROM", "JOIN", "INTO", "UPDATE").contains(tokens.get(i).upper())) {
        continue;
      }
      int at = i + 1;
      while (at + 2 < tokens.size() && tokens.get(at + 1).text().equals(".")) {
        at += 2;
      }
      if (!isName(tokens.get(at))) {
        continue;
      }
      String table = tokens.get(at).unquoted();
      tables.put(table, table);
      if (at + 1 < tokens.size() && tokens.get(at + 1).is("AS")) {
        at++;
      }
      if (at + 1 < tokens.size() && isName(tokens.get(at + 1))) {
        tables.put(tokens.get(at + 1).unquoted(), table);
      }
    }
    return tables;
  }

  private static boolean isName(Token token) {
    return token.kind() == Kind.QUOTED
        || (token.kind() == Kind.WORD && !Keywords.ALL.contains(token.upper()));
  }

  private static void addKeywords(
      List<Candidate> candidates, Collection<String> words, boolean lower) {
    List<String> cased =
        words.stream().map(word -> lower ? word.toLowerCase(Locale.ROOT) : word).toList();
    add(candidates, cased, "keywords", null, true);
  }

  private static void addFunctions(
      List<Candidate> candidates, Collection<String> functions, boolean lower) {
    List<String> cased =
        functions.stream()
            .map(name -> (lower ? name.toLowerCase(Locale.ROOT) : name) + "(")
            .toList();
    add(candidates, cased, "functions", null, false);
  }

  private static void addNames(List<Candidate> candidates, Collection<String> names, String group) {
    List<String> quoted =
        names.stream()
            .map(
                name ->
                    name.matches("[A-Za-z_]\\w*") ? name : '"' + name.replace("\"", "\"\"") + '"')
            .toList();
    add(candidates, quoted, group, null, false);
  }

  private static void add(
      List<Candidate> candidates,
      Collection<String> values,
      String group,
      @Nullable String suffix,
      boolean complete) {
    for (String value : values) {
      candidates.add(
          new Candidate(
              suffix == null ? value : value + suffix, value, group, null, null, null, complete));
    }
  }
}
