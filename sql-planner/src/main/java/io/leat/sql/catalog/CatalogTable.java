package io.leat.sql.catalog;

import io.leat.runtime.circuit.Node;
import io.leat.runtime.circuit.TableDefinition;
import io.leat.runtime.connector.Connector;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A table as it was declared.
 *
 * @param columns in the order declared
 * @param options the WITH options in the order declared; none of a managed table
 * @param functions the users' functions that computed columns, the watermark, defaults and checks
 *     call
 */
public record CatalogTable(
    ObjectName name,
    List<Column> columns,
    Optional<Watermark> watermark,
    List<String> primaryKey,
    List<String> partitionKeys,
    Map<String, String> options,
    String comment,
    Set<ObjectName> functions,
    List<Unique> unique,
    List<Check> checks)
    implements Relation {

  public CatalogTable {
    columns = List.copyOf(columns);
    primaryKey = List.copyOf(primaryKey);
    partitionKeys = List.copyOf(partitionKeys);
    options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    functions = Set.copyOf(functions);
    unique = List.copyOf(unique);
    checks = List.copyOf(checks);
  }

  /** A table without UNIQUE and CHECK. */
  public CatalogTable(
      ObjectName name,
      List<Column> columns,
      Optional<Watermark> watermark,
      List<String> primaryKey,
      List<String> partitionKeys,
      Map<String, String> options,
      String comment,
      Set<ObjectName> functions) {
    this(
        name,
        columns,
        watermark,
        primaryKey,
        partitionKeys,
        options,
        comment,
        functions,
        List.of(),
        List.of());
  }

  /** The same table, of which its connector is told something else. */
  public CatalogTable withOptions(Map<String, String> newOptions) {
    return new CatalogTable(
        name,
        columns,
        watermark,
        primaryKey,
        partitionKeys,
        newOptions,
        comment,
        functions,
        unique,
        checks);
  }

  /** Whether the engine itself keeps the rows. */
  public boolean isManaged() {
    return isManaged(options);
  }

  /** Whether a table with these options is kept by the engine: none is of a connector. */
  public static boolean isManaged(Map<String, String> options) {
    return options.keySet().stream().allMatch(WatermarkOptions::contains);
  }

  /**
   * After how many microseconds a split without rows holds no watermark back; empty if the table
   * does not say it.
   *
   * @throws LeatException if what it says is no duration
   */
  public Optional<Long> idleMicros() {
    return WatermarkOptions.idleMicros(options);
  }

  /**
   * How far the table's event time may run ahead of others.
   *
   * @throws LeatException if what it says is wrong
   */
  public Optional<Node.Alignment> alignment() {
    return WatermarkOptions.alignment(options);
  }

  /** The columns that {@code PROCTIME()} computes. */
  public Set<Integer> processingTimes() {
    Set<Integer> found = new TreeSet<>();
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).isProcessingTime()) {
        found.add(i);
      }
    }
    return found;
  }

  /** All columns, computed ones too: what {@code SELECT *} gives. */
  @Override
  public RowSchema schema() {
    return new RowSchema(
        columns.stream().map(column -> new RowSchema.Field(column.name(), column.type())).toList());
  }

  /** The columns that the connector reads or writes. */
  public RowSchema physicalSchema() {
    List<RowSchema.Field> fields = new ArrayList<>(columns.size());
    for (Column column : columns) {
      if (column.kind() == Column.Kind.PHYSICAL) {
        fields.add(new RowSchema.Field(column.name(), column.type()));
      }
    }
    return new RowSchema(fields);
  }

  /** The table as its connector sees it that reads it: with its METADATA columns. */
  public TableDefinition definition() {
    List<Column> metadata = new ArrayList<>(columns.stream().filter(Column::isMetadata).toList());
    sourceWatermark().ifPresent(metadata::add);
    if (metadata.isEmpty()) {
      return sinkDefinition();
    }
    List<RowSchema.Field> fields = new ArrayList<>(physicalSchema().fields());
    for (Column column : metadata) {
      fields.add(new RowSchema.Field(column.name(), column.type()));
    }
    return definition(
        new RowSchema(fields),
        metadata.stream().map(column -> column.expression().orElse(column.name())).toList());
  }

  /** What the connector gives for {@code SOURCE_WATERMARK()}, if that is the watermark. */
  public Optional<Column> sourceWatermark() {
    if (watermark.isEmpty() || !watermark.get().isOfSource()) {
      return Optional.empty();
    }
    int time = schema().indexOf(watermark.get().column());
    return Optional.of(
        new Column(
            Connector.WATERMARK,
            columns.get(time).type().withNullable(true),
            Column.Kind.METADATA_VIRTUAL,
            Optional.of(Connector.WATERMARK),
            ""));
  }

  /** The table as its connector sees it that writes it: without METADATA columns. */
  public TableDefinition sinkDefinition() {
    return definition(physicalSchema(), List.of());
  }

  private TableDefinition definition(RowSchema schema, List<String> metadata) {
    return new TableDefinition(
        name.toString(),
        schema,
        ofConnector(),
        indexes(primaryKey, schema),
        indexes(partitionKeys, schema),
        metadata);
  }

  private static List<Integer> indexes(List<String> names, RowSchema schema) {
    return names.stream().map(schema::indexOf).filter(index -> index >= 0).toList();
  }

  private Map<String, String> ofConnector() {
    Map<String, String> own = new LinkedHashMap<>(options);
    own.keySet().removeIf(WatermarkOptions::contains);
    return own;
  }

  /**
   * A column.
   *
   * @param expression the text of a computed column's definition; of a METADATA column, the key it
   *     is read from if that is not its name
   * @param defaultValue the text of the expression whose value an INSERT without one stores
   */
  public record Column(
      String name,
      DataType type,
      Kind kind,
      Optional<String> expression,
      String comment,
      Optional<String> defaultValue) {

    /** A column without DEFAULT. */
    public Column(
        String name, DataType type, Kind kind, Optional<String> expression, String comment) {
      this(name, type, kind, expression, comment, Optional.empty());
    }

    /** Whether its values come with a row, but are not part of it. */
    public boolean isMetadata() {
      return kind == Kind.METADATA || kind == Kind.METADATA_VIRTUAL;
    }

    /** Whether it is the time of processing. */
    public boolean isProcessingTime() {
      return kind == Kind.COMPUTED
          && expression.orElse("").replaceAll("\\s", "").equalsIgnoreCase("PROCTIME()");
    }

    /** The same column of another type. */
    public Column withType(DataType other) {
      return new Column(name, other, kind, expression, comment, defaultValue);
    }

    /** The same column without DEFAULT. */
    public Column withoutDefault() {
      return new Column(name, type, kind, expression, comment);
    }

    /** Where the column's values come from. */
    public enum Kind {
      PHYSICAL,
      COMPUTED,
      METADATA,
      METADATA_VIRTUAL
    }
  }

  /** {@code WATERMARK FOR column AS expression}. */
  public record Watermark(String column, String expression) {
    /** Whether it is what the connector says. */
    public boolean isOfSource() {
      return expression.replaceAll("\\s", "").equalsIgnoreCase("SOURCE_WATERMARK()");
    }
  }

  /**
   * {@code UNIQUE (columns)}: no two rows without a NULL in the columns agree in all of them.
   *
   * @param name the constraint's name, given or made of table and columns
   */
  public record Unique(String name, List<String> columns) {
    public Unique {
      columns = List.copyOf(columns);
    }
  }

  /**
   * {@code CHECK (expression)}: never false.
   *
   * @param name the constraint's name if it has one
   */
  public record Check(Optional<String> name, String expression) {
    /** How messages call it: by its name, or else by its text. */
    public String label() {
      return name.orElse(expression);
    }
  }
}
