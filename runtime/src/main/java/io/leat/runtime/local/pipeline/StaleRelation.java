package io.leat.runtime.local.pipeline;

import io.leat.runtime.circuit.Node;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;

/** A statement was planned, or a transaction has begun, before a relation got other columns. */
final class StaleRelation {
  private StaleRelation() {}

  static LeatException altered(String relation) {
    return new LeatException(
            SqlState.SERIALIZATION_FAILURE, relation + " has been made anew or altered meanwhile")
        .withHint("run the transaction again");
  }

  /**
   * Checks that a version has the columns and the order that a plan counts on.
   *
   * @throws LeatException 40001 otherwise
   */
  static void requireCurrent(Node.Source node, RelationVersion version) {
    if (!isCurrent(node, version)) {
      throw altered(node.table().name());
    }
  }

  /** Whether a version has the columns and the order that a plan counts on. */
  static boolean isCurrent(Node.Source node, RelationVersion version) {
    RelationDefinition definition = version.definition();
    boolean ordered = node.range().isPresent() && node.range().get().index().isEmpty();
    return node.table().schema().types().equals(definition.schema().types())
        && (!ordered || node.table().primaryKey().equals(definition.key()));
  }
}
