package io.leat.sql.statement;

import io.leat.runtime.circuit.Circuit;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import io.leat.runtime.types.TypeKind;
import io.leat.sql.Description;
import io.leat.sql.PlannedStatement;
import io.leat.sql.catalog.Catalog;
import io.leat.sql.catalog.ObjectName;
import io.leat.sql.catalog.Relation;
import io.leat.sql.lower.DerivedConstants;
import io.leat.sql.lower.PlanText;
import io.leat.sql.parse.ast.AlterStatement;
import io.leat.sql.parse.ast.AsOfEpoch;
import io.leat.sql.parse.ast.Command;
import io.leat.sql.parse.ast.CreateDatabase;
import io.leat.sql.parse.ast.CreateFunction;
import io.leat.sql.parse.ast.CreateIndex;
import io.leat.sql.parse.ast.CreateMaterializedView;
import io.leat.sql.parse.ast.CreateMode;
import io.leat.sql.parse.ast.CreateSqlFunction;
import io.leat.sql.parse.ast.CreateTable;
import io.leat.sql.parse.ast.CreateView;
import io.leat.sql.parse.ast.DeleteStatement;
import io.leat.sql.parse.ast.DescribeStatement;
import io.leat.sql.parse.ast.DropStatement;
import io.leat.sql.parse.ast.EmitChanges;
import io.leat.sql.parse.ast.ExplainStatement;
import io.leat.sql.parse.ast.InsertStatement;
import io.leat.sql.parse.ast.ResetStatement;
import io.leat.sql.parse.ast.SetStatement;
import io.leat.sql.parse.ast.ShowStatement;
import io.leat.sql.parse.ast.StartJob;
import io.leat.sql.parse.ast.StatementSet;
import io.leat.sql.parse.ast.StopJob;
import io.leat.sql.parse.ast.TruncateTable;
import io.leat.sql.parse.ast.UnsupportedStatement;
import io.leat.sql.parse.ast.UpdateStatement;
import io.leat.sql.parse.ast.UseStatement;
import io.leat.sql.validate.NameScope;
import io.leat.sql.validate.Positions;
import io.leat.sql.validate.QueryConverter;
import io.leat.sql.validate.TypeMapping;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;

/** Plans one parsed statement of any kind. */
public final class StatementPlanner {
  private static final RowSchema PLAN =
      RowSchema.of(new RowSchema.Field("plan", ScalarType.STRING.withNullable(false)));

  private final QueryConverter converter;
  private final String sql;
  private final ZoneId zone;
  private final QueryPlanner queries;
  private final StoredPlanner stored;

  /**
   * A planner of one statement.
   *
   * @param sql the text that the statement was parsed from
   * @param derived takes what is made of the statement's parameters
   */
  public StatementPlanner(
      QueryConverter converter, String sql, ZoneId zone, DerivedConstants derived) {
    this.converter = converter;
    this.sql = sql;
    this.zone = zone;
    this.queries = new QueryPlanner(converter, zone, derived);
    this.stored = new StoredPlanner(converter, sql, zone, derived);
  }

