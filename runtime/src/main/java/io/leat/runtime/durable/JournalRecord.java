package io.leat.runtime.durable;

import io.leat.runtime.relation.Entries;
import io.leat.runtime.relation.EntriesBytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a log or a checkpoint says, in the order in which it happened. */
public sealed interface JournalRecord {

  /**
   * An epoch's changes of tables, by full name; each table's entries in the order of its key as it
   * was then.
   */
  record Rows(long epoch, Map<String, Entries> tables) implements JournalRecord {}

  /** A statement that changed the catalog, and what names in it meant. */
  record Statement(String sql, String catalog, String database, String zone)
      implements JournalRecord {}

  /** A part of a table's rows; only in checkpoints. Parts of a table come in order. */
  record Part(String table, Entries rows) implements JournalRecord {}

  /** Numbers of epochs up to this one may have been given out. */
  record Reserved(long epoch) implements JournalRecord {}

  /** The last record of a checkpoint: it is complete. */
  record End(long epoch, long records) implements JournalRecord {}

  /** The first byte of an {@link End}. */
  byte END_KIND = 5;

  /** The bytes of a record, ready to be read. */
  default ByteBuffer toBytes() {
    if (this instanceof Rows rows) {
      int size = 1 + Long.BYTES + Integer.BYTES;
      for (Map.Entry<String, Entries> table : rows.tables.entrySet()) {
        size += size(table.getKey()) + EntriesBytes.size(table.getValue());
      }
      ByteBuffer bytes = ByteBuffer.allocate(size);
      bytes.put((byte) 1).putLong(rows.epoch).putInt(rows.tables.size());
      rows.tables.forEach(
          (name, entries) -> {
            put(bytes, name);
            EntriesBytes.write(entries, bytes);
          });
      return bytes.flip();
    } else if (this instanceof Statement statement) {
      ByteBuffer bytes =
          ByteBuffer.allocate(
              1
                  + size(statement.sql)
                  + size(statement.catalog)
                  + size(statement.database)
                  + size(statement.zone));
      bytes.put((byte) 2);
      put(bytes, statement.sql);
      put(bytes, statement.catalog);
      put(bytes, statement.database);
      put(bytes, statement.zone);
      return bytes.flip();
    } else if (this instanceof Part part) {
      ByteBuffer bytes =
          ByteBuffer.allocate(1 + size(part.table) + EntriesBytes.size(part.rows)).put((byte) 3);
      put(bytes, part.table);
      EntriesBytes.write(part.rows, bytes);
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
        int count = bytes.getInt();
        Map<String, Entries> tables = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
          String name = text(bytes);
          tables.put(name, EntriesBytes.read(bytes));
        }
        return new Rows(epoch, tables);
      }
      case 2 -> {
        return new Statement(text(bytes), text(bytes), text(bytes), text(bytes));
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
