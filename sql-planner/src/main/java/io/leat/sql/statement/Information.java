package io.leat.sql.statement;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import io.leat.sql.PlannedStatement;
import io.leat.sql.catalog.CatalogMaterializedView;
import io.leat.sql.catalog.CatalogTable;
import io.leat.sql.catalog.CatalogView;
import io.leat.sql.catalog.ObjectName;
import io.leat.sql.catalog.Relation;
import io.leat.sql.catalog.SystemTable;
import io.leat.sql.parse.ast.DescribeStatement;
import io.leat.sql.parse.ast.ShowStatement;
import io.leat.sql.validate.NameScope;
import io.leat.sql.validate.Positions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.calcite.sql.SqlIdentifier;
import org.jspecify.annotations.Nullable;

/** SHOW and DESCRIBE: the catalog as rows. */
final class Information {
  private static final DataType TEXT = ScalarType.STRING.withNullable(false);
  private static final RowSchema COLUMNS =
      schema("name", "type", "null", "key", "extras", "watermark", "comment");
  private static final RowSchema INDEXES =
      schema("table name", "index name", "kind", "unique", "columns");

  private final NameScope scope;
  private final FunctionInformation functions;

  Information(NameScope scope) {
    this.scope = scope;
    this.functions = new FunctionInformation(scope);
  }

  private static RowSchema schema(String... names) {
    return new RowSchema(Stream.of(names).map(name -> new RowSchema.Field(name, TEXT)).toList());
  }

  PlannedStatement show(ShowStatement show) {
    Predicate<String> filter = pattern(show).map(Information::matching).orElse(name -> true);
    return switch (show.kind()) {
      case TABLES -> names("table name", relations(show, Relation.class), filter);
      case VIEWS -> names("view name", relations(show, CatalogView.class), filter);
      case MATERIALIZED_VIEWS ->
          names("view name", relations(show, CatalogMaterializedView.class), filter);
      case COLUMNS -> columns(scope.require(name(show)), filter);
      case INDEXES -> indexes(show.name(), filter);
      case DATABASES -> names("database name", databases(show), filter);
      case CATALOGS -> names("catalog name", scope.catalog().catalogs().stream(), filter);
      case FUNCTIONS -> names("function name", functions.all(show.scope()), filter);
      case USER_FUNCTIONS -> names("function name", functions.ofUsers(show.scope()), filter);
      case JOBS -> engine(PlannedStatement.Show.Kind.JOBS, show);
      case ERRORS -> {
        if (show.name() != null) {
          throw refused("SHOW ERRORS FOR JOB", "use SHOW ERRORS", show);
        }
        yield engine(PlannedStatement.Show.Kind.ERRORS, show);
      }
      case WARNINGS -> engine(PlannedStatement.Show.Kind.WARNINGS, show);
      case SETTINGS -> engine(PlannedStatement.Show.Kind.SETTINGS, show);
      case CREATE_TABLE -> createTable(name(show));
      case CREATE_VIEW -> createView(name(show));
      case CREATE_MATERIALIZED_VIEW -> createMaterializedView(name(show));
      case CREATE_FUNCTION -> one("create function", functions.createText(name(show)));
      case CURRENT_CATALOG -> one("current catalog name", scope.session().catalog());
      case CURRENT_DATABASE -> one("current database name", scope.session().database());
      case MODULES, FULL_MODULES, JARS, PARTITIONS, CREATE_CATALOG ->
          throw refused("SHOW " + show.kind().name().replace('_', ' '), "use SHOW TABLES", show);
    };
  }

  private static SqlIdentifier name(ShowStatement show) {
    return Objects.requireNonNull(show.name(), "name");
  }

  private static LeatException refused(String what, String instead, ShowStatement at) {
    return LeatException.notSupported(what, instead).at(Positions.of(at));
  }

  private static PlannedStatement engine(PlannedStatement.Show.Kind kind, ShowStatement show) {
    return new PlannedStatement.Show(kind, pattern(show));
  }

