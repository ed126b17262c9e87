package io.leat.runtime.circuit;

import io.leat.runtime.types.RowSchema;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A vertex of a {@link Circuit}. {@code id} is its stable identity: derived from the plan, equal
 * for equal sub-plans of equal text, so that state can find its operator again. {@code inputs} are
 * indexes into {@link Circuit#nodes}.
 */
public sealed interface Node {

  String id();

  List<Integer> inputs();

  /** The columns that this node emits; for sinks, those that it receives. */
  RowSchema schema();

  /**
   * Reads {@code columns} (indexes into the table's schema) of a connector table or a stored one.
   *
   * @param range of a stored table, the only rows that are needed; absent for all. To give more
   *     than these would change the result
   * @param follows of a stored table, whether the changes after a snapshot are read too, so that
   *     rows are taken back; else it is the rows of one snapshot
   */
  record Source(
      String id,
      TableDefinition table,
      List<Integer> columns,
      Optional<KeyRange> range,
      boolean follows)
      implements Node {
    public Source {
      columns = List.copyOf(columns);
    }

    /** Of all rows of a connector table, or of a snapshot. */
    public Source(String id, TableDefinition table, List<Integer> columns) {
      this(id, table, columns, Optional.empty(), false);
    }

    @Override
    public List<Integer> inputs() {
      return List.of();
    }

    @Override
    public RowSchema schema() {
      return table.schema().select(columns);
    }
  }

  /** Constant rows, emitted once, in the first epoch. */
  record Values(String id, RowSchema schema, List<List<Expression.Constant>> rows) implements Node {
    public Values {
      rows = rows.stream().map(List::copyOf).toList();
    }

    @Override
    public List<Integer> inputs() {
      return List.of();
    }
  }

  /**
   * Keeps the rows for which {@code condition} is true, and computes {@code projections} of them.
   */
  record Calc(
      String id,
      int input,
      Optional<Expression> condition,
      List<Expression> projections,
      RowSchema schema)
      implements Node {
    public Calc {
      projections = List.copyOf(projections);
    }

    @Override
    public List<Integer> inputs() {
      return List.of(input);
    }
  }

  /** The sum of its inputs as multisets: UNION ALL. */
  record Union(String id, List<Integer> inputs, RowSchema schema) implements Node {
    public Union {
      inputs = List.copyOf(inputs);
    }
  }

  /**
   * {@code fetch} rows (−1: all) after the first {@code offset}, any rows, of an append-only input
   * that an exchange has brought to one shard. When they are complete, the circuit's sources stop.
   */
  record Limit(String id, int input, RowSchema schema, long offset, long fetch) implements Node {
    @Override
    public List<Integer> inputs() {
      return List.of(input);
    }
  }

  /**
   * Its input, which may take rows back and which an exchange has brought to one shard, until it
   * holds {@code rows} rows, or more, at the end of an epoch: so many of them, any, are the result,
   * and the circuit's sources stop.
   */
  record UntilFull(String id, int input, RowSchema schema, long rows) implements Node {
    @Override
    public List<Integer> inputs() {
      return List.of(input);
    }
  }

  /**
   * One row for each group: the {@code keys} columns, then the calls' results. Rows of a group are
   * on one shard. Without keys there is exactly one row, even of no input. A group that has no rows
   * left has no row.
   *
   * @param appendOnly whether the input never takes a row back, so that cheaper state will do
   * @param rows if the input comes from a {@link PreAggregate} with parts: the column that tells
   *     how many rows each row stands for. Three functions then read parts, whose values count as
   *     often as the row's own weight says: {@code MERGE_COUNT(count)}, {@code MERGE_SUM(count,
   *     sum)} and {@code MERGE_AVG(count, sum)}, the latter two with the {@code REST} of a sum of
   *     doubles as a third argument
   */
  record Aggregate(
      String id,
      int input,
      List<Integer> keys,
      List<AggregateCall> calls,
      boolean appendOnly,
      OptionalInt rows,
      RowSchema schema)
      implements Node {
    public Aggregate {
      keys = List.copyOf(keys);
      calls = List.copyOf(calls);
    }

    /** Of rows that stand for themselves. */
    public Aggregate(
        String id,
        int input,
        List<Integer> keys,
        List<AggregateCall> calls,
        boolean appendOnly,
        RowSchema schema) {
      this(id, input, keys, calls, appendOnly, OptionalInt.empty(), schema);
    }

    @Override
    public List<Integer> inputs() {
      return List.of(input);
    }
  }

  /**
   * Makes fewer rows of those that an {@link Aggregate} behind an exchange will read. Without parts
   * it adds up the weights of rows that are equal in the {@code keys} columns, which are all that
   * are left. With parts, rows that are equal in the keys become one of weight 1 whose parts are
   * what the rows add up to; they are linear in the input, so that a part of rows taken back is
   * negative. How far rows are brought together depends on the run, the sum of what is emitted does
   * not: of all rows, each part times weight. It keeps nothing from one epoch to the next.
   *
   * @param keys columns of the input, which come first in the schema
   * @param parts none, or first {@code COUNT(*)}, then {@code COUNT}s, {@code SUM}s (of integers
   *     and decimals with as many bits as their column has, which may be more digits than its type
   *     says; of doubles followed by {@code REST}, what rounding has left of the sum before) and,
   *     of append-only inputs, {@code MIN} and {@code MAX}; never NULL but for these two
   */
  record PreAggregate(
      String id, int input, List<Integer> keys, List<AggregateCall> parts, RowSchema schema)
      implements Node {
    public PreAggregate {
      keys = List.copyOf(keys);
      parts = List.copyOf(parts);
    }

    @Override
    public List<Integer> inputs() {
      return List.of(input);
    }
  }

  /**
   * Pairs of rows with equal keys for which the condition is true, and, by type, rows that have no
   * match. Rows of a key are on one shard, those with a NULL that matches nothing on any.
   *
   * @param keys may be empty: then every pair is tried, on one shard
   * @param condition over the left columns, then the right ones
   * @param leftArranged how left rows are found without keeping them, of joins with keys and
   *     without condition; of other types than INNER only together with the right ones
   * @param rightArranged the same of right rows, of joins that give no right row alone
   * @param schema the left columns, then, unless the type is SEMI or ANTI, the right ones
   */
  record Join(
      String id,
      int left,
      int right,
      JoinType type,
      List<JoinKey> keys,
      Optional<Expression> condition,
      boolean leftAppendOnly,
      boolean rightAppendOnly,
      Optional<Arranged> leftArranged,
      Optional<Arranged> rightArranged,
      RowSchema schema)
      implements Node {
    public Join {
      keys = List.copyOf(keys);
    }

    /** That keeps the rows of both inputs. */
    public Join(
        String id,
        int left,
        int right,
        JoinType type,
        List<JoinKey> keys,
        Optional<Expression> condition,
        boolean leftAppendOnly,
        boolean rightAppendOnly,
        RowSchema schema) {
      this(
          id,
          left,
          right,
          type,
          keys,
          condition,
          leftAppendOnly,
          rightAppendOnly,
          Optional.empty(),
          Optional.empty(),
          schema);
    }

    /** The same join over inputs that are found where they are kept. */
    public Join arranged(Optional<Arranged> leftInput, Optional<Arranged> rightInput) {
      return new Join(
          id,
          left,
          right,
          type,
          keys,
          condition,
          leftAppendOnly,
          rightAppendOnly,
          leftInput,
          rightInput,
          schema);
    }

    public boolean isArranged() {
      return leftArranged.isPresent() || rightArranged.isPresent();
    }

    @Override
    public List<Integer> inputs() {
      return List.of(left, right);
    }
  }

  /**
   * Combines multisets row by row: equal rows (NULL equals NULL) are on one shard. DISTINCT has one
   * input; of more than two inputs, EXCEPT takes all others from the first.
   */
  record SetOperation(String id, Kind kind, List<Integer> inputs, RowSchema schema)
      implements Node {
    /** How a row's counts in the inputs give its count in the result. */
    public enum Kind {
      DISTINCT,
      INTERSECT,
      INTERSECT_ALL,
      EXCEPT,
      EXCEPT_ALL
    }

    public SetOperation {
      inputs = List.copyOf(inputs);
    }
  }

  /**
   * Adds columns whose expressions give another value each time, to an input that may take rows
   * back: each row's values are computed once, kept, and taken back with it. Equal rows are on one
   * shard.
   *
   * @param drawn over the input's columns, behind which they are in the schema
   */
  record Remember(String id, int input, List<Expression> drawn, RowSchema schema) implements Node {
    public Remember {
      drawn = List.copyOf(drawn);
    }

    @Override
    public List<Integer> inputs() {
      return List.of(input);
    }
  }

  /**
   * Rows of an append-only input without some that are not among the first {@code places} of their
   * partition, below the exchange to a {@link TopN} that gives these. How many it leaves out
   * depends on the run, what the TopN gives does not. It keeps nothing that matters from one epoch
   * to the next.
   *
   * @param order all columns follow, as in a TopN
   */
  record PreTopN(
      String id,
      int input,
      List<Integer> partition,
      List<SortKey> order,
      int places,
      RowSchema schema)
      implements Node {
    public PreTopN {
      partition = List.copyOf(partition);
      order = List.copyOf(order);
    }

    @Override
    public List<Integer> inputs() {
      return List.of(input);
    }
  }

  /**
   * Of each partition the {@code fetch} rows (−1: all) after the first {@code offset} in order;
   * rows equal in the order are taken in the order of all their columns, so that the result depends
   * on the input alone. Rows of a partition are on one shard.
   *
   * @param numbered whether the schema ends in the row's place in its partition, BIGINT from 1
   * @param ascending whether no row comes before one of an earlier epoch: then none is ever taken
   *     back
   */
  record TopN(
      String id,
      int input,
      List<Integer> partition,
      List<SortKey> order,
      long offset,
      long fetch,
      boolean numbered,
      boolean appendOnly,
      boolean ascending,
      RowSchema schema)
      implements Node {
    /** Of rows in any order. */
    public TopN(
        String id,
        int input,
        List<Integer> partition,
        List<SortKey> order,
        long offset,
        long fetch,
        boolean numbered,
        boolean appendOnly,
        RowSchema schema) {
      this(id, input, partition, order, offset, fetch, numbered, appendOnly, false, schema);
    }

    public TopN {
      partition = List.copyOf(partition);
      order = List.copyOf(order);
    }

    @Override
    public List<Integer> inputs() {
      return List.of(input);
    }
  }

  /**
   * Adds the results of window functions to each row. Rows of a partition are on one shard; rows
   * equal in the order are taken in the order of all their columns.
   *
   * @param ascending whether the input is a {@link Release} whose time the order begins with, and
   *     no row's result depends on rows of later times: then no result is taken back, and rows that
   *     no later result depends on are dropped
   */
  record Over(
      String id,
      int input,
      List<Integer> partition,
      List<SortKey> order,
      List<OverCall> calls,
      boolean appendOnly,
      boolean ascending,
      RowSchema schema)
      implements Node {
    public Over {
      partition = List.copyOf(partition);
      order = List.copyOf(order);
      calls = List.copyOf(calls);
    }

    /** Of rows that come in any order. */
    public Over(
        String id,
        int input,
        List<Integer> partition,
        List<SortKey> order,
        List<OverCall> calls,
        boolean appendOnly,
        RowSchema schema) {
      this(id, input, partition, order, calls, appendOnly, false, schema);
    }

    @Override
    public List<Integer> inputs() {
      return List.of(input);
    }
  }

  /**
   * Puts each input row beside every row that a table function gives for it.
   *
   * @param function {@code UNNEST} (of one or more collections, side by side), {@code UNNEST WITH
   *     ORDINALITY}, {@code GENERATE_SERIES}, or {@code JSON_TABLE}: of a document, then as
   *     constants whether errors count (ERROR or EMPTY), the path of the rows, and for each level
   *     of rows inside these the number of the level around it, from 0, and its path. For each
   *     level there is a column with its JSON value and one with its number among those of the
   *     value around it
   * @param outer whether a row for which there is none is given once, with NULLs
   * @param schema the input's columns, then the function's
   */
  record TableFunction(
      String id,
      int input,
      String function,
      List<Expression> arguments,
      boolean outer,
      RowSchema schema)
      implements Node {
    public TableFunction {
      arguments = List.copyOf(arguments);
    }

    @Override
    public List<Integer> inputs() {
      return List.of(input);
    }
  }

  /**
   * {@code WITH RECURSIVE}: the least relation that holds the first input's rows and every row that
   * {@code body} makes of its rows. The body is a circuit of its own that ends in one node without
   * consumers; its {@link Input} 0 gives the relation's rows, its input k ≥ 1 is this node's input
   * k. The body is linear in the relation: it reads it once, and only calcs, unions, table
   * functions and joins (not on the side that an outer join fills with NULLs, nor the right of SEMI
   * and ANTI) lie between. Inside the body, rows of the relation and all that is made of them have
   * one more column at their end: INT NOT NULL, the number of the step that first gave the row, 0
   * for the first input's. The body's result has the column too, as it was in the row that it came
   * from. Everything is on one shard.
   *
   * @param distinct UNION: a row counts once; else UNION ALL
   * @param maxSteps more steps than this fail the circuit
   */
  record Fixpoint(
      String id,
      List<Integer> inputs,
      Circuit body,
      boolean distinct,
      int maxSteps,
      RowSchema schema)
      implements Node {
    public Fixpoint {
      inputs = List.copyOf(inputs);
    }
  }

  /**
   * Follows the event time of a source, from which only calcs may separate it; see {@link
   * io.leat.runtime.data.EventTime}. The bound is the same on all shards. Without this node, no
   * result waits for time.
   *
   * @param unitMicros the least step of the time attribute: 1000 for TIMESTAMP(3) and less, 1 for
   *     TIMESTAMP(6)
   * @param idleMicros a split that has given no row for so long holds nothing back; 0 for never
   * @param byProcessingTime whether time is that of the epochs' opening, which PROCTIME() gives to
   *     rows; else the input has one more column than the schema, at its end: the watermark's
   *     value, a TIMESTAMP or TIMESTAMP_LTZ of at most 6 digits, NULL for none. No row whose time
   *     attribute is at most that value is expected after it
   * @param alignment how far the source may run ahead of others; absent for any distance
   */
  record Watermark(
      String id,
      int input,
      long unitMicros,
      long idleMicros,
      boolean byProcessingTime,
      Optional<Alignment> alignment,
      RowSchema schema)
      implements Node {
    /** Of a source that may run ahead. */
    public Watermark(
        String id,
        int input,
        long unitMicros,
        long idleMicros,
        boolean byProcessingTime,
        RowSchema schema) {
      this(id, input, unitMicros, idleMicros, byProcessingTime, Optional.empty(), schema);
    }

    @Override
    public List<Integer> inputs() {
      return List.of(input);
    }
  }

  /**
   * Sources of a group are not read while their event time is further ahead of the last one's than
   * a distance. Those without event time yet, idle ones and those at their end do not count.
   *
   * @param driftMicros at most so far ahead a source is still read
   */
  record Alignment(String group, long driftMicros) {}

  /**
   * Puts each row beside every window that its time attribute is in; stateless. A row without time
   * fails.
   *
   * @param time a TIMESTAMP or TIMESTAMP_LTZ of at most 6 digits
   * @param closing which windows have closed already: rows are put beside open ones only, and a row
   *     none of whose windows is open is late; absent where nothing is left out
   * @param schema the input's columns, then window_start, window_end (TIMESTAMP of the time
   *     attribute's digits, for both kinds in the session's zone) and window_time (of the time
   *     attribute's type: the last moment in the window)
   */
  record WindowAssign(
      String id, int input, int time, Window window, Optional<Closing> closing, RowSchema schema)
      implements Node {

    /** Of all windows, open or not. */
    public WindowAssign(String id, int input, int time, Window window, RowSchema schema) {
      this(id, input, time, window, Optional.empty(), schema);
    }

    @Override
    public List<Integer> inputs() {
      return List.of(input);
    }
  }

  /**
   * When a row of a {@link WindowAssign} is late: when each of its windows, of a kind that may be
   * another than that which is assigned, ended so long ago that it is not kept any more. If the
   * kinds are equal, a row is not put beside those of its windows that are not kept; if not, what
   * is assigned are slices of these windows.
   *
   * @param latenessMicros how long after its end a window is kept
   */
  record Closing(Window window, long latenessMicros) {}

  /**
   * Puts rows into sessions: rows of a partition of which each is at most {@code gap} after the one
   * before. A row is given when event time has passed its session's end, which then is final. A row
   * is behind if, alone, it would have been a session that had ended before its epoch: a session of
   * which all rows are behind is late. Rows of a partition are on one shard. Without a bound of
   * event time, rows are given at once, and taken back when their session changes; so they are if
   * what follows gives results before the last, but then sessions end and are forgotten.
   *
   * <p>Any row that is not behind may be what is left of its session when others are taken back. So
   * the bound of what is given of an input that may take rows back is held until there is no such
   * row any more that would be of an earlier session: on all shards together.
   *
   * <p>The times of a TIMESTAMP_LTZ are those that the clock of the session's zone shows.
   *
   * @param closing when what follows gives results of sessions that event time closes: {@link
   *     Emission#ONCE} lets rows wait for that, another one gives them at once, and keeps them for
   *     {@link Emission#latenessMicros} after their session's end; empty if none closes
   * @param appendOnly whether the input never takes rows back
   * @param schema as of {@link WindowAssign}
   */
  record Sessions(
      String id,
      int input,
      int time,
      List<Integer> partition,
      long gapMicros,
      Optional<Emission> closing,
      boolean appendOnly,
      RowSchema schema)
      implements Node {
    public Sessions {
      partition = List.copyOf(partition);
    }

    /** Whether a row is given once, when its session is over. */
    public boolean once() {
      return closing.isPresent() && closing.get().equals(Emission.ONCE);
    }

    /** Whether open sessions hold the bound of the result. */
    public boolean holdsBound() {
      return closing.isPresent() && !appendOnly;
    }

    @Override
    public List<Integer> inputs() {
      return List.of(input);
    }
  }

  /**
   * {@link Sessions} that close, of an append-only input, and an aggregate of each session: without
   * keeping their rows. Rows that are late are so as there.
   *
   * @param reported how many columns of the input, the first, are those of its rows
   * @param aggregate of which the keys are what sessions are of; reads the same input, and has only
   *     calls whose values for two sets of rows give that for both
   * @param keys the first columns of the schema: each an index among the aggregate's keys, or
   *     {@link #START}, {@link #END} or {@link #LAST_MOMENT} of the session. Its results follow
   */
  record SessionAggregate(
      String id,
      int input,
      int time,
      long gapMicros,
      int reported,
      Aggregate aggregate,
      List<Integer> keys,
      RowSchema schema)
      implements Node {
    public static final int START = -1;
    public static final int END = -2;
    public static final int LAST_MOMENT = -3;

    public SessionAggregate {
      keys = List.copyOf(keys);
    }

    @Override
    public List<Integer> inputs() {
      return List.of(input);
    }
  }

  /**
   * Runs {@code body} once for each window, over the rows of that window alone, and gives its
   * result when event time has come to the window's end; the window's state is gone then. All
   * results of an operator, added up, being a function of its input, this is the same as running
   * the body over all rows that were not late, where the body never brings rows of different
   * windows together: its keys (or partition) hold the window's columns.
   *
   * <p>Rows are on shards by the body's keys (or partition) without {@code constants}, unless these
   * are all that there are; those of a set operation by all columns.
   *
   * @param body reads the same inputs as this node. A {@link PreAggregate} with parts makes slices
   *     of windows: what it gives of one, added up, counts, so that rows which come when a slice
   *     has been given make one more part of it, and none is late
   * @param ends by input, its column with the window's end as an instant: the window_time column,
   *     which is {@code unitMicros} before it. Empty if all rows of a key's window come in the same
   *     epoch, when it has closed, as {@link Sessions} that close give those of a session, and of
   *     an append-only input those of all sessions with one start and end
   * @param constants by input, BIGINT-like columns that have one value in all rows of a window and
   *     together tell it from all others: window_start and window_end; in the same order for each
   *     input. Empty lists if they are not among the columns
   * @param late what becomes of a row of a window that is gone
   * @param emission when, besides, results are given
   */
  record Windowed(
      String id,
      List<Integer> inputs,
      Node body,
      List<Integer> ends,
      List<List<Integer>> constants,
      long unitMicros,
      Late late,
      Emission emission,
      RowSchema schema)
      implements Node {
    public Windowed {
      inputs = List.copyOf(inputs);
      ends = List.copyOf(ends);
      constants = constants.stream().map(List::copyOf).toList();
    }
  }

  /** What becomes of a row of a window that is gone. */
  enum Late {
    REPORTED,

    /** In silence: it has been reported where its windows were assigned. */
    LEFT_OUT
  }

  /**
   * When a {@link Windowed} node gives results apart from once at the window's end.
   *
   * @param earlyMicros how often the result so far of an open window is given; 0 for never
   * @param latenessMicros how long after its end a window is kept, its result corrected by rows
   *     that come then. The node's bound of event time is so much behind its input's
   */
  record Emission(long earlyMicros, long latenessMicros) {
    /** Once, at the end. */
    public static final Emission ONCE = new Emission(0, 0);
  }

  /**
   * Runs {@code body}, and forgets what it keeps of a key that has not been touched for a time: by
   * a row of that key, by the clock of the epochs. Nothing is given then, and what has been given
   * stays; rows that come later find nothing of those before, and what is taken back of rows that
   * are forgotten is passed over. So the result may be another one than the body's, but a row of it
   * is never taken back that has not been given.
   *
   * @param body an {@link Aggregate}, {@link SetOperation}, {@link TopN} or {@link Join} that reads
   *     the same inputs. An aggregate without keys is never forgotten; of a join each row is
   *     forgotten by itself, touched when it came
   * @param lifetimes by input, in microseconds; 0 for ever. Of a set operation all are equal
   * @param appendOnly by input, whether it never takes a row back
   */
  record Expiring(
      String id,
      List<Integer> inputs,
      Node body,
      List<Long> lifetimes,
      List<Boolean> appendOnly,
      RowSchema schema)
      implements Node {
    public Expiring {
      inputs = List.copyOf(inputs);
      lifetimes = List.copyOf(lifetimes);
      appendOnly = List.copyOf(appendOnly);
    }
  }

  /**
   * Holds rows until event time has passed their time attribute, so that what follows sees times
   * ascend from epoch to epoch, and in each epoch rows in order. A row that comes after its time is
   * late, one without a time fails.
   *
   * @param keys columns by which rows are placed on shards; none if all are on one
   * @param order that rows of the same time are in; the rest of their columns follows
   * @param appendOnly whether the input never takes a row back
   */
  record Release(
      String id,
      int input,
      int time,
      List<Integer> keys,
      List<SortKey> order,
      boolean appendOnly,
      RowSchema schema)
      implements Node {
    public Release {
      keys = List.copyOf(keys);
      order = List.copyOf(order);
    }

    @Override
    public List<Integer> inputs() {
      return List.of(input);
    }
  }

  /**
   * A {@link Join} whose pairs are near each other in time: {@code lowerMicros <= right time - left
   * time <= upperMicros}. State of rows that can have no further match is dropped; of outer joins,
   * and of ANTI, a row without match is given when that is certain, so that nothing is taken back
   * of append-only inputs. Rows that are late could have had matches, and are recorded.
   *
   * <p>The bound of the result is as far behind as the older row of a pair may be, or a row that is
   * given without a match.
   *
   * @param condition over the left columns, then the right ones, apart from the times
   */
  record IntervalJoin(
      String id,
      int left,
      int right,
      JoinType type,
      List<JoinKey> keys,
      int leftTime,
      int rightTime,
      long lowerMicros,
      long upperMicros,
      Optional<Expression> condition,
      RowSchema schema)
      implements Node {
    public IntervalJoin {
      keys = List.copyOf(keys);
    }

    @Override
    public List<Integer> inputs() {
      return List.of(left, right);
    }
  }

  /**
   * Puts each left row beside the right row of its key as it was at the left row's time: {@code FOR
   * SYSTEM_TIME AS OF}.
   *
   * <p>By event time, a left row waits until the bound has passed its time, and is never corrected.
   * A right row holds from its time on until that of the next one of its key; if it is taken back
   * without another one of its key in the same epoch, until the bound of event time at that time.
   * Right rows that no left row can ask for any more are dropped. Late rows of either side are
   * recorded and do not count.
   *
   * <p>By processing time, a left row sees the right rows of its key as of the end of its epoch,
   * and is never corrected.
   *
   * @param type INNER or LEFT
   * @param leftTime a time attribute, or −1 by processing time
   * @param rightTime the time from which on a right row holds, or −1
   * @param leftAppendOnly by processing time always
   * @param rightAppendOnly by event time, all right rows are versions then
   * @param condition over the left columns, then the right ones
   */
  record TemporalJoin(
      String id,
      int left,
      int right,
      JoinType type,
      List<JoinKey> keys,
      int leftTime,
      int rightTime,
      boolean leftAppendOnly,
      boolean rightAppendOnly,
      Optional<Expression> condition,
      RowSchema schema)
      implements Node {
    public TemporalJoin {
      keys = List.copyOf(keys);
    }

    @Override
    public List<Integer> inputs() {
      return List.of(left, right);
    }

    /** Whether versions are found by event time. */
    public boolean byEventTime() {
      return leftTime >= 0;
    }
  }

  /**
   * Puts each left row beside the rows of its key in a table of a connector, as they are in its
   * epoch, which ends when all have been found. It is never corrected; what is taken back of it is
   * what was given. Rows of which the lookup fails are recorded and have none.
   *
   * @param columns of the table that are read, as right rows before {@code calc}
   * @param lookupKeys by which the table is asked: a left column, and an index into the table's
   *     schema
   * @param calc makes right rows of what is read
   * @param type INNER or LEFT
   * @param keys over the left columns and those of the right rows; the lookup's among them
   * @param condition over the left columns, then the right ones
   * @param leftAppendOnly else equal rows are on one shard, each once in an epoch
   */
  record Lookup(
      String id,
      int input,
      TableDefinition table,
      List<Integer> columns,
      List<JoinKey> lookupKeys,
      Optional<Calc> calc,
      JoinType type,
      List<JoinKey> keys,
      Optional<Expression> condition,
      boolean leftAppendOnly,
      RowSchema schema)
      implements Node {
    public Lookup {
      columns = List.copyOf(columns);
      lookupKeys = List.copyOf(lookupKeys);
      keys = List.copyOf(keys);
    }

    @Override
    public List<Integer> inputs() {
      return List.of(input);
    }

    /** The right rows' columns. */
    public RowSchema right() {
      return calc.map(Calc::schema).orElseGet(() -> table.schema().select(columns));
    }
  }

  /** In a {@link Fixpoint}'s body: rows that come from outside of it. */
  record Input(String id, int index, RowSchema schema) implements Node {
    @Override
    public List<Integer> inputs() {
      return List.of();
    }
  }

  /** Adds up the changes of each row over an epoch; those that cancel out are gone. */
  record Consolidate(String id, int input, RowSchema schema) implements Node {
    @Override
    public List<Integer> inputs() {
      return List.of(input);
    }
  }

  /**
   * Shows changes as rows: columns {@code op} ({@code +I}, {@code -D}, and with a key {@code -U},
   * {@code +U}) and {@code epoch}, then the input's. Adds changes up first, as {@link Consolidate}
   * does. Works on one shard.
   *
   * @param key columns that identify a row, so that an update is shown as such; may be empty
   */
  record Changes(String id, int input, List<Integer> key, RowSchema schema) implements Node {
    public Changes {
      key = List.copyOf(key);
    }

    @Override
    public List<Integer> inputs() {
      return List.of(input);
    }
  }

  /**
   * Collects the rows of an epoch on one shard and gives them in order at its end, for bounded
   * queries, which are one epoch.
   *
   * @param order may be empty
   * @param fetch −1 for all
   */
  record Sort(String id, int input, List<SortKey> order, long offset, long fetch, RowSchema schema)
      implements Node {
    public Sort {
      order = List.copyOf(order);
    }

    @Override
    public List<Integer> inputs() {
      return List.of(input);
    }
  }

  /** Moves rows to the shard that owns their key group; the only node that crosses shards. */
  record Exchange(String id, int input, RowSchema schema, Distribution distribution)
      implements Node {
    @Override
    public List<Integer> inputs() {
      return List.of(input);
    }
  }

  /** Writes to a connector table; the input's columns are the table's physical columns in order. */
  record Sink(String id, int input, TableDefinition table) implements Node {
    @Override
    public List<Integer> inputs() {
      return List.of(input);
    }

    @Override
    public RowSchema schema() {
      return table.schema();
    }
  }

  /** Hands rows to the client that asked. */
  record Result(String id, int input, RowSchema schema) implements Node {
    @Override
    public List<Integer> inputs() {
      return List.of(input);
    }
  }
}
