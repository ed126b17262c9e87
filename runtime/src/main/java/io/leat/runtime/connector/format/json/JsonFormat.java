package io.leat.runtime.connector.format.json;

import io.leat.runtime.connector.ConnectorOption;
import io.leat.runtime.connector.Option;
import io.leat.runtime.connector.OptionParser;
import io.leat.runtime.connector.TableOptions;
import io.leat.runtime.connector.format.Format;
import io.leat.runtime.connector.format.LineBorders;
import io.leat.runtime.connector.format.RecordDecoder;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.types.ArrayType;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.MapType;
import io.leat.runtime.types.MultisetType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.RowType;
import io.leat.runtime.types.ScalarType;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * {@code json}: one object per line, with Flink's options. Timestamps are read with a blank or a
 * {@code T} between date and time whatever {@code json.timestamp-format.standard} says.
 */
public final class JsonFormat implements Format {
  private static final Option<Boolean> FAIL_ON_MISSING =
      Option.withDefault(
          "json.fail-on-missing-field",
          OptionParser.bool(),
          false,
          "Whether an object without one of the columns is an error; else the column is NULL.");
  private static final Option<Boolean> IGNORE =
      Option.withDefault(
          "json.ignore-parse-errors",
          OptionParser.bool(),
          false,
          "Whether a value that cannot be read is NULL, and a broken line is left out, unsaid.");
  private static final Option<String> TIMESTAMPS =
      Option.withDefault(
          "json.timestamp-format.standard",
          OptionParser.choice(List.of("SQL", "ISO-8601")),
          "SQL",
          "How timestamps are written: '2026-01-31 12:00:00.123' or '2026-01-31T12:00:00.123'.");
  private static final Option<String> NULL_KEYS =
      Option.withDefault(
          "json.map-null-key.mode",
          OptionParser.choice(List.of("FAIL", "DROP", "LITERAL")),
          "FAIL",
          "What becomes of map entries whose key is NULL when they are written.");
  private static final Option<String> NULL_KEY =
      Option.withDefault(
          "json.map-null-key.literal", OptionParser.text(), "null", "The key in mode LITERAL.");
  private static final Option<Boolean> PLAIN =
      Option.withDefault(
          "json.encode.decimal-as-plain-number",
          OptionParser.bool(),
          false,
          "Whether decimals are written without an exponent.");
  private static final Option<Boolean> NO_NULLS =
      Option.withDefault(
          "json.encode.ignore-null-fields",
          OptionParser.bool(),
          false,
          "Whether fields that are NULL are not written.");
  private static final Option<Boolean> PARSER =
      Option.withDefault(
          "json.decode.json-parser.enabled",
          OptionParser.bool(),
          true,
          "Has no effect: there is one parser.");

  @Override
  public String name() {
    return "json";
  }

  @Override
  public List<ConnectorOption> options() {
    return List.of(
        FAIL_ON_MISSING.declaration(),
        IGNORE.declaration(),
        TIMESTAMPS.declaration(),
        NULL_KEYS.declaration(),
        NULL_KEY.declaration(),
        PLAIN.declaration(),
        NO_NULLS.declaration(),
        PARSER.declaration());
  }

  private static JsonOptions check(RowSchema schema, TableOptions options) {
    for (RowSchema.Field field : schema.fields()) {
      requireTextKeys(field.type(), field.name());
    }
    options.get(PARSER);
    if (options.get(FAIL_ON_MISSING) && options.get(IGNORE)) {
      throw TableOptions.wrong(
          "'" + FAIL_ON_MISSING.key() + "' and '" + IGNORE.key() + "' cannot both be 'true'",
          "Leave one of them out.");
    }
    String mode = options.get(NULL_KEYS);
    return new JsonOptions(
        options.get(FAIL_ON_MISSING),
        options.get(IGNORE),
        options.get(TIMESTAMPS).equals("SQL") ? ' ' : 'T',
        mode.equals("DROP"),
        mode.equals("LITERAL") ? Optional.of(options.get(NULL_KEY)) : Optional.empty(),
        options.get(PLAIN),
        options.get(NO_NULLS));
  }

  /** JSON has only texts as keys; other simple types have a text. */
  private static void requireTextKeys(DataType type, String column) {
    if (type instanceof ArrayType array) {
      requireTextKeys(array.element(), column);
    } else if (type instanceof RowType row) {
      row.schema().types().forEach(field -> requireTextKeys(field, column));
    } else if (type instanceof MapType || type instanceof MultisetType) {
      DataType key = type instanceof MapType map ? map.key() : ((MultisetType) type).element();
      if (!(key instanceof ScalarType)) {
        throw LeatException.notSupported(
            "'format' = 'json' with keys of type "
                + key.withNullable(true).sqlName()
                + " (column '"
                + column
                + "')",
            "use keys of a simple type, such as STRING");
      }
      if (type instanceof MapType map) {
        requireTextKeys(map.value(), column);
      }
    }
  }

  @Override
  public Decoding decoding(RowSchema schema, TableOptions options) {
    JsonOptions checked = check(schema, options);
    return new Decoding() {
      @Override
      public RecordDecoder decoder(List<Integer> wanted, ZoneId zone) {
        return new JsonDecoder(checked, schema, wanted, zone);
      }

      @Override
      public Borders borders() {
        return LineBorders.INSTANCE;
      }
    };
  }

  @Override
  public Encoding encoding(RowSchema schema, TableOptions options) {
    JsonOptions checked = check(schema, options);
    return zone -> new JsonEncoder(checked, schema);
  }
}