  public PlannedStatement plan(SqlNode node) {
    if (QueryConverter.isQuery(node)) {
      return queries.query(node, false);
    }
    if (node instanceof EmitChanges emit) {
      return queries.emitChanges(emit);
    }
    if (node instanceof AsOfEpoch asOf) {
      return queries.asOf(asOf);
    }
    if (node instanceof InsertStatement insert) {
      return stored.isManaged(insert) ? stored.insert(insert) : stored.insert(List.of(insert));
    }
    if (node instanceof UpdateStatement update) {
      return stored.write(new WritePlanner(converter).update(update));
    }
    if (node instanceof DeleteStatement delete) {
      return stored.write(new WritePlanner(converter).delete(delete));
    }
    if (node instanceof TruncateTable truncate) {
      return stored.truncate(truncate);
    }
    if (node instanceof CreateMaterializedView create) {
      if (!create.ifNotExists() && create.mode() == CreateMode.NEW) {
        requireFree(create.name(), false);
      }
      return stored.create(create, statementEnd(create));
    }
    if (node instanceof CreateIndex create) {
      return stored.create(create);
    }
    if (node instanceof StatementSet set) {
      return stored.insert(inserts(set));
    }
    if (node instanceof CreateTable create) {
      if (!create.ifNotExists() && create.mode() == CreateMode.NEW) {
        requireFree(create.name(), create.temporary());
      }
      return new PlannedStatement.CreateTable(
          new TableDeclaration(converter, new FullText(converter, sql)).declare(create),
          create.temporary(),
          create.ifNotExists());
    }
    if (node instanceof CreateView create) {
      if (!create.ifNotExists() && create.mode() == CreateMode.NEW) {
        requireFree(create.name(), create.temporary());
      }
      return new PlannedStatement.CreateView(
          new ViewDeclaration(converter, sql).declare(create, statementEnd(create)),
          create.temporary(),
          create.mode() != CreateMode.NEW,
          create.ifNotExists());
    }
    if (node instanceof CreateFunction create) {
      return new FunctionDeclaration(converter, sql).declare(create);
    }
    if (node instanceof CreateSqlFunction create) {
      return new FunctionDeclaration(converter, sql).declare(create);
    }
    if (node instanceof DropStatement drop) {
      return drop(drop);
    }
    if (node instanceof ShowStatement show) {
      return new Information(converter.scope()).show(show);
    }
    if (node instanceof DescribeStatement describe) {
      return new Information(converter.scope()).describe(describe);
    }
    if (node instanceof ExplainStatement explain) {
      return explain(explain);
    }
    return command(node);
  }

  private PlannedStatement command(SqlNode node) {
    if (node instanceof SetStatement set) {
      return set(set);
    }
    if (node instanceof ResetStatement reset) {
      return new PlannedStatement.ResetOption(Optional.ofNullable(reset.keyText()));
    }
    if (node instanceof UseStatement use) {
      return use(use);
    }
    if (node instanceof StopJob stop) {
      if (stop.withDrain()) {
        throw refused("STOP JOB WITH DRAIN", "use STOP JOB or STOP JOB WITH SAVEPOINT", stop);
      }
      return new PlannedStatement.StopJob(stop.jobText(), stop.withSavepoint());
    }
    if (node instanceof StartJob start) {
      return new PlannedStatement.StartJob(
          start.jobText(),
          Optional.ofNullable(start.savepoint()).map(path -> path.getValueAs(String.class)));
    }
    if (node instanceof CreateDatabase create) {
      ObjectName name = databaseName(create.name());
      return new PlannedStatement.CreateDatabase(
          name.catalog(), name.database(), create.ifNotExists());
    }
    if (node instanceof Command command) {
      return stored.command(command).orElseThrow(() -> unsupported(node));
    }
    throw unsupported(node);
  }

  /** The columns and parameters of a statement. */
  public Description describe(SqlNode node) {
    if (QueryConverter.isQuery(node)) {
      QueryConverter.Converted query = converter.convert(node);
      return new Description(
          Optional.of(typed(TypeMapping.toSchema(query.rowType()))), typed(query.parameters()));
    }
    if (node instanceof InsertStatement insert && stored.isManaged(insert)) {
      return described(
          new WritePlanner(converter).insert(insert, stored.target(insert)).parameters());
    }
    if (node instanceof UpdateStatement update) {
      return described(new WritePlanner(converter).update(update).parameters());
    }
    if (node instanceof DeleteStatement delete) {
      return described(new WritePlanner(converter).delete(delete).parameters());
    }
    if (node instanceof InsertStatement insert) {
      InsertPlanner.Checked checked = new InsertPlanner(converter).check(insert);
      return described(checked.query().parameters());
    }
    PlannedStatement planned = plan(node);
    if (planned instanceof PlannedStatement.Rows rows) {
      return new Description(Optional.of(rows.schema()), List.of());
    }
    if (planned instanceof PlannedStatement.ExplainAlter explain) {
      return new Description(Optional.of(explain.plan().schema()), List.of());
    }
    return new Description(Optional.empty(), List.of());
  }

  private static Description described(List<DataType> parameters) {
    return new Description(Optional.empty(), typed(parameters));
  }

