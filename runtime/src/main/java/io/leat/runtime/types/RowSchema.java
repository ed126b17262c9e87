package io.leat.runtime.types;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The columns of a relation, or the fields of a ROW, in order. Names may repeat, as in {@code
 * SELECT a, a}.
 */
public record RowSchema(List<Field> fields) {

  /** A named column. */
  public record Field(String name, DataType type) {
    @Override
    public String toString() {
      boolean plain = name.matches("[A-Za-z_][A-Za-z0-9_]*");
      return (plain ? name : "`" + name.replace("`", "``") + "`") + " " + type;
    }
  }

  public RowSchema {
    fields = List.copyOf(fields);
  }

  public static RowSchema of(Field... fields) {
    return new RowSchema(List.of(fields));
  }

  public int size() {
    return fields.size();
  }

  public DataType type(int index) {
    return fields.get(index).type();
  }

  public String name(int index) {
    return fields.get(index).name();
  }

  public List<DataType> types() {
    DataType[] types = new DataType[fields.size()];
    for (int i = 0; i < types.length; i++) {
      types[i] = fields.get(i).type();
    }
    return List.of(types);
  }

  /** The index of the column of that name, matched without regard to case; -1 if there is none. */
  public int indexOf(String name) {
    for (int i = 0; i < fields.size(); i++) {
      if (fields.get(i).name().equalsIgnoreCase(name)) {
        return i;
      }
    }
    return -1;
  }

  /** The columns at these indexes, in that order. */
  public RowSchema select(List<Integer> indexes) {
    Field[] selected = new Field[indexes.size()];
    for (int i = 0; i < selected.length; i++) {
      selected[i] = fields.get(indexes.get(i));
    }
    return of(selected);
  }

  @Override
  public String toString() {
    return fields.stream().map(Field::toString).collect(Collectors.joining(", "));
  }
}
