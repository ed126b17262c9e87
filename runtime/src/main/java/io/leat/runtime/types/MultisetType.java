package io.leat.runtime.types;

/** {@code MULTISET<element>: how often each element occurs}. */
public record MultisetType(DataType element, boolean nullable) implements DataType {

  @Override
  public TypeKind kind() {
    return TypeKind.MULTISET;
  }

  @Override
  public MultisetType withNullable(boolean newNullable) {
    return newNullable == nullable ? this : new MultisetType(element, newNullable);
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
    return "MULTISET<" + element + ">";
  }

  @Override
  public String toString() {
    return nullable ? sqlName() : sqlName() + " NOT NULL";
  }
}
