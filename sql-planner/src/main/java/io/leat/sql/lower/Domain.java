package io.leat.sql.lower;

import java.util.List;
import java.util.Set;

/**
 * The values of the outer columns for which a correlated query is computed, all at once: T. Neumann
 * and A. Kemper, Unnesting Arbitrary Queries (BTW 2015).
 *
 * @param columns what the columns of {@code values} stand for
 * @param values each combination once
 */
record Domain(List<OuterColumn> columns, Plan values) {
  int size() {
    return columns.size();
  }

  boolean sharesAny(Set<OuterColumn> used) {
    return columns.stream().anyMatch(used::contains);
  }
}