  private static Optional<PlannedStatement.LikePattern> pattern(ShowStatement show) {
    return Optional.ofNullable(show.filter())
        .map(filter -> new PlannedStatement.LikePattern(filter.patternText(), filter.negated()));
  }

  private static Predicate<String> matching(PlannedStatement.LikePattern pattern) {
    return pattern::matches;
  }

  private static PlannedStatement names(
      String title, Stream<String> names, Predicate<String> filter) {
    List<List<Object>> rows = new ArrayList<>();
    names.filter(filter).forEach(name -> rows.add(List.of(name)));
    return new PlannedStatement.Rows(schema(title), rows);
  }

  private static PlannedStatement one(String title, String value) {
    return new PlannedStatement.Rows(schema(title), List.of(List.of(value)));
  }

  private Stream<String> relations(ShowStatement show, Class<? extends Relation> type) {
    ObjectName database = scope.database(show.scope());
    return scope.list(database.catalog(), database.database()).stream()
        .filter(type::isInstance)
        .map(relation -> relation.name().name());
  }

  private Stream<String> databases(ShowStatement show) {
    SqlIdentifier in = show.scope();
    return scope
        .catalog()
        .databases(in == null ? scope.session().catalog() : in.getSimple())
        .stream();
  }

  private PlannedStatement createTable(SqlIdentifier name) {
    Relation relation = scope.require(name);
    if (!(relation instanceof CatalogTable table)) {
      throw new LeatException(
          SqlState.UNDEFINED_TABLE,
          relation.name() + " is a " + relation.noun() + ", not a table",
          Positions.of(name),
          instead(relation),
          null);
    }
    return one(
        "create table", CreateText.of(table, scope.isTemporary(table.name())) + indexes(relation));
  }

  /** The statements that make a relation's indexes, each on lines of its own behind a semicolon. */
  private String indexes(Relation relation) {
    return scope.catalog().indexes(relation.name()).stream()
        .map(index -> ";\n" + CreateText.of(index))
        .collect(Collectors.joining());
  }

  /** The keys and indexes of a relation, or of all in the session's database. */
  private PlannedStatement indexes(@Nullable SqlIdentifier of, Predicate<String> filter) {
    List<List<Object>> rows = new ArrayList<>();
    List<Relation> relations =
        of == null
            ? scope.list(scope.session().catalog(), scope.session().database())
            : List.of(scope.require(of));
    for (Relation relation : relations) {
      if (relation instanceof CatalogTable table && table.isManaged()) {
        if (!table.primaryKey().isEmpty()) {
          rows.add(
              index(table, table.name().name() + "_pkey", table.primaryKey(), true, "PRIMARY KEY"));
        }
        table
            .unique()
            .forEach(key -> rows.add(index(table, key.name(), key.columns(), true, "UNIQUE")));
      } else if (!key(relation).isEmpty()) {
        rows.add(index(relation, relation.name().name() + "_key", key(relation), true, "KEY"));
      }
      scope
          .catalog()
          .indexes(relation.name())
          .forEach(
              index ->
                  rows.add(
                      index(
                          relation,
                          index.name().name(),
                          index.columns(),
                          index.unique(),
                          "INDEX")));
    }
    rows.removeIf(row -> !filter.test((String) row.get(1)));
    return new PlannedStatement.Rows(INDEXES, rows);
  }

  private static List<Object> index(
      Relation relation, String name, List<String> columns, boolean unique, String kind) {
    return List.of(
        relation.name().name(), name, kind, unique ? "TRUE" : "FALSE", String.join(", ", columns));
  }

  private static String instead(Relation relation) {
    return relation instanceof SystemTable
        ? "use DESCRIBE"
        : "use SHOW CREATE " + relation.noun().toUpperCase(Locale.ROOT);
  }

  private PlannedStatement createMaterializedView(SqlIdentifier name) {
    Relation relation = scope.require(name);
    if (!(relation instanceof CatalogMaterializedView view)) {
      throw new LeatException(
          SqlState.UNDEFINED_TABLE,
          relation.name() + " is a " + relation.noun() + ", not a materialized view",
          Positions.of(name),
          instead(relation),
          null);
    }
    return one("create materialized view", CreateText.of(view) + indexes(relation));
  }

