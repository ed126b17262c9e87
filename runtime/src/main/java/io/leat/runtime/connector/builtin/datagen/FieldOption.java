package io.leat.runtime.connector.builtin.datagen;

import io.leat.runtime.types.DataType;
import io.leat.runtime.types.TypeKind;

/** The options {@code fields.<path>.<suffix>}: what each is for and which types have it. */
enum FieldOption {
  KIND("kind", "How values are made up: 'random' (default) or 'sequence'."),
  MIN(
      "min",
      "The smallest random value; the type's smallest by default, 0 for FLOAT, DOUBLE and DECIMAL."),
  MAX("max", "The greatest random value; the type's greatest by default."),
  MAX_PAST("max-past", "How far back from now random timestamps go; 0 by default."),
  LENGTH(
      "length",
      "Length of random text or bytes (the type's, or 100), or number of elements of a collection (3)."),
  VAR_LEN("var-len", "Whether the length is random too, from 1 to 'length'; 'false' by default."),
  START("start", "First value of a sequence."),
  END("end", "Last value of a sequence; the table ends with it."),
  NULL_RATE("null-rate", "Share of random values that are NULL, from 0 (default) to 1.");

  private final String suffix;
  private final String description;

  FieldOption(String suffix, String description) {
    this.suffix = suffix;
    this.description = description;
  }

  String key(String path) {
    return "fields." + path + "." + suffix;
  }

  String description() {
    return description;
  }

  /**
   * @param inCollection whether the values lie within an ARRAY, MAP or MULTISET, where all are
   *     random
   */
  boolean appliesTo(DataType type, boolean inCollection) {
    TypeKind kind = type.kind();
    return switch (this) {
      case KIND -> !inCollection;
      case MIN, MAX -> kind.isNumeric() || kind.isInterval();
      case MAX_PAST -> kind == TypeKind.TIMESTAMP || kind == TypeKind.TIMESTAMP_LTZ;
      case LENGTH ->
          kind.isCharacter() || kind.isBinary() || (kind.isNested() && kind != TypeKind.ROW);
      case VAR_LEN -> kind == TypeKind.VARCHAR || kind == TypeKind.VARBINARY;
      case START, END -> !inCollection && hasSequence(kind);
      case NULL_RATE -> true;
    };
  }

  static boolean hasSequence(TypeKind kind) {
    return kind.isNumeric() || kind.isCharacter() || kind.isBinary();
  }
}
