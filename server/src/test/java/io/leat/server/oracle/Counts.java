package io.leat.server.oracle;

import java.util.Map;
import java.util.TreeMap;

/** What has been compared, for the report. */
final class Counts {
  private final Map<String, String> unsupported = new TreeMap<>();
  private final Map<String, String> unanswered = new TreeMap<>();
  private long runs;
  private long epochs;
  private long mismatches;
  private long refused;

  void ran() {
    runs++;
  }

  /** Leat refuses the query in the words that the query lists. */
  void refused() {
    refused++;
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
        + refused
        + " times refused as documented, "
        + unanswered.size()
        + " without an answer to compare with";
  }
}
