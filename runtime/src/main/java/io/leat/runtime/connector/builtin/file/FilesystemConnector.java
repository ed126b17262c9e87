package io.leat.runtime.connector.builtin.file;

import io.leat.runtime.circuit.TableDefinition;
import io.leat.runtime.connector.Connector;
import io.leat.runtime.connector.ConnectorOption;
import io.leat.runtime.connector.LookupSource;
import io.leat.runtime.connector.Option;
import io.leat.runtime.connector.OptionParser;
import io.leat.runtime.connector.Sink;
import io.leat.runtime.connector.Source;
import io.leat.runtime.connector.TableOptions;
import io.leat.runtime.connector.format.Format;
import io.leat.runtime.connector.format.Formats;
import io.leat.runtime.connector.lookup.LookupOptions;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.NearestName;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** {@code filesystem}: files in the formats of {@link Formats}, read and written. */
public final class FilesystemConnector implements Connector {
  private static final Option<String> PATH =
      Option.required("path", OptionParser.text(), "A file, a directory, or a pattern of files.");
  private static final Option<Duration> MONITOR =
      Option.optional(
          "source.monitor-interval",
          OptionParser.duration(),
          "How often to look for new files; without it, those that are there are read.");
  private static final Option<Pattern> REGEX =
      Option.optional(
          "source.path.regex-pattern",
          new OptionParser<>("a regular expression", FilesystemConnector::pattern),
          "What the whole path of a file must match to be read.");
  private static final Option<String> STATISTICS =
      Option.withDefault(
          "source.report-statistics",
          OptionParser.choice(List.of("ALL", "NONE")),
          "ALL",
          "Has no effect: the planner asks for none.");
  private static final Option<String> NULL_PARTITION =
      Option.withDefault(
          "partition.default-name",
          OptionParser.text(),
          "__DEFAULT_PARTITION__",
          "What stands for NULL in the name of a partition's directory.");
  private static final Map<String, DataType> METADATA =
      new TreeMap<>(
          Map.of(
              "file.path", ScalarType.STRING.withNullable(false),
              "file.name", ScalarType.STRING.withNullable(false),
              "file.size", ScalarType.BIGINT.withNullable(false),
              "file.modification-time", ScalarType.timestampLtz(3).withNullable(false)));

  private static Optional<Pattern> pattern(String text) {
    try {
      return Optional.of(Pattern.compile(text));
    } catch (PatternSyntaxException e) {
      return Optional.empty();
    }
  }

  @Override
  public String name() {
    return "filesystem";
  }

  @Override
  public List<ConnectorOption> options(TableDefinition table) {
    List<ConnectorOption> options = new ArrayList<>();
    options.add(PATH.declaration());
    options.add(Formats.FORMAT.declaration());
    options.add(MONITOR.declaration());
    options.add(REGEX.declaration());
    options.add(STATISTICS.declaration());
    options.add(NULL_PARTITION.declaration());
    options.addAll(FileSinkOptions.declarations());
    options.addAll(LookupOptions.declarationsOfWhole());
    TableOptions given = new TableOptions(table);
    if (given.has(Formats.FORMAT.key())) {
      options.addAll(Formats.of(given).options());
    }
    return options;
  }

  @Override
  public Map<String, DataType> metadata() {
    return METADATA;
  }

  @Override
  public List<Path> files(TableDefinition table) {
    return List.of(FilePaths.of(new TableOptions(table).get(PATH), Optional.empty()).base());
  }

  @Override
  public boolean takesOnlyInserts() {
    return true;
  }

  @Override
  public boolean isSource() {
    return true;
  }

  @Override
  public boolean isSink() {
    return true;
  }

