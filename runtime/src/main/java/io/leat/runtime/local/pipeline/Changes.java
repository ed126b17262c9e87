package io.leat.runtime.local.pipeline;

import io.leat.runtime.relation.Entries;

/**
 * What an epoch has changed in one relation.
 *
 * @param definition the relation as it was then: in what order of columns the entries are written
 */
public record Changes(RelationDefinition definition, Entries entries) {

  Changes plus(Changes more) {
    return new Changes(more.definition, Entries.sum(in(more.definition), more.entries));
  }

  /** The entries as another definition of the same columns writes them. */
  Entries in(RelationDefinition other) {
    return definition.key().equals(other.key())
        ? entries
        : definition.reordered(entries, 0, entries.size(), other.key());
  }
}
