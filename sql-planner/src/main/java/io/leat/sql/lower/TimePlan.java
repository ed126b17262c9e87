package io.leat.sql.lower;

import io.leat.runtime.circuit.Node;
import io.leat.runtime.circuit.SortKey;
import io.leat.runtime.circuit.Window;
import io.leat.runtime.types.RowSchema;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The plans that know time. */
sealed interface TimePlan extends Plan {

  /** Whether it waits for event time to come forward. */
  default boolean waits() {
    return false;
  }

  /**
   * See {@link Node.Watermark}; by event time the input has one column more than the schema.
   *
   * @param times the columns that the watermark is about
   */
  record Watermark(
      Plan input,
      Set<Integer> times,
      long unitMicros,
      long idleMicros,
      boolean byProcessingTime,
      Optional<Node.Alignment> alignment,
      RowSchema schema)
      implements TimePlan {
    @Override
    public List<Plan> inputs() {
      return List.of(input);
    }

    @Override
    public Plan withInputs(List<Plan> inputs) {
      return new Watermark(
          inputs.get(0), times, unitMicros, idleMicros, byProcessingTime, alignment, schema);
    }
  }

  /**
   * See {@link Node.WindowAssign}.
   *
   * @param closes whether the time is a time attribute
   */
  record WindowAssign(
      Plan input,
      int time,
      Window window,
      boolean closes,
      Optional<Node.Closing> closing,
      RowSchema schema)
      implements TimePlan {
    /** Of all windows. */
    WindowAssign(Plan input, int time, Window window, RowSchema schema) {
      this(input, time, window, false, Optional.empty(), schema);
    }

    WindowAssign with(Plan other, Optional<Node.Closing> closed) {
      return new WindowAssign(other, time, window, closes, closed, schema);
    }

    @Override
    public List<Plan> inputs() {
      return List.of(input);
    }

    @Override
    public Plan withInputs(List<Plan> inputs) {
      return with(inputs.get(0), closing);
    }
  }

  /** See {@link Node.Sessions}. */
  record Sessions(
      Plan input,
      int time,
      List<Integer> partition,
      long gapMicros,
      Optional<Node.Emission> closing,
      RowSchema schema)
      implements TimePlan {
    /** See {@link Node.Sessions#once}. */
    boolean once() {
      return closing.isPresent() && closing.get().equals(Node.Emission.ONCE);
    }

    @Override
    public boolean waits() {
      return closing.isPresent();
    }

    @Override
    public List<Plan> inputs() {
      return List.of(input);
    }

    @Override
    public Plan withInputs(List<Plan> inputs) {
      return new Sessions(inputs.get(0), time, partition, gapMicros, closing, schema);
    }
  }

  /**
   * See {@link Node.Windowed}.
   *
   * @param body an aggregate, join, set operation, Top-N or OVER
   * @param ends by input of the body
   */
  record Windowed(
      Plan body,
      List<Integer> ends,
      List<List<Integer>> constants,
      long unitMicros,
      Node.Late late,
      Node.Emission emission)
      implements TimePlan {
    public Windowed {
      ends = List.copyOf(ends);
      constants = constants.stream().map(List::copyOf).toList();
    }

    /** The same where all rows of a window come in the epoch in which it has closed. */
    Windowed withoutEnds() {
      return new Windowed(body, List.of(), constants, unitMicros, late, emission);
    }

    @Override
    public boolean waits() {
      return true;
    }

    @Override
    public RowSchema schema() {
      return body.schema();
    }

    @Override
    public List<Plan> inputs() {
      return List.of(body);
    }

    @Override
    public Plan withInputs(List<Plan> inputs) {
      return new Windowed(inputs.get(0), ends, constants, unitMicros, late, emission);
    }
  }

  /** See {@link Node.Release}: all rows, in the order of their times. */
  record Release(Plan input, int time, List<SortKey> order) implements TimePlan {
    @Override
    public boolean waits() {
      return true;
    }

    @Override
    public RowSchema schema() {
      return input.schema();
    }

    @Override
    public List<Plan> inputs() {
      return List.of(input);
    }

    @Override
    public Plan withInputs(List<Plan> inputs) {
      return new Release(inputs.get(0), time, order);
    }
  }

  /**
   * Window functions whose order begins with a time attribute, and whose results do not depend on
   * rows of later times: over rows that are never taken back, they are given once.
   */
  record InOrder(Plan.Over over) implements TimePlan {
    @Override
    public boolean waits() {
      return true;
    }

    @Override
    public RowSchema schema() {
      return over.schema();
    }

    @Override
    public List<Plan> inputs() {
      return over.inputs();
    }

    @Override
    public Plan withInputs(List<Plan> inputs) {
      return new InOrder((Plan.Over) over.withInputs(inputs));
    }
  }

  /**
   * Of each key the first row by a time attribute: of rows that are never taken back and do not
   * end, it is given once, when event time has passed it.
   */
  record FirstRows(Plan.TopN top) implements TimePlan {
    @Override
    public boolean waits() {
      return true;
    }

    @Override
    public RowSchema schema() {
      return top.schema();
    }

    @Override
    public List<Plan> inputs() {
      return top.inputs();
    }

    @Override
    public Plan withInputs(List<Plan> inputs) {
      return new FirstRows((Plan.TopN) top.withInputs(inputs));
    }
  }

  /**
   * A join in time: see {@link Node.IntervalJoin} and {@link Node.TemporalJoin}.
   *
   * @param leftTime a time attribute, or −1 for a temporal join by processing time
   * @param rightTime a time attribute, or −1 if there is none, or none is known yet
   * @param distance of an interval join; absent for a temporal one
   */
  record TimedJoin(
      Plan.Join join, int leftTime, int rightTime, Optional<IntervalCondition.Distance> distance)
      implements TimePlan {
    @Override
    public boolean waits() {
      return leftTime >= 0;
    }

    @Override
    public RowSchema schema() {
      return join.schema();
    }

    @Override
    public List<Plan> inputs() {
      return join.inputs();
    }

    @Override
    public Plan withInputs(List<Plan> inputs) {
      return new TimedJoin((Plan.Join) join.withInputs(inputs), leftTime, rightTime, distance);
    }
  }
}
