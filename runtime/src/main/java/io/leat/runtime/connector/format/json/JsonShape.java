package io.leat.runtime.connector.format.json;

import io.leat.runtime.connector.format.ByteSearch;
import io.leat.runtime.connector.format.FieldReader;
import io.leat.runtime.json.JsonBuffer;
import io.leat.runtime.types.ArrayType;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.MapType;
import io.leat.runtime.types.MultisetType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.RowType;
import io.leat.runtime.types.ScalarType;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** What a value of a type looks like in JSON, prepared for reading. */
abstract sealed class JsonShape {
  final DataType type;

  private JsonShape(DataType type) {
    this.type = type;
  }

  static JsonShape of(DataType type, ZoneId zone) {
    if (type instanceof ArrayType array) {
      return new OfArray(type, of(array.element(), zone));
    }
    if (type instanceof MapType map) {
      return new OfMap(type, (ScalarType) map.key(), of(map.value(), zone), zone);
    }
    if (type instanceof MultisetType multiset) {
      DataType count = ScalarType.INTEGER.withNullable(false);
      return new OfMap(type, (ScalarType) multiset.element(), of(count, zone), zone);
    }
    if (type instanceof RowType row) {
      List<Integer> all = IntStream.range(0, row.schema().size()).boxed().toList();
      return new OfRow(type, row.schema(), all, zone);
    }
    return new OfScalar((ScalarType) type, zone);
  }

  static final class OfScalar extends JsonShape {
    final FieldReader reader;

    OfScalar(ScalarType type, ZoneId zone) {
      super(type);
      this.reader = new FieldReader(type, zone);
    }
  }

  static final class OfArray extends JsonShape {
    final JsonShape element;

    OfArray(DataType type, JsonShape element) {
      super(type);
      this.element = element;
    }
  }

  /** Of a MULTISET, a map from element to count. */
  static final class OfMap extends JsonShape {
    final FieldReader key;
    final JsonShape value;

    OfMap(DataType type, ScalarType key, JsonShape value, ZoneId zone) {
      super(type);
      this.key = new FieldReader(key, zone);
      this.value = value;
    }
  }

  /** A key with its quotes and its colon, compared eight bytes at a time. */
  static final class Key {
    private final long[] words;
    private final long lastMask;
    private final int length;

    Key(byte[] text) {
      length = text.length;
      words = new long[(length + Long.BYTES - 1) / Long.BYTES];
      byte[] padded = Arrays.copyOf(text, words.length * Long.BYTES);
      for (int i = 0; i < words.length; i++) {
        words[i] = ByteSearch.word(padded, i * Long.BYTES);
      }
      int beyond = words.length * Long.BYTES - length;
      lastMask = -1L >>> (beyond * Byte.SIZE);
    }

    int length() {
      return length;
    }

    /** Whether it stands there; at most seven bytes after its end are read too. */
    boolean isAt(byte[] text, int at) {
      int last = words.length - 1;
      for (int i = 0; i < last; i++) {
        if (ByteSearch.word(text, at + i * Long.BYTES) != words[i]) {
          return false;
        }
      }
      return ((ByteSearch.word(text, at + last * Long.BYTES) ^ words[last]) & lastMask) == 0;
    }
  }

  /** An object with known fields; the names are those of the schema, in their case. */
  static final class OfRow extends JsonShape {
    static final int UNKNOWN = -1;

    final RowSchema schema;

    /** Each field's name as it is usually written: {@code "name":}. */
    final Key[] keys;

    /** By field, the place of its column; {@link #UNKNOWN} if it is not wanted. */
    final int[] targets;

    /** By place of a column, the shape of its values. */
    final JsonShape[] columns;

    private final byte[][] names;
    private final int[] table;

    OfRow(DataType type, RowSchema schema, List<Integer> wanted, ZoneId zone) {
      super(type);
      this.schema = schema;
      this.targets = new int[schema.size()];
      Arrays.fill(targets, UNKNOWN);
      this.columns = new JsonShape[wanted.size()];
      for (int i = 0; i < columns.length; i++) {
        targets[wanted.get(i)] = i;
        columns[i] = of(schema.type(wanted.get(i)), zone);
      }
      this.names = new byte[schema.size()][];
      this.keys = new Key[schema.size()];
      this.table = new int[Integer.highestOneBit(Math.max(4, schema.size() * 2)) * 2];
      Arrays.fill(table, UNKNOWN);
      for (int i = 0; i < names.length; i++) {
        names[i] = schema.name(i).getBytes(StandardCharsets.UTF_8);
        JsonBuffer key = new JsonBuffer();
        key.string(names[i], 0, names[i].length);
        key.put(':');
        keys[i] = new Key(key.toBytes());
        int slot = hash(names[i], 0, names[i].length) & (table.length - 1);
        while (table[slot] != UNKNOWN) {
          slot = (slot + 1) & (table.length - 1);
        }
        table[slot] = i;
      }
    }

    private static int hash(byte[] bytes, int from, int to) {
      int hash = to - from;
      for (int i = from; i < to; i++) {
        hash = hash * 31 + bytes[i];
      }
      return hash ^ hash >>> 15;
    }

    /** The field of that name. */
    int find(byte[] bytes, int from, int to) {
      int slot = hash(bytes, from, to) & (table.length - 1);
      while (table[slot] != UNKNOWN) {
        byte[] name = names[table[slot]];
        if (Arrays.equals(name, 0, name.length, bytes, from, to)) {
          return table[slot];
        }
        slot = (slot + 1) & (table.length - 1);
      }
      return UNKNOWN;
    }

    /** The name of the field that a column is of. */
    String nameOf(int column) {
      for (int i = 0; i < targets.length; i++) {
        if (targets[i] == column) {
          return schema.name(i);
        }
      }
      throw new IllegalArgumentException("no such column");
    }
  }
}
