package io.leat.server.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A piece of a query, made of a text with places {@code {0}}, {@code {1}}, … for its parts. Pieces
 * of one sort can stand in each other's place, as far as syntax goes: that is how a query is made
 * smaller.
 */
record Sql(Sort sort, String text, List<Sql> parts) {
  private static final Pattern PLACE = Pattern.compile("\\{(\\d+)}");

  /** What a piece is, and the least piece of that sort. */
  enum Sort {
    INT("1"),
    DECIMAL("1.5"),
    TEXT("'x'"),
    DATE("DATE '2024-02-29'"),
    BOOLEAN("TRUE"),
    /** A row of VALUES. */
    ROW(""),
    QUERY(""),
    FROM(""),
    /** A clause that may be left out. */
    CLAUSE(""),
    /** Parts with commas between them, at least one. */
    LIST("");

    private final String least;

    Sort(String least) {
      this.least = least;
    }
  }

  Sql {
    parts = List.copyOf(parts);
  }

  static Sql of(Sort sort, String text, Sql... parts) {
    return new Sql(sort, text, List.of(parts));
  }

  static Sql list(List<Sql> parts) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < parts.size(); i++) {
      text.append(i == 0 ? "{" : ", {").append(i).append('}');
    }
    return new Sql(Sort.LIST, text.toString(), parts);
  }

  @Override
  public String toString() {
    Matcher matcher = PLACE.matcher(text);
    StringBuilder out = new StringBuilder();
    while (matcher.find()) {
      String part = parts.get(Integer.parseInt(matcher.group(1))).toString();
      matcher.appendReplacement(out, Matcher.quoteReplacement(part));
    }
    matcher.appendTail(out);
    return out.toString();
  }

  /** Pieces that are smaller by one step, the smallest first; some of them make no sense. */
  List<Sql> smaller() {
    List<Sql> smaller = new ArrayList<>();
    if (sort == Sort.QUERY || sort == Sort.FROM) {
      for (Sql part : parts) {
        part.addAll(sort, smaller);
      }
    } else if (sort == Sort.CLAUSE && !text.isEmpty()) {
      smaller.add(of(Sort.CLAUSE, ""));
    } else if (sort == Sort.LIST) {
      for (int i = 0; i < parts.size() && parts.size() > 1; i++) {
        List<Sql> others = new ArrayList<>(parts);
        others.remove(i);
        smaller.add(list(others));
      }
    } else if (!parts.isEmpty() && sort != Sort.ROW) {
      smaller.add(of(sort, sort.least));
      for (Sql part : parts) {
        if (part.sort == sort) {
          smaller.add(part);
        }
      }
    }
    for (int i = 0; i < parts.size(); i++) {
      for (Sql part : parts.get(i).smaller()) {
        List<Sql> others = new ArrayList<>(parts);
        others.set(i, part);
        smaller.add(new Sql(sort, text, others));
      }
    }
    return smaller;
  }

  private void addAll(Sort wanted, List<Sql> found) {
    if (sort == wanted) {
      found.add(this);
    }
    parts.forEach(part -> part.addAll(wanted, found));
  }
}
