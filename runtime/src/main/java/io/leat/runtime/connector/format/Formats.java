package io.leat.runtime.connector.format;

import io.leat.runtime.connector.Option;
import io.leat.runtime.connector.OptionParser;
import io.leat.runtime.connector.TableOptions;
import io.leat.runtime.connector.format.csv.CsvFormat;
import io.leat.runtime.connector.format.json.JsonFormat;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.NearestName;
import io.leat.runtime.error.SqlState;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.TreeSet;

/** The formats that tables can name. */
public final class Formats {
  /** The option that names a table's format. */
  public static final Option<String> FORMAT =
      Option.required("format", OptionParser.text(), "How rows are written: csv, json or raw.");

  private static final List<Format> BUILT_IN =
      List.of(new CsvFormat(), new JsonFormat(), new RawFormat());

  private Formats() {}

  /**
   * The format of a table.
   *
   * @throws LeatException if there is none of that name
   */
  public static Format of(TableOptions options) {
    String name = options.get(FORMAT).toLowerCase(Locale.ROOT);
    for (Format format : BUILT_IN) {
      if (format.name().equals(name)) {
        return format;
      }
    }
    for (Format format : Discovered.FORMATS) {
      if (format.name().equals(name)) {
        return format;
      }
    }
    TreeSet<String> names = new TreeSet<>();
    BUILT_IN.forEach(format -> names.add(format.name()));
    Discovered.FORMATS.forEach(format -> names.add(format.name()));
    throw new LeatException(
            SqlState.UNDEFINED_OBJECT,
            "unknown 'format' '"
                + name
                + "'"
                + NearestName.of(name, names).map(n -> "; did you mean '" + n + "'?").orElse(""))
        .withHint("Formats: " + String.join(", ", names) + ".");
  }

  /** Loaded on first use: the search reads the class path. */
  private static final class Discovered {
    static final List<Format> FORMATS =
        ServiceLoader.load(Format.class, Format.class.getClassLoader()).stream()
            .map(ServiceLoader.Provider::get)
            .toList();
  }
}
