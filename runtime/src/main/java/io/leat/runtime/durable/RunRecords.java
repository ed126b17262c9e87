package io.leat.runtime.durable;

import io.leat.runtime.connector.Split;
import io.leat.runtime.relation.Entries;
import io.leat.runtime.relation.EntriesBytes;
import io.leat.runtime.state.FrozenTables;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The records of a run's checkpoint: a {@link #HEADER} first, an {@link #END} with the number of
 * records of the file last. The state of an operator is one of two things: {@link #STATE} by key
 * group, which may take several records, one after the other; or, where it is nothing but rows of
 * tables, by shard {@link #TABLES} and {@link #BLOCK}s of these rows, all or those that have
 * changed since the checkpoint below. Of stored relations there is {@link #RELATION} and then
 * {@link #ROWS}, likewise.
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
  static final byte TABLES = 29;
  static final byte BLOCK = 30;
  static final byte RELATION = 31;

  /** Of the layout of these records and of what operators write into them. */
  static final int VERSION = 2;

  /** The one before: by key group only, and each checkpoint stood by itself. */
  static final int FIRST_VERSION = 1;

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

  /**
   * The first record.
   *
   * @param base the checkpoint that this one says the changes of; 0 if it stands by itself
   */
  static ByteBuffer header(long epoch, boolean finished, long base) {
    return record(
        HEADER,
        out -> {
          out.writeInt(VERSION);
          out.writeLong(epoch);
          out.writeBoolean(finished);
          out.writeLong(base);
        });
  }

  /** The checkpoint that one with this first record says the changes of; 0 if none. */
  static long base(ByteBuffer header) {
    ByteBuffer bytes = header.duplicate();
    if (bytes.get() != HEADER) {
      throw RunReading.unknown("no header");
    }
    return bytes.getInt() == FIRST_VERSION ? 0 : bytes.getLong(bytes.position() + Long.BYTES + 1);
  }

  /**
   * That the state of an operator on one shard is rows of tables, of which there follow some.
   *
   * @param version see {@link FrozenTables}
   * @param whole by table, whether all rows follow
   */
  static ByteBuffer tables(String node, int shard, int version, boolean[] whole) {
    return record(
        TABLES,
        out -> {
          text(out, node);
          out.writeInt(shard);
          out.writeInt(version);
          out.writeInt(whole.length);
          for (boolean each : whole) {
            out.writeBoolean(each);
          }
        });
  }

  static ByteBuffer block(String node, int shard, int table, byte[] rows, int length) {
    return record(
        BLOCK,
        out -> {
          text(out, node);
          out.writeInt(shard);
          out.writeInt(table);
          out.write(rows, 0, length);
        });
  }

  /** That rows of a stored relation follow: all, or what has changed. */
  static ByteBuffer relation(String name, boolean whole) {
    return record(
        RELATION,
        out -> {
          text(out, name);
          out.writeBoolean(whole);
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

  static byte[] bytes(ByteBuffer from, int length) {
    byte[] bytes = new byte[length];
    from.get(bytes);
    return bytes;
  }
}
