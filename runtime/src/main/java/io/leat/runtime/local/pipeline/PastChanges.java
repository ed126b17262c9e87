package io.leat.runtime.local.pipeline;

import io.leat.runtime.relation.Delta;
import io.leat.runtime.relation.Entries;
import io.leat.runtime.relation.EntriesBytes;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps small changes of the past as bytes, many epochs in one array. Thousands of epochs a second
 * as objects of their own are what the garbage collector would mostly work on. One thread packs;
 * whoever has got a {@link Packed} from it may read that.
 */
final class PastChanges {
  /** Small enough for the collector to move it as it moves other objects. */
  private static final int PAGE_BYTES = 128 << 10;

  /** Larger changes stay as they are: they may share their arrays with trees. */
  private static final int MOST_BYTES = 2 << 10;

  private byte[] page = {};
  private int end;
  private RelationDefinition[] last = {};

  /** Changes in a page. */
  static final class Packed {
    private final byte[] page;
    private final int start;
    private final int length;

    /** Of the relations that have changed, in order. */
    private final RelationDefinition[] definitions;

    private Packed(byte[] page, int start, int length, RelationDefinition[] definitions) {
      this.page = page;
      this.start = start;
      this.length = length;
      this.definitions = definitions;
    }

    /** How many bytes they take. */
    int length() {
      return length;
    }

    /** By relation, in the order in which they were given. */
    Map<String, Changes> changes() {
      ByteBuffer bytes = ByteBuffer.wrap(page, start, length);
      Map<String, Changes> changes = new LinkedHashMap<>();
      for (RelationDefinition definition : definitions) {
        Delta delta = Delta.of(EntriesBytes.read(bytes));
        changes.put(definition.name(), new Changes(definition, delta));
      }
      return changes;
    }
  }

  /** The same changes as bytes; null if they are not small. */
  @Nullable Packed pack(Map<String, Changes> changes) {
    int length = length(changes);
    if (length > MOST_BYTES) {
      return null;
    }
    if (end + length > page.length) {
      page = new byte[PAGE_BYTES];
      end = 0;
    }
    int start = end;
    ByteBuffer bytes = ByteBuffer.wrap(page, start, length);
    for (Changes each : changes.values()) {
      EntriesBytes.write(each.delta().parts().get(0), bytes);
    }
    end += length;
    return new Packed(page, start, length, definitions(changes));
  }

  private static int length(Map<String, Changes> changes) {
    int length = 0;
    for (Changes each : changes.values()) {
      if (each.delta().parts().size() != 1) {
        return Integer.MAX_VALUE;
      }
      Entries entries = each.delta().parts().get(0);
      if (entries.size() > MOST_BYTES) {
        return Integer.MAX_VALUE;
      }
      length += EntriesBytes.size(entries);
      if (length > MOST_BYTES) {
        return length;
      }
    }
    return length;
  }

  /** Mostly those of the epoch before: then it is the same array. */
  @SuppressWarnings("ReferenceEquality")
  private RelationDefinition[] definitions(Map<String, Changes> changes) {
    boolean same = last.length == changes.size();
    int i = 0;
    for (Changes each : changes.values()) {
      same = same && last[i] == each.definition();
      i++;
    }
    if (!same) {
      last = changes.values().stream().map(Changes::definition).toArray(RelationDefinition[]::new);
    }
    return last;
  }
}
