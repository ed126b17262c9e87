package io.leat.runtime.relation;

import io.leat.runtime.data.BoxedValues;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.Physical;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How rows of a relation become byte strings and back: the key's columns in {@link KeyBytes}, then
 * a bit per nullable other column that says whether it is NULL, then the other columns in {@link
 * FieldBytes}. Equal rows, and only they, have equal bytes; rows are in the order of their keys.
 * Immutable.
 */
public final class RowLayout {
  private final List<DataType> types;
  private final Physical[] physical;
  private final boolean[] nullable;

  /** The columns in the order of the bytes. */
  private final int[] order;

  private final int keyColumns;

  /** For each column in the order of the bytes, the number of its NULL bit. */
  private final int[] nullBits;

  private final int nullBytes;

  /** The length of every key, or {@link KeyBytes#VARIABLE}. */
  private final int keyLength;

  /** The columns of the key, then the others. */
  private static int[] order(List<Integer> key, int columns) {
    boolean[] inKey = new boolean[columns];
    int[] order = new int[columns];
    int count = 0;
    for (int column : key) {
      if (inKey[column]) {
        throw new IllegalArgumentException("a column is twice in the key " + key);
      }
      inKey[column] = true;
      order[count++] = column;
    }
    for (int column = 0; column < columns; column++) {
      if (!inKey[column]) {
        order[count++] = column;
      }
    }
    return order;
  }

  /** Whether a column of this type may be in a key: its values have an order and are not nested. */
  public static boolean mayBeKey(DataType type) {
    return !type.kind().isNested() && type.hasOrder();
  }

  /**
   * @param key columns that come first, in this order
   * @throws IllegalArgumentException if a column of the key is nested or has no order
   */
  public RowLayout(List<DataType> types, List<Integer> key) {
    this.types = List.copyOf(types);
    this.physical = new Physical[types.size()];
    for (int i = 0; i < physical.length; i++) {
      physical[i] = types.get(i).physical();
    }
    this.nullable = new boolean[types.size()];
    int fixed = 0;
    for (int column : key) {
      DataType type = types.get(column);
      if (!mayBeKey(type)) {
        throw new IllegalArgumentException(type + " cannot be a key");
      }
      int length = KeyBytes.length(physical[column]);
      boolean variable = fixed == KeyBytes.VARIABLE || type.nullable();
      fixed = variable || length == KeyBytes.VARIABLE ? KeyBytes.VARIABLE : fixed + length;
    }
    keyLength = fixed;
    keyColumns = key.size();
    order = order(key, types.size());
    nullBits = new int[order.length];
    int bits = 0;
    for (int i = 0; i < order.length; i++) {
      nullable[i] = types.get(order[i]).nullable();
      if (i >= keyColumns && nullable[i]) {
        nullBits[i] = bits++;
      }
    }
    nullBytes = (bits + 7) / 8;
  }

  public List<DataType> types() {
    return types;
  }

  /** The columns of the key, in order. */
  public List<Integer> key() {
    return Arrays.stream(order).limit(keyColumns).boxed().toList();
  }

  /** Adds one row. */
  public void encode(Column[] columns, int row, long count, EntriesBuilder target) {
    int at = target.end();
    for (int i = 0; i < keyColumns; i++) {
      at = writeKey(i, columns[order[i]], row, target, at);
    }
    int nulls = at;
    Arrays.fill(target.room(at, nullBytes), at, at + nullBytes, (byte) 0);
    at += nullBytes;
    for (int i = keyColumns; i < order.length; i++) {
      Column column = columns[order[i]];
      if (!column.isNull(row)) {
        at = FieldBytes.write(physical[order[i]], column, row, target, at);
      } else if (nullable[i]) {
        target.room(at, 0)[nulls + (nullBits[i] >> 3)] |= (byte) (1 << (nullBits[i] & 7));
      } else {
        throw nullInside(i);
      }
    }
    target.close(at, count);
  }

