package io.leat.server.oracle;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.sql.Planner;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Runs queries through a history, all of them beside each other, and compares what each has emitted
 * with the other engine's answer after every epoch.
 */
final class Campaign {
  private final Duck duck;
  private final Counts counts;

  Campaign(Duck duck, Counts counts) {
    this.duck = duck;
    this.counts = counts;
  }

  private record Contestant(OracleQuery query, LeatQuery leat, long layout) {}

  /**
   * The mismatches found, at most one for each query.
   *
   * @param bounded whether the tables end; then the history is one epoch
   */
  List<Mismatch> run(
      List<OracleTable> tables,
      History history,
      boolean bounded,
      List<OracleQuery> queries,
      long seed) {
    List<Mismatch> found = new ArrayList<>();
    List<Contestant> running = new ArrayList<>();
    Planner planner = LeatQuery.planner(tables, bounded);
    for (OracleQuery query : queries) {
      long layout = seed * 31 + query.name().hashCode();
      try {
        LeatQuery leat = new LeatQuery(planner, query.sql(), new Random(layout));
        running.add(new Contestant(query, leat, layout));
        counts.ran();
        if (!query.refused().isEmpty()) {
          counts.unsupported(query, "runs, but is listed as refused: " + query.refused());
        }
      } catch (LeatException e) {
        refused(query, e, new Mismatch(query, tables, history, bounded, layout, text(e)), found);
      } catch (RuntimeException | AssertionError e) {
        counts.mismatched();
        found.add(new Mismatch(query, tables, history.prefix(0), bounded, layout, text(e)));
      }
    }
    duck.reset(tables);
    for (int epoch = 0; epoch < history.epochs().size(); epoch++) {
      List<History.Batch> batches = history.epochs().get(epoch);
      duck.apply(batches);
      for (Contestant contestant : List.copyOf(running)) {
        String wrong = compare(contestant, batches);
        if (wrong != null) {
          if (!wrong.isEmpty()) {
            counts.mismatched();
            found.add(
                new Mismatch(
                    contestant.query(),
                    tables,
                    history.prefix(epoch + 1),
                    bounded,
                    contestant.layout(),
                    wrong));
          }
          running.remove(contestant);
        }
      }
    }
    running.forEach(contestant -> contestant.leat().close());
    return found;
  }

  private void refused(
      OracleQuery query, LeatException e, Mismatch mismatch, List<Mismatch> found) {
    if (!query.refused().isEmpty() && e.message().contains(query.refused())) {
      return;
    }
    if (e.sqlState().equals(SqlState.FEATURE_NOT_SUPPORTED)) {
      counts.unsupported(query, e.message());
    } else {
      counts.mismatched();
      found.add(mismatch);
    }
  }

  /** Null if all is well, empty if there is nothing to compare with, else what is wrong. */
  private @Nullable String compare(Contestant contestant, List<History.Batch> batches) {
    Answer expected;
    try {
      expected = duck.answer(contestant.query().duckSql());
    } catch (Duck.RefusedException e) {
      counts.unanswered(contestant.query(), e.getMessage());
      return "";
    }
    Answer got;
    try {
      got = contestant.leat().run(batches);
    } catch (RuntimeException | AssertionError e) {
      return text(e);
    }
    counts.compared();
    boolean right =
        got.sameRows(expected) && (!contestant.leat().ordered() || got.sameSequence(expected));
    return right
        ? null
        : "missing: "
            + expected.without(got)
            + "\nbeyond: "
            + got.without(expected)
            + (contestant.leat().rowErrors().isEmpty()
                ? ""
                : "\nrow errors: " + contestant.leat().rowErrors())
            + (got.sameRows(expected) ? "\nin another order: " + got.rows() : "");
  }

  private static String text(Throwable e) {
    StringWriter text = new StringWriter();
    e.printStackTrace(new PrintWriter(text));
    return text.toString().lines().limit(12).collect(Collectors.joining("\n"));
  }
}
