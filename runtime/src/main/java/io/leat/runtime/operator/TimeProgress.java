package io.leat.runtime.operator;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How event time stands where it is followed on one shard, in words for people.
 *
 * @param heldBy the split that holds it back; null if none does
 * @param idle splits that are left out because they have given no rows
 */
public record TimeProgress(@Nullable String heldBy, List<String> idle) {
  /** Of what does not follow event time. */
  public static final TimeProgress NONE = new TimeProgress(null, List.of());

  public TimeProgress {
    idle = List.copyOf(idle);
  }
}
