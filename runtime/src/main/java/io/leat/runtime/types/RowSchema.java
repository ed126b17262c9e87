package io.leat.runtime.types;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The columns of a relation, or the fields of a ROW, in order. Names may repeat, as in {@code
 * SELECT a, a}.
 */
public final class RowSchema {
  private final List<Field> fields;
  private final List<DataType> types;

  /** A named column. */
  public record Field(String name, DataType type) {
    @Override
    public String toString() {
      boolean plain = name.matches("[A-Za-z_][A-Za-z0-9_]*");
      return (plain ? name : "`" + name.replace("`", "``") + "`") + " " + type;
    }
  }

  public RowSchema(List<Field> fields) {
    this.fields = List.copyOf(fields);
    DataType[] ofFields = new DataType[fields.size()];
    for (int i = 0; i < ofFields.length; i++) {
      ofFields[i] = this.fields.get(i).type();
    }
    this.types = List.of(ofFields);
  }

  public static RowSchema of(Field... fields) {
    return new RowSchema(List.of(fields));
  }

  /** The columns, in order. */
  public List<Field> fields() {
    return fields;
  }

  public int size() {
    return fields.size();
  }

  public DataType type(int index) {
    return types.get(index);
  }

  public String name(int index) {
    return fields.get(index).name();
  }

  public List<DataType> types() {
    return types;
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
  public boolean equals(Object other) {
    return other == this || (other instanceof RowSchema schema && fields.equals(schema.fields));
  }

  @Override
  public int hashCode() {
    return fields.hashCode();
  }

  @Override
  public String toString() {
    return fields.stream().map(Field::toString).collect(Collectors.joining(", "));
  }
}
