package io.leat.sql.statement;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.NearestName;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import io.leat.runtime.types.TypeKind;
import io.leat.sql.catalog.CatalogTable;
import io.leat.sql.catalog.CatalogTable.Column;
import io.leat.sql.catalog.CatalogTable.Watermark;
import io.leat.sql.catalog.ObjectName;
import io.leat.sql.catalog.Relation;
import io.leat.sql.parse.ast.ColumnDefinition;
import io.leat.sql.parse.ast.ComputedColumn;
import io.leat.sql.parse.ast.CreateMode;
import io.leat.sql.parse.ast.CreateTable;
import io.leat.sql.parse.ast.MetadataColumn;
import io.leat.sql.parse.ast.PhysicalColumn;
import io.leat.sql.parse.ast.TableConstraint;
import io.leat.sql.parse.ast.WatermarkDefinition;
import io.leat.sql.validate.Positions;
import io.leat.sql.validate.QueryConverter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.jspecify.annotations.Nullable;

/** CREATE TABLE: from its syntax to a table that its connector, if it has one, accepts. */
final class TableDeclaration {
  private final QueryConverter converter;
  private final FullText text;
  private final Map<String, Column> columns = new LinkedHashMap<>();
  private List<String> primaryKey = List.of();
  private Optional<Watermark> watermark = Optional.empty();
  private boolean managed;
  private RowConstraints constraints;

  TableDeclaration(QueryConverter converter, FullText text) {
    this.converter = converter;
    this.text = text;
    this.constraints = new RowConstraints(converter, text, "");
  }

  CatalogTable declare(CreateTable statement) {
    refuse(statement);
    ObjectName name = converter.scope().resolve(statement.name());
    TableLike.Inherited inherited = TableLike.Inherited.NONE;
    if (statement.like() != null) {
      Relation source = converter.scope().require(statement.like().source());
      if (!(source instanceof CatalogTable table)) {
        throw LeatException.notSupported("LIKE a view", "name a table")
            .at(Positions.of(statement.like().source()));
      }
      inherited = new TableLike(statement.like()).inherit(table);
    }
    constraints = new RowConstraints(converter, text, name.name());
    Map<String, String> options = TableOptions.of(statement, inherited);
    managed = CatalogTable.isManaged(options);
    if (managed) {
      requireManaged(statement, inherited);
      inherited.constraints().ifPresent(constraints::inherit);
    }
    for (Column column : inherited.columns()) {
      columns.put(key(column.name()), managed ? column : column.withoutDefault());
    }
    primaryKey = inherited.primaryKey();
    watermark = inherited.watermark();
    elements(statement.elements(), inherited);
    List<String> partitionKeys =
        statement.partitionedBy().isEmpty()
            ? inherited.partitionKeys()
            : names(statement.partitionedBy(), "a partition column");
    if (columns.isEmpty()) {
      throw error(
          SqlState.INVALID_TABLE_DEFINITION, "a table needs at least one column", statement);
    }
    Set<ObjectName> functions = text.functions(statement.temporary(), "table", statement.name());
    functions.addAll(inherited.functions());
    CatalogTable table =
        new CatalogTable(
            name,
            List.copyOf(columns.values()),
            watermark,
            primaryKey,
            partitionKeys,
            options,
            comment(statement.comment()),
            functions,
            constraints.unique(),
            constraints.checks());
    try {
      table.idleMicros();
      table.alignment();
    } catch (LeatException wrong) {
      throw wrong.at(Positions.of(statement.name()));
    }
    if (!managed) {
      TableOptions.checkConnector(table, statement);
    }
    return table;
  }

  /** The engine stores columns and nothing else, for all sessions. */
  private static void requireManaged(CreateTable statement, TableLike.Inherited inherited) {
    if (statement.temporary()) {
      throw refused(
          "a temporary managed table",
          "leave TEMPORARY out, or name a connector with WITH ('connector' = '…')",
          statement.name());
    }
    if (!statement.partitionedBy().isEmpty()) {
      throw refused("PARTITIONED BY of a managed table", "leave it out", statement.partitionedBy());
    }
    for (SqlNode element : statement.elements()) {
      if (element instanceof MetadataColumn) {
        throw refused(
            "a METADATA column of a managed table",
            "declare a column with a type, or name a connector with WITH ('connector' = '…')",
            element);
      }
    }
    for (Column column : inherited.columns()) {
      if (column.kind() == Column.Kind.METADATA || column.kind() == Column.Kind.METADATA_VIRTUAL) {
        throw refused(
            "a METADATA column ('" + column.name() + "') of a managed table",
            "write LIKE … (EXCLUDING METADATA)",
            statement.name());
      }
    }
  }