  private static RowSchema typed(RowSchema schema) {
    List<DataType> types = typed(schema.types());
    List<RowSchema.Field> fields = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      fields.add(new RowSchema.Field(schema.name(i), types.get(i)));
    }
    return new RowSchema(fields);
  }

  /** What nothing gives a type to is text. */
  private static List<DataType> typed(List<DataType> types) {
    return types.stream()
        .map(type -> type.kind() == TypeKind.NULL ? ScalarType.STRING : type)
        .toList();
  }

  private static List<InsertStatement> inserts(StatementSet set) {
    return set.inserts().stream().map(InsertStatement.class::cast).toList();
  }

  private PlannedStatement drop(DropStatement drop) {
    boolean cascade = drop.behavior() == DropStatement.Behavior.CASCADE;
    return switch (drop.type()) {
      case TABLE ->
          new PlannedStatement.DropTable(dropped(drop), drop.temporary(), drop.ifExists(), cascade);
      case VIEW ->
          new PlannedStatement.DropView(dropped(drop), drop.temporary(), drop.ifExists(), cascade);
      case MATERIALIZED_VIEW ->
          new PlannedStatement.DropMaterializedView(dropped(drop), drop.ifExists(), cascade);
      case INDEX -> stored.dropIndex(drop);
      case FUNCTION -> new FunctionDeclaration(converter, sql).drop(drop, cascade);
      case DATABASE -> {
        ObjectName name = databaseName(drop.name());
        yield new PlannedStatement.DropDatabase(
            name.catalog(), name.database(), drop.ifExists(), cascade);
      }
      case CATALOG ->
          throw refused("DROP " + drop.type().words(), "nothing of this kind exists", drop);
    };
  }

  private ObjectName dropped(DropStatement drop) {
    ObjectName name = converter.scope().resolve(drop.name());
    if (!drop.ifExists() && converter.scope().find(name).isEmpty()) {
      throw converter.scope().unknown(name, Positions.of(drop.name()));
    }
    return name;
  }

  /** Says early, and where, what the catalog would say when the relation is made. */
  private void requireFree(SqlIdentifier identifier, boolean temporary) {
    NameScope scope = converter.scope();
    ObjectName name = scope.resolve(identifier);
    Optional<Relation> present =
        temporary ? scope.session().temporary().find(name) : scope.catalog().find(name);
    if (present.isPresent()) {
      throw new LeatException(
          SqlState.DUPLICATE_TABLE,
          "a " + present.get().noun() + " " + present.get().name() + " exists already",
          Positions.of(identifier),
          "choose another name, or use IF NOT EXISTS",
          null);
    }
    if (!scope.catalog().hasDatabase(name.catalog(), name.database())) {
      throw scope.unknown(name, Positions.of(identifier));
    }
  }

  private ObjectName databaseName(SqlIdentifier identifier) {
    List<String> names = identifier.names;
    return switch (names.size()) {
      case 1 -> new ObjectName(converter.scope().session().catalog(), names.get(0), "");
      case 2 -> new ObjectName(names.get(0), names.get(1), "");
      default ->
          throw new LeatException(
              SqlState.SYNTAX_ERROR,
              "'" + identifier + "' has too many parts for a database",
              Positions.of(identifier),
              "write catalog.database",
              null);
    };
  }

  private PlannedStatement use(UseStatement use) {
    SqlIdentifier name = (SqlIdentifier) use.names().get(0);
    Catalog catalog = converter.scope().catalog();
    switch (use.kind()) {
      case CATALOG -> {
        Catalog.requireCatalog(name.getSimple());
        return new PlannedStatement.UseDatabase(
            new ObjectName(Catalog.DEFAULT_CATALOG, Catalog.DEFAULT_DATABASE, ""));
      }
      case DATABASE -> {
        ObjectName database = databaseName(name);
        catalog.requireDatabase(database.catalog(), database.database());
        return new PlannedStatement.UseDatabase(database);
      }
      case MODULES -> throw refused("USE MODULES", "all functions are there already", use);
    }
    throw new AssertionError(use.kind());
  }

  private static PlannedStatement set(SetStatement set) {
    String key = set.keyText();
    String value = set.valueText();
    if (key == null) {
      return new PlannedStatement.Show(PlannedStatement.Show.Kind.SETTINGS, Optional.empty());
    }
    if (value == null) {
      return new PlannedStatement.Show(
          PlannedStatement.Show.Kind.SETTINGS,
          Optional.of(new PlannedStatement.LikePattern(escaped(key), false)));
    }
    return new PlannedStatement.SetOption(key, value);
  }

  private static String escaped(String key) {
    return key.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
  }

  private PlannedStatement explain(ExplainStatement explain) {
    if (explain.format() != ExplainStatement.Format.TEXT) {
      throw refused("EXPLAIN AS " + explain.format(), "use EXPLAIN alone", explain);
    }
    PlannedStatement planned = plan(explain.statement());
    Circuit circuit;
    if (planned instanceof PlannedStatement.Query query) {
      circuit = query.circuit();
    } else if (planned instanceof PlannedStatement.Insert insert) {
      circuit = insert.circuit();
    } else if (planned instanceof PlannedStatement.CreateMaterializedView create) {
      circuit = create.circuit();
    } else if (planned instanceof PlannedStatement.Write write && write.circuit().isPresent()) {
      circuit = write.circuit().get();
    } else {
      throw refused(
          "EXPLAIN of this statement",
          "explain a query, INSERT, UPDATE or DELETE",
          explain.statement());
    }
    boolean code = explain.details().contains(ExplainStatement.Detail.CODEGEN);
    String text = code ? PlanText.code(circuit, zone) : PlanText.tree(circuit);
    List<List<Object>> rows = new ArrayList<>();
    if (planned instanceof PlannedStatement.Write write && !code) {
      rows.add(List.of(heading(write)));
      text = text.indent(2);
    }
    text.lines().forEach(line -> rows.add(List.of(line)));
    PlannedStatement.Rows plan = new PlannedStatement.Rows(PLAN, rows);
    return planned instanceof PlannedStatement.CreateMaterializedView create && create.orAlter()
        ? new PlannedStatement.ExplainAlter(plan, create)
        : plan;
  }

  /** What becomes of the rows that a write's circuit gives. */
  private static String heading(PlannedStatement.Write write) {
    String verb =
        switch (write.kind()) {
          case INSERT, INSERT_IF_ABSENT, INSERT_OR_UPDATE -> "Insert";
          case UPDATE, UPDATE_JOINED -> "Update";
          case DELETE, DELETE_JOINED -> "Delete";
          case TRUNCATE -> "Truncate";
        };
    String conflict =
        switch (write.kind()) {
          case INSERT_IF_ABSENT -> ", on conflict=[do nothing]";
          case INSERT_OR_UPDATE -> ", on conflict=[update]";
          default -> "";
        };
    return verb + "(table=[" + write.table().name() + "]" + conflict + ")";
  }

  private int statementEnd(SqlNode node) {
    return new SourceText(sql).end(node.getParserPosition());
  }

  private static LeatException unsupported(SqlNode node) {
    if (node instanceof AlterStatement alter) {
      return refused("ALTER " + alter.type().words(), insteadOf(alter), node);
    }
    if (node instanceof UnsupportedStatement other) {
      return refused(other.kind().words(), "leave it out", node);
    }
    return switch (node.getKind()) {
      case MERGE -> refused("MERGE", "use INSERT INTO … ON CONFLICT DO UPDATE", node);
      case PROCEDURE_CALL -> refused("CALL", "use a query", node);
      default -> refused(statementName(node), "use CREATE TABLE, CREATE VIEW or a query", node);
    };
  }

  private static String insteadOf(AlterStatement alter) {
    return switch (alter.type()) {
      case TABLE -> "create another table, INSERT INTO it SELECT …, and drop this one";
      case VIEW -> "use CREATE OR ALTER VIEW";
      case MATERIALIZED_VIEW -> "use CREATE OR ALTER MATERIALIZED VIEW";
      default -> "drop it and create it again";
    };
  }

  private static String statementName(SqlNode node) {
    if (node instanceof Command command) {
      return command.kind().name();
    }
    return node instanceof SqlCall call ? call.getOperator().getName() : "this statement";
  }

  static LeatException refused(String what, String instead, SqlNode at) {
    return LeatException.notSupported(what, instead).at(Positions.of(at));
  }
}
