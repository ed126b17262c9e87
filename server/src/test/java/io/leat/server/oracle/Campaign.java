package io.leat.server.oracle;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.sql.Planner;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Runs queries through a history, all of them beside each other, and compares what each has emitted
 * with the other engine's answer after every epoch.
 */
final class Campaign {
  private static final int STACK_LINES = 12;

  private final Duck duck;
  private final Counts counts;

  Campaign(Duck duck, Counts counts) {
    this.duck = duck;
    this.counts = counts;
  }

  private record Contestant(OracleQuery query, LeatQuery leat, Layout layout) {}

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
    Planner planner = LeatQuery.planner(tables, bounded);
    duck.reset(tables);
    List<Contestant> running = new ArrayList<>();
    for (OracleQuery query : queries) {
      Layout layout = Layout.of(seed * 31 + query.name().hashCode());
      start(planner, new Mismatch(query, tables, history.prefix(0), bounded, layout, ""), found)
          .ifPresent(running::add);
    }
    for (int epoch = 0; epoch < history.epochs().size(); epoch++) {
      List<History.Batch> batches = history.epochs().get(epoch);
      duck.apply(batches);
      for (Contestant contestant : List.copyOf(running)) {
        Optional<String> wrong = compare(contestant, batches);
        if (wrong.isPresent()) {
          running.remove(contestant);
          if (!wrong.get().isEmpty()) {
            History until = history.prefix(epoch + 1);
            found.add(
                new Mismatch(
                    contestant.query(), tables, until, bounded, contestant.layout(), wrong.get()));
          }
        }
      }
    }
    running.forEach(contestant -> contestant.leat().close());
    found.forEach(mismatch -> counts.mismatched());
    return found;
  }

  /** Whether a mismatch occurs in this form too; then, how. */
  Optional<Mismatch> repeat(Mismatch mismatch) {
    List<Mismatch> found = new ArrayList<>();
    duck.reset(mismatch.tables());
    Planner planner = LeatQuery.planner(mismatch.tables(), mismatch.bounded());
    Optional<Contestant> contestant = start(planner, mismatch, found);
    if (contestant.isEmpty()) {
      return found.stream().findAny().filter(mismatch::resembles);
    }
    for (int epoch = 0; epoch < mismatch.history().epochs().size(); epoch++) {
      List<History.Batch> batches = mismatch.history().epochs().get(epoch);
      duck.apply(batches);
      Optional<String> wrong = compare(contestant.get(), batches);
      if (wrong.isPresent()) {
        History until = mismatch.history().prefix(epoch + 1);
        return wrong
            .filter(text -> !text.isEmpty())
            .map(text -> mismatch.with(until, text))
            .filter(mismatch::resembles);
      }
    }
    contestant.get().leat().close();
    return Optional.empty();
  }

  /** Plans a query; if that goes wrong, the mismatch is complete. */
  private Optional<Contestant> start(Planner planner, Mismatch draft, List<Mismatch> found) {
    OracleQuery query = draft.query();
    try {
      LeatQuery leat = new LeatQuery(planner, query.sql(), draft.layout());
      counts.ran();
      return Optional.of(new Contestant(query, leat, draft.layout()));
    } catch (LeatException e) {
      if (!isAnswered(query)) {
        return Optional.empty();
      }
      if (!query.refused().isEmpty() && e.message().contains(query.refused())) {
        counts.refused(query);
      } else if (e.sqlState().equals(SqlState.FEATURE_NOT_SUPPORTED)) {
        counts.unsupported(query, e.message());
      } else {
        found.add(draft.with(draft.history(), e.sqlState() + " " + e.render(query.sql())));
      }
    } catch (RuntimeException | AssertionError e) {
      if (isAnswered(query)) {
        found.add(draft.with(draft.history(), text(e)));
      }
    }
    return Optional.empty();
  }

  private boolean isAnswered(OracleQuery query) {
    try {
      duck.answer(query.duckSql());
      return true;
    } catch (Duck.RefusedException e) {
      counts.unanswered(query, e.getMessage());
      return false;
    }
  }

  /** Nothing if all is well, empty if there is nothing to compare with, else what is wrong. */
  private Optional<String> compare(Contestant contestant, List<History.Batch> batches) {
    LeatQuery leat = contestant.leat();
    Answer expected;
    try {
      expected = duck.answer(contestant.query().duckSql());
    } catch (Duck.RefusedException e) {
      counts.unanswered(contestant.query(), e.getMessage());
      return Optional.of("");
    }
    Answer got;
    try {
      got = leat.run(batches);
    } catch (RuntimeException | AssertionError e) {
      return Optional.of(text(e));
    }
    counts.compared();
    boolean same = got.sameRows(expected);
    if (same && (!leat.ordered() || got.sameSequence(expected))) {
      return Optional.empty();
    }
    return Optional.of(
        "missing: "
            + expected.without(got)
            + "\nbeyond: "
            + got.without(expected)
            + (leat.rowErrors().isEmpty() ? "" : "\nrow errors: " + leat.rowErrors())
            + (same ? "\nin another order: " + got.rows() : ""));
  }

  private static String text(Throwable e) {
    StringWriter text = new StringWriter();
    e.printStackTrace(new PrintWriter(text));
    return text.toString().lines().limit(STACK_LINES).collect(Collectors.joining("\n"));
  }
}