  @Override
  public Source source(TableDefinition table) {
    TableOptions options = new TableOptions(table);
    FileSinkOptions.of(options);
    lookupOptions(options);
    options.get(STATISTICS);
    requireMetadata(table);
    Partitions partitions = Partitions.of(table, options.get(NULL_PARTITION));
    Optional<Duration> interval = options.find(MONITOR);
    if (interval.isPresent() && interval.get().isZero()) {
      throw TableOptions.wrong(
          "'" + MONITOR.key() + "' must be longer than 0", "Leave it out to read once.");
    }
    return new FileSource(
        FilePaths.of(options.get(PATH), options.find(REGEX)),
        interval,
        Formats.of(options).decoding(schemaOfFiles(table), options),
        partitions,
        table.metadata());
  }

  /**
   * Files that are kept as a whole; without the option, joins read them once like any other rows.
   */
  @Override
  public Optional<LookupSource> lookups(TableDefinition table) {
    LookupOptions lookups = lookupOptions(new TableOptions(table));
    if (lookups.cache() == LookupOptions.Cache.NONE) {
      return Optional.empty();
    }
    return Optional.of(
        new LookupSource() {
          @Override
          public LookupOptions options() {
            return lookups;
          }

          @Override
          public LookupReader reader(
              List<Integer> keys, List<Integer> columns, RowSchema schema, LookupContext context) {
            throw new IllegalStateException("files are not read by key");
          }
        });
  }

  private static LookupOptions lookupOptions(TableOptions options) {
    LookupOptions lookups = LookupOptions.of(options);
    if (lookups.cache() == LookupOptions.Cache.PARTIAL) {
      throw TableOptions.wrong(
          "'lookup.cache' of files must be 'FULL' or 'NONE', not 'PARTIAL'",
          "Files have no keys by which single rows are found.");
    }
    if (lookups.cache() == LookupOptions.Cache.FULL && options.has(MONITOR.key())) {
      throw TableOptions.wrong(
          "'lookup.cache' = 'FULL' beside '" + MONITOR.key() + "'",
          "Let 'lookup.full-cache.periodic-reload.interval' say how often files are read anew.");
    }
    return lookups;
  }

  private static void requireMetadata(TableDefinition table) {
    RowSchema schema = table.schema();
    for (int i = 0; i < table.metadata().size(); i++) {
      String key = table.metadata().get(i);
      DataType type = METADATA.get(key);
      RowSchema.Field field = schema.fields().get(schema.size() - table.metadata().size() + i);
      if (type == null) {
        throw new LeatException(
                SqlState.UNDEFINED_OBJECT,
                "connector 'filesystem' has no metadata '"
                    + key
                    + "'"
                    + NearestName.of(key, METADATA.keySet())
                        .map(near -> "; did you mean '" + near + "'?")
                        .orElse(""))
            .withHint("There are: " + String.join(", ", METADATA.keySet()) + ".");
      }
      if (field.type().kind() != type.kind()
          || field.type().physical() != type.physical()
          || (type.kind().isCharacter() && !field.type().withNullable(false).equals(type))) {
        throw new LeatException(
            SqlState.DATATYPE_MISMATCH,
            "metadata '" + key + "' is " + type + ", not " + field.type().sqlName());
      }
    }
  }

  private static RowSchema schemaOfFiles(TableDefinition table) {
    RowSchema schema =
        FileSource.inFiles(table.schema(), table.partitionKeys(), table.metadata().size());
    if (schema.size() == 0) {
      throw new LeatException(
          SqlState.INVALID_TABLE_DEFINITION,
          "a table of files needs a column that is neither of its partition nor metadata");
    }
    return schema;
  }

  @Override
  public Sink sink(TableDefinition table) {
    TableOptions options = new TableOptions(table);
    Format format = Formats.of(options);
    RowSchema schema = schemaOfFiles(table);
    Partitions partitions = Partitions.of(table, options.get(NULL_PARTITION));
    return new FileSink(
        FilePaths.local(options.get(PATH)),
        format.name(),
        format.encoding(schema, options),
        partitions,
        FileSinkOptions.of(options));
  }
}
