package io.leat.runtime.durable;

import static io.leat.runtime.durable.RunRecords.bytes;
import static io.leat.runtime.durable.RunRecords.text;

import io.leat.runtime.connector.Split;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.local.RunState;
import io.leat.runtime.relation.Entries;
import io.leat.runtime.relation.EntriesBytes;
import io.leat.runtime.relation.EntryTree;
import io.leat.runtime.state.LayeredTables;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes a run's state of {@link RunRecords}: those of a checkpoint first, then those of the one
 * that it says the changes of, and so on.
 */
final class RunReading {
  private final Map<String, String> shapes = new LinkedHashMap<>();
  private final Map<String, List<RunState.Group>> operators = new LinkedHashMap<>();
  private final Map<String, Long> bounds = new LinkedHashMap<>();
  private final Map<String, List<Split>> offsets = new LinkedHashMap<>();
  private final Map<String, List<byte[]>> tokens = new LinkedHashMap<>();
  private final Map<Part, LayeredTables> tables = new LinkedHashMap<>();
  private final Map<String, Relation> relations = new LinkedHashMap<>();

  /** Of the file at hand: tables that it holds all rows of. */
  private final Map<Part, boolean[]> wholeTables = new HashMap<>();

  private byte[] state = {};
  private long epoch;
  private boolean finished;

  /** Whether the file at hand is the first. */
  private boolean newest = true;

  /** An operator's part on a shard. */
  private record Part(String node, int shard) {}

  /** What has come of a relation. */
  private static final class Relation {
    /** Changes, the newest layer first. */
    final List<List<Entries>> changes = new ArrayList<>();

    @Nullable EntryTree all;

    /** Whether the layer that all rows are in is complete. */
    boolean closed;

    EntryTree rows() {
      EntryTree rows = all == null ? EntryTree.EMPTY : all;
      for (int i = changes.size() - 1; i >= 0; i--) {
        for (Entries entries : changes.get(i)) {
          rows = rows.apply(entries);
        }
      }
      return rows;
    }
  }

  /** All records of a file have come. */
  void endFile() {
    newest = false;
    wholeTables.forEach(
        (part, whole) -> {
          for (int table = 0; table < whole.length; table++) {
            if (whole[table]) {
              tables(part).close(table);
            }
          }
        });
    wholeTables.clear();
    relations.values().forEach(relation -> relation.closed |= relation.all != null);
  }

  RunState state() {
    tables.forEach(
        (part, layers) ->
            layers.groups(
                (group, bytes) ->
                    operators
                        .computeIfAbsent(part.node, id -> new ArrayList<>())
                        .add(new RunState.Group(group, bytes))));
    Map<String, EntryTree> rows = new LinkedHashMap<>();
    relations.forEach((name, relation) -> rows.put(name, relation.rows()));
    return new RunState(
        epoch, finished, shapes, operators, bounds, offsets, tokens, rows, Set.of());
  }

  /**
   * Takes the next record of a file.
   *
   * @throws LeatException 0A000 if another version has written it
   */
  void take(ByteBuffer bytes) {
    byte kind = bytes.get();
    switch (kind) {
      case RunRecords.TABLES -> tables(bytes);
      case RunRecords.BLOCK -> block(bytes);
      case RunRecords.RELATION -> relation(bytes);
      case RunRecords.ROWS -> rows(bytes);
      default -> {
        // Of the rest each checkpoint holds everything.
        if (newest) {
          takeNewest(kind, bytes);
        }
      }
    }
  }

  private void takeNewest(byte kind, ByteBuffer bytes) {
    switch (kind) {
      case RunRecords.HEADER -> header(bytes);
      case RunRecords.NODE -> shapes.put(text(bytes), text(bytes));
      case RunRecords.STATE -> state(bytes);
      case RunRecords.BOUND -> bounds.put(text(bytes), bytes.getLong());
      case RunRecords.OFFSETS -> offsets.put(text(bytes), splits(bytes));
      case RunRecords.TOKEN ->
          tokens
              .computeIfAbsent(text(bytes), sink -> new ArrayList<>())
              .add(bytes(bytes, bytes.remaining()));
      default -> throw unknown("a record of kind " + kind);
    }
  }

  private void header(ByteBuffer bytes) {
    int version = bytes.getInt();
    if (version < RunRecords.FIRST_VERSION || version > RunRecords.VERSION) {
      throw unknown("state of version " + version);
    }
    epoch = bytes.getLong();
    finished = bytes.get() != 0;
  }

  private void state(ByteBuffer bytes) {
    String node = text(bytes);
    int group = bytes.getInt();
    int size = bytes.getInt();
    int from = bytes.getInt();
    if (from == 0) {
      state = new byte[size];
    }
    int length = bytes.remaining();
    bytes.get(state, from, length);
    if (from + length == size) {
      operators
          .computeIfAbsent(node, id -> new ArrayList<>())
          .add(new RunState.Group(group, state));
      state = new byte[0];
    }
  }

  private void tables(ByteBuffer bytes) {
    Part part = new Part(text(bytes), bytes.getInt());
    int version = bytes.getInt();
    boolean[] whole = new boolean[bytes.getInt()];
    for (int i = 0; i < whole.length; i++) {
      whole[i] = bytes.get() != 0;
    }
    wholeTables.put(part, whole);
    if (newest) {
      tables.put(part, new LayeredTables(version, whole.length));
    }
  }

  private void block(ByteBuffer bytes) {
    Part part = new Part(text(bytes), bytes.getInt());
    tables(part).take(bytes.getInt(), bytes);
  }

  private LayeredTables tables(Part part) {
    LayeredTables found = tables.get(part);
    if (found == null) {
      throw unknown("rows of " + part.node + ", which has none");
    }
    return found;
  }

  private void relation(ByteBuffer bytes) {
    String name = text(bytes);
    boolean whole = bytes.get() != 0;
    Relation relation =
        newest ? relations.computeIfAbsent(name, each -> new Relation()) : relations.get(name);
    if (relation == null || relation.closed) {
      return;
    }
    if (whole) {
      relation.all = EntryTree.EMPTY;
    } else {
      relation.changes.add(new ArrayList<>());
    }
  }

  private void rows(ByteBuffer bytes) {
    String name = text(bytes);
    Relation relation = relations.get(name);
    if (relation == null && newest) {
      // The first version said nothing before.
      relation = new Relation();
      relation.all = EntryTree.EMPTY;
      relations.put(name, relation);
    }
    if (relation == null || relation.closed) {
      return;
    }
    EntryTree all = relation.all;
    if (all == null) {
      relation.changes.get(relation.changes.size() - 1).add(EntriesBytes.read(bytes));
    } else {
      relation.all = all.apply(EntriesBytes.read(bytes));
    }
  }

  private static List<Split> splits(ByteBuffer bytes) {
    List<Split> splits = new ArrayList<>();
    for (int i = bytes.getInt(); i > 0; i--) {
      splits.add(new Split(text(bytes), bytes(bytes, bytes.getInt())));
    }
    return splits;
  }

  static LeatException unknown(String what) {
    return LeatException.notSupported(
        "a checkpoint that holds " + what, "start the version of Leat that has written it");
  }
}
