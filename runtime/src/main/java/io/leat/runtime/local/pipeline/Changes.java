package io.leat.runtime.local.pipeline;

import io.leat.runtime.relation.Delta;

/**
 * What an epoch has changed in one relation.
 *
 * @param definition the relation as it was then: in what order of columns the entries are written
 */
public record Changes(RelationDefinition definition, Delta delta) {

  Changes plus(Changes more) {
    return new Changes(more.definition, in(more.definition).plus(more.delta));
  }

  /** The changes as another definition of the same columns writes them. */
  Delta in(RelationDefinition other) {
    return definition.key().equals(other.key())
        ? delta
        : Delta.ofRuns(definition.reordered(delta.parts(), other.key()));
  }
}
