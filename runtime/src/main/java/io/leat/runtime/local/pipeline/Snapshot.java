package io.leat.runtime.local.pipeline;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All stored relations as of one epoch. Immutable: whoever holds it reads it for as long as they
 * like.
 *
 * @param relations by full name
 */
public record Snapshot(long epoch, Map<String, RelationVersion> relations) {
  public Snapshot {
    relations = Map.copyOf(relations);
  }

  /**
   * A relation's content.
   *
   * @throws LeatException 55000 if it is not there (yet), or a view whose query has failed
   */
  public RelationVersion get(String name) {
    RelationVersion version = relations.get(name);
    if (version == null) {
      throw new LeatException(SqlState.NOT_READY, name + " has no content as of epoch " + epoch)
          .withHint(
              "it is being filled, was made later or has been dropped; a transaction reads the"
                  + " epoch at which it has begun");
    }
    String failure = version.failure();
    if (failure != null) {
      throw new LeatException(SqlState.NOT_READY, name + " is not kept up to date: " + failure)
          .withHint("mend what it says, give it another query with CREATE OR ALTER, or drop it");
    }
    return version;
  }

  @Nullable RelationVersion find(String name) {
    return relations.get(name);
  }
}