  private PlannedStatement createView(SqlIdentifier name) {
    Relation relation = scope.require(name);
    if (!(relation instanceof CatalogView view)) {
      throw new LeatException(
          SqlState.UNDEFINED_TABLE,
          relation.name() + " is a " + relation.noun() + ", not a view",
          Positions.of(name),
          instead(relation),
          null);
    }
    return one("create view", CreateText.of(view, scope.isTemporary(view.name())));
  }

  PlannedStatement describe(DescribeStatement describe) {
    return switch (describe.kind()) {
      case TABLE -> columns(scope.require(describe.name()), name -> true);
      case FUNCTION ->
          new PlannedStatement.Rows(
              schema("info name", "info value"), functions.describe(describe.name()));
      case DATABASE -> {
        ObjectName name =
            new ObjectName(scope.session().catalog(), describe.name().getSimple(), "");
        scope.catalog().requireDatabase(name.catalog(), name.database());
        yield new PlannedStatement.Rows(
            schema("info name", "info value"),
            List.of(List.of("catalog", name.catalog()), List.of("name", name.database())));
      }
      case JOB, CATALOG ->
          throw LeatException.notSupported("DESCRIBE " + describe.kind(), "use SHOW")
              .at(Positions.of(describe));
    };
  }

  private static PlannedStatement columns(Relation relation, Predicate<String> filter) {
    List<List<Object>> rows = new ArrayList<>();
    if (relation instanceof CatalogTable table) {
      for (CatalogTable.Column column : table.columns()) {
        String watermark =
            table
                .watermark()
                .filter(mark -> mark.column().equals(column.name()))
                .map(CatalogTable.Watermark::expression)
                .orElse("");
        rows.add(
            row(
                column.name(),
                column.type(),
                keys(table, column.name()),
                extras(column),
                watermark,
                column.comment()));
      }
    } else {
      List<String> keyColumns = key(relation);
      String key = keyColumns.isEmpty() ? "" : "UNQ(" + String.join(", ", keyColumns) + ")";
      for (RowSchema.Field field : relation.schema().fields()) {
        String own = keyColumns.contains(field.name()) ? key : "";
        rows.add(row(field.name(), field.type(), own, "", "", ""));
      }
    }
    rows.removeIf(row -> !filter.test((String) row.get(0)));
    return new PlannedStatement.Rows(COLUMNS, rows);
  }

  /** The keys of a table that a column is part of. */
  private static String keys(CatalogTable table, String column) {
    List<String> keys = new ArrayList<>();
    if (table.primaryKey().contains(column)) {
      keys.add("PRI(" + String.join(", ", table.primaryKey()) + ")");
    }
    for (CatalogTable.Unique unique : table.unique()) {
      if (unique.columns().contains(column)) {
        keys.add("UNQ(" + String.join(", ", unique.columns()) + ")");
      }
    }
    return String.join(", ", keys);
  }

  /** The names of the columns by which a materialized view's rows differ. */
  private static List<String> key(Relation relation) {
    return relation instanceof CatalogMaterializedView view
        ? view.key().stream().map(view.schema()::name).toList()
        : List.of();
  }

  private static String extras(CatalogTable.Column column) {
    return switch (column.kind()) {
      case PHYSICAL -> column.defaultValue().map(value -> "DEFAULT " + value).orElse("");
      case COMPUTED -> "AS " + column.expression().orElseThrow();
      case METADATA, METADATA_VIRTUAL ->
          "METADATA"
              + column.expression().map(key -> " FROM " + CreateText.literal(key)).orElse("")
              + (column.kind() == CatalogTable.Column.Kind.METADATA_VIRTUAL ? " VIRTUAL" : "");
    };
  }

  private static List<Object> row(
      String name, DataType type, String key, String extras, String watermark, String comment) {
    return List.of(
        name, type.sqlName(), type.nullable() ? "TRUE" : "FALSE", key, extras, watermark, comment);
  }
}
