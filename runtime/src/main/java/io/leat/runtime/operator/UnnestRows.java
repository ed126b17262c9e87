package io.leat.runtime.operator;

import io.leat.runtime.data.ArrayColumn;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.data.IntColumn;
import io.leat.runtime.data.LongColumn;
import io.leat.runtime.data.MapColumn;
import io.leat.runtime.data.RowColumn;
import io.leat.runtime.types.ArrayType;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.MapType;
import io.leat.runtime.types.MultisetType;
import io.leat.runtime.types.Physical;
import io.leat.runtime.types.RowType;
import java.util.ArrayList;
import java.util.List;

/**
 * The elements of collections side by side, shorter ones filled up with NULLs: of an array its
 * elements, of a multiset each as often as it occurs, of a map keys and values. Elements that are
 * rows give a column per field if the result has so many columns.
 */
final class UnnestRows implements FunctionRows {
  private static final int NONE = -1;

  private final List<Collection> collections = new ArrayList<>();
  private final boolean ordinality;
  private final int[] ordinals = new int[ChangeBatch.MAX_ROWS];
  private int taken;
  private int length;

  /**
   * @param firstArgument where the arguments begin in the batch
   * @param columns the types of the function's columns
   * @param ordinality whether the last of them counts the rows, from 1
   */
  UnnestRows(
      int firstArgument, List<DataType> arguments, List<DataType> columns, boolean ordinality) {
    this.ordinality = ordinality;
    int wanted = columns.size() - (ordinality ? 1 : 0);
    int wide = arguments.stream().mapToInt(UnnestRows::fieldCount).sum();
    int narrow = arguments.stream().mapToInt(UnnestRows::columnCount).sum();
    if (wanted != wide && wanted != narrow) {
      throw new IllegalArgumentException("UNNEST of " + arguments + " as " + columns);
    }
    int column = 0;
    for (int i = 0; i < arguments.size(); i++) {
      DataType argument = arguments.get(i);
      boolean fields =
          wanted == wide
              && fieldCount(argument) > 0
              && element(argument).physical() == Physical.ROW
              && (wide != narrow || columns.get(column).physical() != Physical.ROW);
      collections.add(new Collection(firstArgument + i, argument, fields));
      column += fields ? fieldCount(argument) : columnCount(argument);
    }
  }

  private static DataType element(DataType argument) {
    if (argument instanceof ArrayType array) {
      return array.element();
    } else if (argument instanceof MultisetType multiset) {
      return multiset.element();
    } else if (argument instanceof MapType map) {
      return map.key();
    }
    throw new IllegalArgumentException("UNNEST of " + argument);
  }

  private static int columnCount(DataType argument) {
    return argument instanceof MapType ? 2 : 1;
  }

  private static int fieldCount(DataType argument) {
    return !(argument instanceof MapType) && element(argument) instanceof RowType row
        ? row.schema().size()
        : columnCount(argument);
  }

  @Override
  public void bind(ChangeBatch arguments) {
    for (Collection collection : collections) {
      collection.bind(arguments);
    }
  }

  @Override
  public void start(int row) {
    taken = 0;
    length = 0;
    for (Collection collection : collections) {
      length = Math.max(length, collection.start(row));
    }
  }

  @Override
  public int take(int at, int most) {
    int count = Math.min(most, length - taken);
    for (Collection collection : collections) {
      collection.take(taken, at, count);
    }
    for (int i = 0; i < count; i++) {
      ordinals[at + i] = ++taken;
    }
    return count;
  }

  @Override
  public void takeNull(int at) {
    for (Collection collection : collections) {
      collection.elements[at] = NONE;
    }
    ordinals[at] = NONE;
  }

  @Override
  public void append(int count, Column[] columns) {
    int column = 0;
    for (Collection collection : collections) {
      column = collection.append(count, columns, column);
    }
    if (ordinality) {
      appendOrdinals(count, columns[column]);
    }
  }

  private void appendOrdinals(int count, Column column) {
    for (int i = 0; i < count; i++) {
      if (ordinals[i] == NONE) {
        column.appendNull();
      } else if (column instanceof IntColumn ints) {
        ints.append(ordinals[i]);
      } else {
        ((LongColumn) column).append(ordinals[i]);
      }
    }
  }

  /** One argument. */
  private static final class Collection {
    private final int argument;
    private final boolean multiset;
    private final boolean fields;

    /** By position: an index into the element columns, or {@link #NONE}. */
    private final int[] elements = new int[ChangeBatch.MAX_ROWS];

    private Column source = new IntColumn();
    private int first;
    private int end;
    private int length;

    Collection(int argument, DataType type, boolean fields) {
      this.argument = argument;
      this.multiset = type instanceof MultisetType;
      this.fields = fields;
    }

    void bind(ChangeBatch arguments) {
      source = arguments.column(argument);
    }

    /** Gives the number of elements. */
    int start(int row) {
      if (source.isNull(row)) {
        first = 0;
        end = 0;
      } else if (source instanceof ArrayColumn array) {
        first = array.start(row);
        end = array.end(row);
      } else {
        first = ((MapColumn) source).start(row);
        end = ((MapColumn) source).end(row);
      }
      length = end - first;
      if (multiset) {
        IntColumn counts = counts();
        length = 0;
        for (int i = first; i < end; i++) {
          length += counts.get(i);
        }
      }
      return length;
    }

    private IntColumn counts() {
      return (IntColumn) ((MapColumn) source).values();
    }

    void take(int from, int at, int count) {
      int there = Math.max(0, Math.min(count, length - from));
      if (multiset) {
        takeRepeated(from, at, there);
      } else {
        for (int i = 0; i < there; i++) {
          elements[at + i] = first + from + i;
        }
      }
      for (int i = there; i < count; i++) {
        elements[at + i] = NONE;
      }
    }

    private void takeRepeated(int from, int at, int count) {
      IntColumn counts = counts();
      int skipped = 0;
      int done = 0;
      for (int i = first; i < end && done < count; i++) {
        int left = counts.get(i);
        int skip = Math.min(left, from - skipped);
        skipped += skip;
        for (left -= skip; left > 0 && done < count; left--) {
          elements[at + done++] = i;
        }
      }
    }

    int append(int count, Column[] columns, int at) {
      int column = at;
      if (source instanceof MapColumn map) {
        column = append(map.keys(), count, columns, column);
        return multiset ? column : append(map.values(), count, columns, column);
      }
      return append(((ArrayColumn) source).elements(), count, columns, column);
    }

    private int append(Column from, int count, Column[] columns, int at) {
      if (!fields) {
        append(from, count, columns[at]);
        return at + 1;
      }
      RowColumn rows = (RowColumn) from;
      for (int i = 0; i < rows.fieldCount(); i++) {
        append(rows.field(i), count, columns[at + i]);
      }
      return at + rows.fieldCount();
    }

    private void append(Column from, int count, Column target) {
      for (int i = 0; i < count; i++) {
        if (elements[i] == NONE) {
          target.appendNull();
        } else {
          target.append(from, elements[i]);
        }
      }
    }
  }
}
