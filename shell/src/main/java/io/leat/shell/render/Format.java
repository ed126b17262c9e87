package io.leat.shell.render;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The output formats. */
public enum Format {
  TABLE,
  CSV,
  TSV,
  JSON,
  MARKDOWN,
  VERTICAL;

  /** The format of that name, in any case. */
  public static Optional<Format> find(String name) {
    return Arrays.stream(values()).filter(f -> f.name().equalsIgnoreCase(name)).findFirst();
  }

  /** All names, separated by commas. */
  public static String names() {
    return Arrays.stream(values()).map(Format::toString).collect(Collectors.joining(", "));
  }

  /** Whether its writer wants numbers, booleans and nested values as objects, not as text. */
  public boolean wantsObjects() {
    return this == JSON;
  }

  /** How many of the first rows its writer likes to see before it writes the first. */
  public int sampleRows() {
    return this == TABLE ? 100 : 1;
  }

  /** A writer of one result. */
  public RowWriter writer(Appendable out, Screen screen) {
    return switch (this) {
      case TABLE -> new TableWriter(out, screen);
      case CSV -> new CsvWriter(out);
      case TSV -> new TsvWriter(out);
      case JSON -> new JsonWriter(out);
      case MARKDOWN -> new MarkdownWriter(out);
      case VERTICAL -> new VerticalWriter(out, screen);
    };
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
