package io.leat.runtime.connector.builtin.file;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What a sink has from before a restart: its name, which is in the names of its files, so that
 * those that were begun in vain are known by it, and the partitions that are still to be marked.
 * The names hold another part that each start makes anew, so that no two write the same file. Used
 * by the thread that opens the sink, then read by its writers.
 */
final class Heritage {
  private static final int NAME_LENGTH = 8;

  private final String start = random();
  private String name = random();
  private Map<List<String>, Long> waiting = Map.of();

  private static String random() {
    return shortened(UUID.randomUUID());
  }

  private static String shortened(UUID id) {
    return id.toString().substring(0, NAME_LENGTH);
  }

  /** Names the sink after its owner, so that it has the same name at each start. */
  void name(String owner) {
    name = shortened(UUID.nameUUIDFromBytes(owner.getBytes(StandardCharsets.UTF_8)));
  }

  /** Of the sink, over all its starts. */
  String name() {
    return name;
  }

  /** What the names of its files begin with. */
  String prefix() {
    return "part-" + name + start + "-";
  }

  /** Partitions that were written and not marked when the checkpoint was made: since when. */
  Map<List<String>, Long> waiting() {
    return waiting;
  }

  /** Takes over what tokens tell, the newest last. */
  void take(List<FileToken> tokens) {
    Map<Integer, FileToken> last = new LinkedHashMap<>();
    for (FileToken token : tokens) {
      last.put(token.shard(), token);
      name = token.sink().isEmpty() ? name : token.sink();
    }
    Map<List<String>, Long> all = new LinkedHashMap<>();
    for (FileToken token : last.values()) {
      token.waiting().forEach((partition, since) -> all.merge(partition, since, Math::min));
    }
    waiting = Map.copyOf(all);
  }
}
