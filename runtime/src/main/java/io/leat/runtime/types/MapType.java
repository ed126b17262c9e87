package io.leat.runtime.types;

/** {@code MAP<key, value>}. */
public record MapType(DataType key, DataType value, boolean nullable) implements DataType {

  @Override
  public TypeKind kind() {
    return TypeKind.MAP;
  }

  @Override
  public MapType withNullable(boolean newNullable) {
    return newNullable == nullable ? this : new MapType(key, value, newNullable);
  }

  @Override
  public Physical physical() {
    return Physical.MAP;
  }

  @Override
  public boolean hasOrder() {
    return false;
  }

  @Override
  public String sqlName() {
    return "MAP<" + key + ", " + value + ">";
  }

  @Override
  public String toString() {
    return nullable ? sqlName() : sqlName() + " NOT NULL";
  }
}
