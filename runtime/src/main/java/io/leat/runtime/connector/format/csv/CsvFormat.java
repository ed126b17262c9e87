package io.leat.runtime.connector.format.csv;

import io.leat.runtime.connector.ConnectorOption;
import io.leat.runtime.connector.Option;
import io.leat.runtime.connector.OptionParser;
import io.leat.runtime.connector.TableOptions;
import io.leat.runtime.connector.format.Format;
import io.leat.runtime.connector.format.RecordDecoder;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * {@code csv}: RFC 4180 with Flink's options, and {@code csv.header}. An empty field that is not
 * quoted is NULL (unless {@code csv.null-literal} says what is), an empty quoted one is text.
 */
public final class CsvFormat implements Format {
  private static final OptionParser<Byte> CHARACTER =
      new OptionParser<>("one ASCII character", CsvFormat::character);

  private static final Option<Byte> DELIMITER =
      Option.withDefault("csv.field-delimiter", CHARACTER, (byte) ',', "Stands between fields.");
  private static final Option<Byte> QUOTE =
      Option.withDefault("csv.quote-character", CHARACTER, (byte) '"', "Stands around fields.");
  private static final Option<Boolean> NO_QUOTE =
      Option.withDefault(
          "csv.disable-quote-character", OptionParser.bool(), false, "Whether quotes are text.");
  private static final Option<Boolean> COMMENTS =
      Option.withDefault(
          "csv.allow-comments",
          OptionParser.bool(),
          false,
          "Whether to skip lines with '#' first.");
  private static final Option<Boolean> IGNORE =
      Option.withDefault(
          "csv.ignore-parse-errors",
          OptionParser.bool(),
          false,
          "Whether a field that cannot be read is NULL, and a broken record is left out, unsaid.");
  private static final Option<Byte> ELEMENTS =
      Option.withDefault(
          "csv.array-element-delimiter",
          CHARACTER,
          (byte) ';',
          "Stands between the elements of an ARRAY and the fields of a ROW.");
  private static final Option<Byte> ESCAPE =
      Option.optional("csv.escape-character", CHARACTER, "Makes the next character text.");
  private static final Option<String> NULL_LITERAL =
      Option.optional("csv.null-literal", OptionParser.text(), "The text that is NULL.");
  private static final Option<Boolean> SCIENTIFIC =
      Option.withDefault(
          "csv.write-bigdecimal-in-scientific-notation",
          OptionParser.bool(),
          false,
          "Not supported: only 'false' is; decimals are written with all their digits.");
  private static final Option<Boolean> HEADER =
      Option.withDefault(
          "csv.header",
          OptionParser.bool(),
          false,
          "Whether each file's first record names the columns, which are then found by name.");

  private static Optional<Byte> character(String text) {
    String meant =
        switch (text) {
          case "\\t" -> "\t";
          case "\\\\" -> "\\";
          default -> text;
        };
    boolean fits = meant.length() == 1 && meant.charAt(0) > 0 && meant.charAt(0) < 0x80;
    return fits && meant.charAt(0) != '\n' && meant.charAt(0) != '\r'
        ? Optional.of((byte) meant.charAt(0))
        : Optional.empty();
  }

  @Override
  public String name() {
    return "csv";
  }

  @Override
  public List<ConnectorOption> options() {
    return List.of(
        DELIMITER.declaration(),
        QUOTE.declaration(),
        NO_QUOTE.declaration(),
        COMMENTS.declaration(),
        IGNORE.declaration(),
        ELEMENTS.declaration(),
        ESCAPE.declaration(),
        NULL_LITERAL.declaration(),
        SCIENTIFIC.declaration(),
        HEADER.declaration());
  }

  private static CsvDialect dialect(RowSchema schema, TableOptions options) {
    for (RowSchema.Field field : schema.fields()) {
      DataType unsupported = CsvFields.unsupported(field.type());
      if (unsupported != null) {
        throw LeatException.notSupported(
            "'format' = 'csv' with column '"
                + field.name()
                + "' of type "
                + unsupported.withNullable(true).sqlName(),
            "use 'format' = 'json', or an ARRAY or ROW of simple types");
      }
    }
    if (options.get(SCIENTIFIC)) {
      throw LeatException.notSupported(
          "'" + SCIENTIFIC.key() + "' = 'true'",
          "leave it out: decimals are written with all their digits, which every reader takes");
    }
    if (options.get(NO_QUOTE) && options.has(QUOTE.key())) {
      throw TableOptions.wrong(
          "'" + QUOTE.key() + "' cannot stand beside '" + NO_QUOTE.key() + "' = 'true'",
          "Leave one of them out.");
    }
    CsvDialect dialect =
        new CsvDialect(
            options.get(DELIMITER),
            options.get(NO_QUOTE) ? CsvDialect.NONE : options.get(QUOTE),
            options.find(ESCAPE).orElse(CsvDialect.NONE),
            options.get(ELEMENTS),
            options.find(NULL_LITERAL).map(CsvFormat::bytes).orElse(null),
            options.get(COMMENTS),
            options.get(HEADER),
            options.get(IGNORE));
    requireDifferent(dialect);
    return dialect;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void requireDifferent(CsvDialect dialect) {
    Set<Byte> characters = new TreeSet<>();
    int count = 0;
    for (byte character : new byte[] {dialect.delimiter(), dialect.quote(), dialect.escape()}) {
      if (character != CsvDialect.NONE) {
        characters.add(character);
        count++;
      }
    }
    if (characters.size() < count) {
      throw TableOptions.wrong(
          "'csv.field-delimiter', 'csv.quote-character' and 'csv.escape-character' must differ",
          "Choose three different characters.");
    }
  }

  @Override
  public Decoding decoding(RowSchema schema, TableOptions options) {
    CsvDialect dialect = dialect(schema, options);
    return new Decoding() {
      @Override
      public RecordDecoder decoder(List<Integer> wanted, ZoneId zone) {
        return new CsvDecoder(dialect, schema, wanted, zone);
      }

      @Override
      public Borders borders() {
        return new CsvBorders(dialect);
      }
    };
  }

  @Override
  public Encoding encoding(RowSchema schema, TableOptions options) {
    CsvDialect dialect = dialect(schema, options);
    return zone -> new CsvEncoder(dialect, schema);
  }
}
