package io.leat.server.oracle;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What has been compared, for the report. */
final class Counts {
  private final Map<String, String> unsupported = new TreeMap<>();
  private final Map<String, String> unanswered = new TreeMap<>();
  private final Set<String> refused = new TreeSet<>();
  private long runs;
  private long epochs;
  private long mismatches;

  void ran() {
    runs++;
  }

  /** Leat refuses the query in the words that the query lists. */
  void refused(OracleQuery query) {
    refused.add(query.name());
  }

  Set<String> refused() {
    return refused;
  }

  void compared() {
    epochs++;
  }

  void mismatched() {
    mismatches++;
  }

  /** Leat refuses the query. */
  void unsupported(OracleQuery query, String why) {
    unsupported.put(query.name(), why);
  }

  /** The other engine refuses the query. */
  void unanswered(OracleQuery query, String why) {
    unanswered.put(query.name(), why);
  }

  Map<String, String> unsupported() {
    return unsupported;
  }

  Map<String, String> unanswered() {
    return unanswered;
  }

  long mismatches() {
    return mismatches;
  }

  @Override
  public String toString() {
    return runs
        + " runs, "
        + epochs
        + " epochs compared, "
        + mismatches
        + " mismatches, "
        + unsupported.size()
        + " unsupported, "
        + refused.size()
        + " refused as listed, "
        + unanswered.size()
        + " without an answer to compare with";
  }
}
