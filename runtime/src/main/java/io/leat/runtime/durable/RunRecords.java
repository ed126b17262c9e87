package io.leat.runtime.durable;

import io.leat.runtime.connector.Split;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.local.RunState;
import io.leat.runtime.relation.Entries;
import io.leat.runtime.relation.EntriesBytes;
import io.leat.runtime.relation.EntryTree;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The records of a run's checkpoint: a {@link #HEADER} first, an {@link #END} with their number
 * last. State of a key group may take several records, one after the other.
 */
final class RunRecords {
  static final byte HEADER = 21;
  static final byte NODE = 22;
  static final byte STATE = 23;
  static final byte BOUND = 24;
  static final byte OFFSETS = 25;
  static final byte TOKEN = 26;
  static final byte ROWS = 27;
  static final byte END = 28;

  /** Of the layout of these records and of what operators write into them. */
  private static final int VERSION = 1;

  /** Of one record's state. */
  private static final int PART_BYTES = 4 << 20;

  private RunRecords() {}

  /** Writes the bytes of a record. */
  private interface Body {
    void write(DataOutputStream out) throws IOException;
  }

  private static ByteBuffer record(byte kind, Body body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(kind);
      body.write(out);
    } catch (IOException e) {
      throw new IllegalStateException("memory does not fail", e);
    }
    return ByteBuffer.wrap(bytes.toByteArray());
  }

  static ByteBuffer header(long epoch, boolean finished) {
    return record(
        HEADER,
        out -> {
          out.writeInt(VERSION);
          out.writeLong(epoch);
          out.writeBoolean(finished);
        });
  }

  static ByteBuffer node(String id, String shape) {
    return record(
        NODE,
        out -> {
          text(out, id);
          text(out, shape);
        });
  }

  /** The state of an operator in a key group, in as many records as it takes. */
  static List<ByteBuffer> state(String node, int group, byte[] state) {
    List<ByteBuffer> parts = new ArrayList<>();
    for (int at = 0; at < state.length; at += PART_BYTES) {
      int from = at;
      int length = Math.min(PART_BYTES, state.length - at);
      parts.add(
          record(
              STATE,
              out -> {
                text(out, node);
                out.writeInt(group);
                out.writeInt(state.length);
                out.writeInt(from);
                out.write(state, from, length);
              }));
    }
    return parts;
  }

  static ByteBuffer bound(String node, long bound) {
    return record(
        BOUND,
        out -> {
          text(out, node);
          out.writeLong(bound);
        });
  }

  static ByteBuffer offsets(String source, List<Split> splits) {
    return record(
        OFFSETS,
        out -> {
          text(out, source);
          out.writeInt(splits.size());
          for (Split split : splits) {
            text(out, split.id());
            out.writeInt(split.offset().length);
            out.write(split.offset());
          }
        });
  }

  static ByteBuffer token(String sink, byte[] token) {
    return record(
        TOKEN,
        out -> {
          text(out, sink);
          out.write(token);
        });
  }

  static ByteBuffer rows(String relation, Entries rows) {
    byte[] name = relation.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(1 + Integer.BYTES + name.length + EntriesBytes.size(rows));
    bytes.put(ROWS).putInt(name.length).put(name);
    EntriesBytes.write(rows, bytes);
    return bytes.flip();
  }

  static ByteBuffer end(long records) {
    return record(END, out -> out.writeLong(records));
  }

  private static void text(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  static String text(ByteBuffer bytes) {
    return new String(bytes(bytes, bytes.getInt()), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(ByteBuffer from, int length) {
    byte[] bytes = new byte[length];
    from.get(bytes);
    return bytes;
  }

  /** Collects records, in order. */
  static final class Reading {
    private final Map<String, String> shapes = new LinkedHashMap<>();
    private final Map<String, List<RunState.Group>> operators = new LinkedHashMap<>();
    private final Map<String, Long> bounds = new LinkedHashMap<>();
    private final Map<String, List<Split>> offsets = new LinkedHashMap<>();
    private final Map<String, List<byte[]>> tokens = new LinkedHashMap<>();
    private final Map<String, EntryTree> relations = new LinkedHashMap<>();
    private byte[] state = {};
    private long epoch;
    private boolean finished;
    private long records;
    private boolean ended;

    /** Whether the last record has come, after as many as it says. */
    boolean complete() {
      return ended;
    }

    RunState state() {
      return new RunState(epoch, finished, shapes, operators, bounds, offsets, tokens, relations);
    }

    /**
     * Takes the next record.
     *
     * @throws LeatException 0A000 if another version has written it
     */
    void take(ByteBuffer bytes) {
      byte kind = bytes.get();
      if (kind == END) {
        ended = bytes.getLong() == records;
        return;
      }
      ended = false;
      records++;
      switch (kind) {
        case HEADER -> header(bytes);
        case NODE -> shapes.put(text(bytes), text(bytes));
        case STATE -> state(bytes);
        case BOUND -> bounds.put(text(bytes), bytes.getLong());
        case OFFSETS -> offsets.put(text(bytes), splits(bytes));
        case TOKEN ->
            tokens
                .computeIfAbsent(text(bytes), sink -> new ArrayList<>())
                .add(bytes(bytes, bytes.remaining()));
        case ROWS ->
            relations.compute(
                text(bytes),
                (name, rows) ->
                    (rows == null ? EntryTree.EMPTY : rows).apply(EntriesBytes.read(bytes)));
        default -> throw unknown("a record of kind " + kind);
      }
    }

    private void header(ByteBuffer bytes) {
      int version = bytes.getInt();
      if (version != VERSION) {
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

    private static List<Split> splits(ByteBuffer bytes) {
      List<Split> splits = new ArrayList<>();
      for (int i = bytes.getInt(); i > 0; i--) {
        splits.add(new Split(text(bytes), bytes(bytes, bytes.getInt())));
      }
      return splits;
    }

    private static LeatException unknown(String what) {
      return LeatException.notSupported(
          "a checkpoint that holds " + what, "start the version of Leat that has written it");
    }
  }
}