  private static void refuse(CreateTable statement) {
    if (statement.mode() != CreateMode.NEW) {
      throw refused(statement.mode().words() + " TABLE", "use DROP TABLE first", statement.name());
    }
    if (statement.distribution() != null) {
      throw refused("DISTRIBUTED", "leave it out", statement.distribution());
    }
    if (statement.query() != null) {
      throw refused(
          "CREATE TABLE … AS", "use CREATE TABLE, then INSERT INTO … SELECT", statement.name());
    }
  }

  static LeatException refused(String what, String instead, SqlNode at) {
    return LeatException.notSupported(what, instead).at(Positions.of(at));
  }

  static LeatException error(String state, String message, SqlNode at) {
    return new LeatException(state, message, Positions.of(at), null, null);
  }

  private static String key(String name) {
    return name.toUpperCase(Locale.ROOT);
  }

  static String comment(@Nullable SqlLiteral comment) {
    String value = comment == null ? null : comment.toValue();
    return value == null ? "" : value;
  }

  private void elements(SqlNodeList elements, TableLike.Inherited inherited) {
    List<ComputedColumn> computed = new ArrayList<>();
    for (SqlNode element : elements) {
      if (element instanceof ColumnDefinition definition) {
        add(definition, inherited);
        if (definition instanceof ComputedColumn column) {
          computed.add(column);
        }
      }
    }
    boolean declaredKey = false;
    for (SqlNode element : elements) {
      if (element instanceof TableConstraint constraint) {
        declaredKey = constraint(constraint, declaredKey);
      } else if (element instanceof PhysicalColumn column) {
        for (SqlNode constraint : column.constraints()) {
          declaredKey = columnConstraint((TableConstraint) constraint, column.name(), declaredKey);
        }
      }
    }
    computed.forEach(this::computed);
    for (SqlNode element : elements) {
      if (element instanceof TableConstraint constraint) {
        rowConstraint(constraint, null);
      } else if (element instanceof PhysicalColumn column) {
        for (SqlNode constraint : column.constraints()) {
          rowConstraint((TableConstraint) constraint, column.name());
        }
      }
    }
    for (SqlNode element : elements) {
      if (element instanceof WatermarkDefinition definition) {
        watermark(definition, inherited);
      }
    }
  }

  /** Its type is known once the physical columns are, with the nullability that the key gives. */
  private void computed(ComputedColumn column) {
    String name = column.name().getSimple();
    DataType type = converter.typeOf(column.expression(), physicalSchema());
    if (type.kind() == TypeKind.NULL) {
      throw error(
          SqlState.DATATYPE_MISMATCH,
          "the type of column '" + name + "' is unknown",
          column.expression());
    }
    columns.put(
        key(name),
        new Column(
            name,
            type,
            Column.Kind.COMPUTED,
            Optional.of(text.of(column.expression())),
            comment(column.comment())));
  }

  private RowSchema physicalSchema() {
    return new RowSchema(
        columns.values().stream()
            .filter(column -> column.kind() != Column.Kind.COMPUTED)
            .map(column -> new RowSchema.Field(column.name(), column.type()))
            .toList());
  }

  private RowSchema fullSchema() {
    return new RowSchema(
        columns.values().stream()
            .map(column -> new RowSchema.Field(column.name(), column.type()))
            .toList());
  }

  private void add(ColumnDefinition definition, TableLike.Inherited inherited) {
    SqlIdentifier identifier = definition.name();
    if (!identifier.isSimple()) {
      throw error(
          SqlState.INVALID_TABLE_DEFINITION, "a column's name has one part only", identifier);
    }
    String name = identifier.getSimple();
    Column present = columns.get(key(name));
    if (present != null && !inherited.mayOverwrite(present)) {
      throw error(SqlState.DUPLICATE_COLUMN, "column '" + name + "' is declared twice", identifier);
    }
    Column column;
    if (definition instanceof PhysicalColumn physical) {
      if (physical.defaultValue() != null && !managed) {
        throw refused(
            "DEFAULT of a connector table", "give the value in INSERT", physical.defaultValue());
      }
      DataType type = DeclaredTypes.of(physical.type());
      column =
          new Column(
              name,
              type,
              Column.Kind.PHYSICAL,
              Optional.empty(),
              comment(physical.comment()),
              constraints.defaultOf(physical, type));
    } else if (definition instanceof MetadataColumn metadata) {
      SqlLiteral from = metadata.key();
      column =
          new Column(
              name,
              DeclaredTypes.of(metadata.type()),
              metadata.virtual() ? Column.Kind.METADATA_VIRTUAL : Column.Kind.METADATA,
              from == null ? Optional.empty() : Optional.ofNullable(from.toValue()),
              comment(metadata.comment()));
    } else {
      ComputedColumn computed = (ComputedColumn) definition;
      column =
          new Column(
              name,
              ScalarType.NULL,
              Column.Kind.COMPUTED,
              Optional.of(text.of(computed.expression())),
              comment(computed.comment()));
    }
    columns.put(key(name), column);
  }

