package io.leat.sql.lower;

import io.leat.sql.validate.KeptInput;
import io.leat.sql.validate.StateLifetime;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.calcite.rel.RelNode;

/**
 * What hints say of how long a join keeps rows of its inputs, or, in {@code left}, an aggregate its
 * groups; nothing where the setting of the session decides.
 */
record Lifetimes(Optional<StateLifetime> left, Optional<StateLifetime> right) {
  /** As the session says. */
  static final Lifetimes NONE = new Lifetimes(Optional.empty(), Optional.empty());

  static Lifetimes of(RelNode input) {
    return new Lifetimes(Optional.ofNullable(KeptInput.of(input)), Optional.empty());
  }

  static Lifetimes of(RelNode left, RelNode right) {
    return new Lifetimes(
        Optional.ofNullable(KeptInput.of(left)), Optional.ofNullable(KeptInput.of(right)));
  }

  /** Those of a plan's own state. */
  static Lifetimes of(Plan plan) {
    if (plan instanceof Plan.Join join) {
      return join.lifetimes();
    }
    if (plan instanceof Plan.Aggregate aggregate) {
      return aggregate.lifetimes();
    }
    return plan instanceof Plan.SetOperation operation ? operation.lifetimes() : NONE;
  }

  Optional<StateLifetime> input(int index) {
    return index == 0 ? left : right;
  }

  Stream<StateLifetime> given() {
    return Stream.of(left, right).flatMap(Optional::stream);
  }
}