  private int writeKey(int i, Column column, int row, EntriesBuilder target, int at) {
    boolean isNull = column.isNull(row);
    int from = at;
    if (nullable[i]) {
      target.room(at, 1)[from++] = (byte) (isNull ? 0 : 1);
    } else if (isNull) {
      throw nullInside(i);
    }
    return isNull ? from : KeyBytes.write(physical[order[i]], column, row, target, from);
  }

  private IllegalArgumentException nullInside(int i) {
    return new IllegalArgumentException(
        "NULL in column " + order[i] + " of type " + types.get(order[i]));
  }

  /**
   * Writes the bytes with which every entry begins whose first columns of the key have a row's
   * values, and no other.
   *
   * @param firstKeyColumns in the order of the key
   * @param target empty; has the bytes from its beginning on
   * @return how many bytes
   */
  int prefix(Column[] firstKeyColumns, int row, EntriesBuilder target) {
    int at = 0;
    for (int i = 0; i < firstKeyColumns.length; i++) {
      at = writeKey(i, firstKeyColumns[i], row, target, at);
    }
    return at;
  }

  /** Adds every row with its weight. */
  public void encode(ChangeBatch batch, EntriesBuilder target) {
    encode(batch, 0, target, 1);
  }

  /**
   * Adds every row, its weight times the factor.
   *
   * @param firstColumn the batch's column that is the layout's first; the others follow
   */
  public void encode(ChangeBatch batch, int firstColumn, EntriesBuilder target, long factor) {
    Column[] columns = new Column[types.size()];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = batch.column(firstColumn + i);
    }
    for (int row = 0; row < batch.size(); row++) {
      encode(columns, row, Math.multiplyExact(batch.weight(row), factor), target);
    }
  }

  /** The length of the key part of an entry. */
  public int keyLength(Entries entries, int i) {
    return keyLength(entries.bytes(), entries.start(i));
  }

  /** The length of the key part of an entry that begins at {@code start}. */
  public int keyLength(byte[] bytes, int start) {
    if (keyLength != KeyBytes.VARIABLE) {
      return keyLength;
    }
    int at = start;
    for (int i = 0; i < keyColumns; i++) {
      if (!nullable[i] || bytes[at++] != 0) {
        at = KeyBytes.end(physical[order[i]], bytes, at);
      }
    }
    return at - start;
  }

  /**
   * Appends columns of the entries {@code [from, to)}: column {@code wanted[i]} to {@code
   * targets[i]}. The counts are the caller's. Who does that often keeps a {@link RowDecoder}.
   */
  public void decode(Entries entries, int from, int to, int[] wanted, Column[] targets) {
    new RowDecoder(this, wanted).decode(entries, from, to, targets);
  }

  /** How many columns there are. */
  int columnCount() {
    return order.length;
  }

  /** How many columns of the bytes are the key's. */
  int keyColumns() {
    return keyColumns;
  }

  /** The column that is number {@code i} in the order of the bytes; so do the next three count. */
  int column(int i) {
    return order[i];
  }

  Physical physical(int i) {
    return physical[order[i]];
  }

  boolean nullable(int i) {
    return nullable[i];
  }

  /** The number of the NULL bit of a nullable column behind the key. */
  int nullBit(int i) {
    return nullBits[i];
  }

  /** How many bytes of NULL bits follow the key. */
  int nullBytes() {
    return nullBytes;
  }

  /**
   * The bytes with which every entry begins whose first columns of the key have these values, and
   * no other.
   *
   * @param firstKeyValues boxed as {@link DataType} says
   */
  public byte[] prefix(List<@Nullable Object> firstKeyValues) {
    EntriesBuilder builder = new EntriesBuilder();
    int at = 0;
    for (int i = 0; i < firstKeyValues.size(); i++) {
      DataType type = types.get(order[i]);
      Column column = Column.of(type);
      BoxedValues.append(column, type, firstKeyValues.get(i));
      at = writeKey(i, column, 0, builder, at);
    }
    return Arrays.copyOf(builder.room(at, 0), at);
  }
}