  private boolean constraint(TableConstraint constraint, boolean declaredKey) {
    if (constraint.kind() != TableConstraint.Kind.PRIMARY_KEY) {
      return declaredKey;
    }
    List<String> names = names(constraint.columns(), "a key column");
    return key(constraint, names, declaredKey);
  }

  private boolean columnConstraint(
      TableConstraint constraint, SqlIdentifier column, boolean declaredKey) {
    if (constraint.kind() != TableConstraint.Kind.PRIMARY_KEY) {
      return declaredKey;
    }
    return key(constraint, List.of(column.getSimple()), declaredKey);
  }

  /** A UNIQUE or CHECK, which stands behind a column if that is not null. */
  private void rowConstraint(TableConstraint constraint, @Nullable SqlIdentifier column) {
    if (constraint.kind() == TableConstraint.Kind.PRIMARY_KEY) {
      return;
    }
    if (!managed) {
      throw RowConstraints.ofConnector(constraint);
    }
    if (constraint.kind() == TableConstraint.Kind.CHECK) {
      constraints.addCheck(constraint, physicalSchema());
      return;
    }
    List<String> names =
        column == null
            ? names(constraint.columns(), "a column of UNIQUE")
            : List.of(column.getSimple());
    for (String name : names) {
      Column unique = requirePhysical("column '" + name + "' of UNIQUE", name, constraint);
      RowConstraints.requireKeyType(
          "UNIQUE", new RowSchema.Field(unique.name(), unique.type()), constraint);
    }
    constraints.addUnique(constraint, names);
  }

  private Column requirePhysical(String what, String name, SqlNode at) {
    Column column = columns.get(key(name));
    if (column == null || column.kind() != Column.Kind.PHYSICAL) {
      throw error(SqlState.INVALID_TABLE_DEFINITION, what + " must be a physical column", at);
    }
    return column;
  }

  private boolean key(TableConstraint constraint, List<String> names, boolean declaredKey) {
    if (declaredKey) {
      throw error(
          SqlState.INVALID_TABLE_DEFINITION, "a table has one primary key only", constraint);
    }
    primaryKey = names;
    for (String name : names) {
      Column column = requirePhysical("key column '" + name + "'", name, constraint);
      if (managed) {
        RowConstraints.requireKeyType(
            "PRIMARY KEY", new RowSchema.Field(name, column.type()), constraint);
      }
      columns.put(key(name), column.withType(column.type().withNullable(false)));
    }
    return true;
  }

  /** The declared names of columns, which must exist and differ. */
  private List<String> names(SqlNodeList identifiers, String what) {
    List<String> names = new ArrayList<>();
    for (SqlNode node : identifiers) {
      String name = ((SqlIdentifier) node).getSimple();
      Column column = columns.get(key(name));
      if (column == null) {
        throw unknownColumn(name, node);
      }
      if (names.contains(column.name())) {
        throw error(SqlState.DUPLICATE_COLUMN, "'" + name + "' is " + what + " twice", node);
      }
      names.add(column.name());
    }
    return names;
  }

  private LeatException unknownColumn(String name, SqlNode at) {
    List<String> known = columns.values().stream().map(Column::name).toList();
    return new LeatException(
        SqlState.UNDEFINED_COLUMN,
        "unknown column '" + name + "'",
        Positions.of(at),
        NearestName.of(name, known)
            .map(near -> "did you mean '" + near + "'?")
            .orElse("the columns are: " + String.join(", ", known)),
        null);
  }

  private void watermark(WatermarkDefinition definition, TableLike.Inherited inherited) {
    if (watermark.isPresent() && !inherited.mayOverwriteWatermark()) {
      throw error(SqlState.INVALID_TABLE_DEFINITION, "a table has one watermark only", definition);
    }
    String name = String.join(".", definition.column().names);
    Column column = columns.get(key(name));
    if (column == null) {
      throw unknownColumn(name, definition.column());
    }
    watermark =
        Optional.of(
            new WatermarkDeclaration(converter, text)
                .declare(definition, column, fullSchema(), managed));
  }
}
