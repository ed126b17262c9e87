package io.leat.runtime.connector.builtin.datagen;

import io.leat.runtime.connector.ConnectorOption;
import io.leat.runtime.connector.Option;
import io.leat.runtime.connector.OptionParser;
import io.leat.runtime.connector.TableOptions;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.types.ArrayType;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.MapType;
import io.leat.runtime.types.MultisetType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.RowType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The options of one column, or of one level within it.
 *
 * @param path as in {@code fields.<path>.min}
 */
record FieldOptions(TableOptions table, String path, DataType type, boolean inCollection) {

  /** What may be said of columns, with everything within them. */
  static List<ConnectorOption> declarations(RowSchema schema) {
    List<ConnectorOption> declarations = new ArrayList<>();
    for (RowSchema.Field field : schema.fields()) {
      declare(field.name(), field.type(), false, declarations);
    }
    return declarations;
  }

  private static void declare(
      String path, DataType type, boolean inCollection, List<ConnectorOption> declarations) {
    for (FieldOption option : FieldOption.values()) {
      if (option.appliesTo(type, inCollection)) {
        declarations.add(new ConnectorOption(option.key(path), false, option.description()));
      }
    }
    if (type instanceof ArrayType array) {
      declare(path + ".element", array.element(), true, declarations);
    } else if (type instanceof MultisetType multiset) {
      declare(path + ".element", multiset.element(), true, declarations);
    } else if (type instanceof MapType map) {
      declare(path + ".key", map.key(), true, declarations);
      declare(path + ".value", map.value(), true, declarations);
    } else if (type instanceof RowType row) {
      for (RowSchema.Field field : row.schema().fields()) {
        declare(path + "." + field.name(), field.type(), inCollection, declarations);
      }
    }
  }

  /** The options of an element, a key or a value. */
  FieldOptions within(String name, DataType childType) {
    return new FieldOptions(table, path + "." + name, childType, true);
  }

  /** The options of a field of a ROW. */
  FieldOptions field(RowSchema.Field field) {
    return new FieldOptions(table, path + "." + field.name(), field.type(), inCollection);
  }

  <T> Optional<T> find(FieldOption option, OptionParser<T> parser) {
    return table.find(Option.optional(option.key(path), parser, option.description()));
  }

  <T> T get(FieldOption option, OptionParser<T> parser, T fallback) {
    return find(option, parser).orElse(fallback);
  }

  <T> T require(FieldOption option, OptionParser<T> parser) {
    return table.get(Option.required(option.key(path), parser, option.description()));
  }

  boolean has(FieldOption option) {
    return table.has(option.key(path));
  }

  /** Refuses an option that another one's value rules out. */
  LeatException conflict(FieldOption option, String why) {
    return TableOptions.wrong("'" + option.key(path) + "' " + why, option.description());
  }
}
