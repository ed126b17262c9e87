package io.leat.runtime.durable;

import io.leat.runtime.relation.Entries;
import io.leat.runtime.relation.EntriesBytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a log or a checkpoint says, in the order in which it happened. */
public sealed interface JournalRecord {

  /**
   * Changes of tables in an epoch, or some of them; each part's entries in the order of its table's
   * key as it was then.
   *
   * @param last whether these are the epoch's last ones; without them, the epoch has not been
   */
  record Rows(long epoch, boolean last, List<Part> parts) implements JournalRecord {
    public Rows {
      parts = List.copyOf(parts);
    }
  }

  /**
   * A statement that changed the catalog, and what names in it meant.
   *
   * @param settings of its session that decide what it does, by key; those at their defaults may be
   *     missing
   */
  record Statement(
      String sql, String catalog, String database, String zone, Map<String, String> settings)
      implements JournalRecord {
    public Statement {
      settings = Map.copyOf(settings);
    }

    /** With all settings at their defaults. */
    public Statement(String sql, String catalog, String database, String zone) {
      this(sql, catalog, database, zone, Map.of());
    }

    private List<String> texts() {
      List<String> texts = new ArrayList<>(List.of(sql, catalog, database, zone));
      new TreeMap<>(settings).forEach((key, value) -> texts.addAll(List.of(key, value)));
      return texts;
    }
  }

  /**
   * Rows of a table, by its full name; in a checkpoint a record of its own, and no two parts of a
   * table in one checkpoint hold the same row.
   */
  record Part(String table, Entries rows) implements JournalRecord {
    int size() {
      return JournalRecord.size(table) + EntriesBytes.size(rows);
    }

    private void write(ByteBuffer bytes) {
      put(bytes, table);
      EntriesBytes.write(rows, bytes);
    }
  }

  /**
   * The first record of a checkpoint. After it come the statements that make the catalog, then the
   * parts of tables.
   *
   * @param base the checkpoint that this one says the changes of; 0 if it stands by itself
   * @param tables whose rows are kept
   */
  record Head(long base, List<Contents> tables) implements JournalRecord {
    public Head {
      tables = List.copyOf(tables);
    }
  }

  /**
   * What a checkpoint says of a table.
   *
   * @param whole whether the parts are all its rows; else they are what has changed in those that
   *     the checkpoint's base gives it, with negative counts for what has gone
   */
  record Contents(String table, boolean whole) {}

  /** Numbers of epochs up to this one may have been given out. */
  record Reserved(long epoch) implements JournalRecord {}

  /** The last record of a checkpoint: it is complete. */
  record End(long epoch, long records) implements JournalRecord {}

  /** The first byte of a {@link Head}. */
  byte HEAD_KIND = 6;

  /** The first byte of an {@link End}. */
  byte END_KIND = 5;

  /** The bytes of a record, ready to be read. */
  default ByteBuffer toBytes() {
    if (this instanceof Rows rows) {
      int size = 2 + Long.BYTES + Integer.BYTES;
      for (Part part : rows.parts) {
        size += part.size();
      }
      ByteBuffer bytes = ByteBuffer.allocate(size);
      bytes.put((byte) 1).putLong(rows.epoch).put((byte) (rows.last ? 1 : 0));
      bytes.putInt(rows.parts.size());
      rows.parts.forEach(part -> part.write(bytes));
      return bytes.flip();
    } else if (this instanceof Statement statement) {
      List<String> texts = statement.texts();
      int size = 1 + Integer.BYTES + texts.stream().mapToInt(JournalRecord::size).sum();
      ByteBuffer bytes = ByteBuffer.allocate(size);
      if (statement.settings.isEmpty()) {
        bytes.put((byte) 2);
      } else {
        bytes.put((byte) 7).putInt(statement.settings.size());
      }
      texts.forEach(text -> put(bytes, text));
      return bytes.flip();
    } else if (this instanceof Part part) {
      ByteBuffer bytes = ByteBuffer.allocate(1 + part.size()).put((byte) 3);
      part.write(bytes);
      return bytes.flip();
    } else if (this instanceof Reserved reserved) {
      return ByteBuffer.allocate(1 + Long.BYTES).put((byte) 4).putLong(reserved.epoch).flip();
    } else if (this instanceof End last) {
      return ByteBuffer.allocate(1 + 2 * Long.BYTES)
          .put(END_KIND)
          .putLong(last.epoch)
          .putLong(last.records)
          .flip();
    }
    if (this instanceof Head head) {
      int size = 1 + Long.BYTES + Integer.BYTES;
      for (Contents table : head.tables) {
        size += size(table.table) + 1;
      }
      ByteBuffer bytes = ByteBuffer.allocate(size).put(HEAD_KIND).putLong(head.base);
      bytes.putInt(head.tables.size());
      for (Contents table : head.tables) {
        put(bytes, table.table);
        bytes.put((byte) (table.whole ? 1 : 0));
      }
      return bytes.flip();
    }
    throw new IllegalStateException("a record without a form: " + this);
  }

  /**
   * Reads what {@link #toBytes} has written.
   *
   * @throws IllegalArgumentException if it is of a kind that this version does not know
   */
  static JournalRecord of(ByteBuffer bytes) {
    byte kind = bytes.get();
    switch (kind) {
      case 1 -> {
        long epoch = bytes.getLong();
        boolean last = bytes.get() != 0;
        int count = bytes.getInt();
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
          parts.add(new Part(text(bytes), EntriesBytes.read(bytes)));
        }
        return new Rows(epoch, last, parts);
      }
      case 2 -> {
        return new Statement(text(bytes), text(bytes), text(bytes), text(bytes));
      }
      case 7 -> {
        int count = bytes.getInt();
        String sql = text(bytes);
        String catalog = text(bytes);
        String database = text(bytes);
        String zone = text(bytes);
        Map<String, String> settings = new HashMap<>();
        for (int i = 0; i < count; i++) {
          settings.put(text(bytes), text(bytes));
        }
        return new Statement(sql, catalog, database, zone, settings);
      }
      case 3 -> {
        return new Part(text(bytes), EntriesBytes.read(bytes));
      }
      case 4 -> {
        return new Reserved(bytes.getLong());
      }
      case END_KIND -> {
        return new End(bytes.getLong(), bytes.getLong());
      }
      case HEAD_KIND -> {
        long base = bytes.getLong();
        int count = bytes.getInt();
        List<Contents> tables = new ArrayList<>();
        for (int i = 0; i < count; i++) {
          tables.add(new Contents(text(bytes), bytes.get() != 0));
        }
        return new Head(base, tables);
      }
      default -> throw new IllegalArgumentException("a record of unknown kind " + kind);
    }
  }

  private static int size(String text) {
    return Integer.BYTES + text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static void put(ByteBuffer bytes, String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    bytes.putInt(utf8.length).put(utf8);
  }

  private static String text(ByteBuffer bytes) {
    byte[] utf8 = new byte[bytes.getInt()];
    bytes.get(utf8);
    return new String(utf8, StandardCharsets.UTF_8);
  }
}
