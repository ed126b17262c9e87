package io.leat.sql.statement;

import io.leat.runtime.circuit.Circuit;
import io.leat.runtime.circuit.TableDefinition;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.relation.RowLayout;
import io.leat.runtime.types.RowSchema;
import io.leat.sql.PlannedStatement;
import io.leat.sql.PlannedStatement.Write;
import io.leat.sql.catalog.CatalogIndex;
import io.leat.sql.catalog.CatalogMaterializedView;
import io.leat.sql.catalog.CatalogTable;
import io.leat.sql.catalog.ObjectName;
import io.leat.sql.catalog.Relation;
import io.leat.sql.lower.Boundedness;
import io.leat.sql.lower.CircuitPlanner;
import io.leat.sql.lower.DerivedConstants;
import io.leat.sql.parse.ast.Command;
import io.leat.sql.parse.ast.CreateIndex;
import io.leat.sql.parse.ast.CreateMaterializedView;
import io.leat.sql.parse.ast.CreateMode;
import io.leat.sql.parse.ast.DropStatement;
import io.leat.sql.parse.ast.InsertStatement;
import io.leat.sql.parse.ast.TruncateTable;
import io.leat.sql.validate.Positions;
import io.leat.sql.validate.QueryConverter;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/** Plans the statements about what the engine stores: managed tables, materialized views. */
final class StoredPlanner {
  private final QueryConverter converter;
  private final String sql;
  private final ZoneId zone;
  private final DerivedConstants derived;

  /**
   * A planner of one statement.
   *
   * @param derived takes what is made of the statement's parameters
   */
  StoredPlanner(QueryConverter converter, String sql, ZoneId zone, DerivedConstants derived) {
    this.converter = converter;
    this.sql = sql;
    this.zone = zone;
    this.derived = derived;
  }

  boolean isManaged(InsertStatement insert) {
    return converter.scope().require(insert.tableName()) instanceof CatalogTable table
        && table.isManaged();
  }

  CatalogTable target(InsertStatement insert) {
    return (CatalogTable) converter.scope().require(insert.tableName());
  }

  /** A job if it reads what does not end, else a write. */
  PlannedStatement insert(InsertStatement insert) {
    WritePlanner.Checked checked = new WritePlanner(converter).insert(insert, target(insert));
    CircuitPlanner planner = rows(checked);
    if (!planner.readsUnbounded()) {
      return write(checked, planner);
    }
    CircuitPlanner job =
        new CircuitPlanner(
            zone, converter.scope().session().time(), new StoredOrders(converter), derived);
    addTo(job, insert, checked);
    return job(job, List.of(checked.table().name()));
  }

  /** Lets a job write the rows of an insert; those that the table refuses are errors of the job. */
  private void addTo(CircuitPlanner job, InsertStatement insert, WritePlanner.Checked checked) {
    if (checked.kind() != Write.Kind.INSERT) {
      throw refused(
          "ON CONFLICT in a job",
          "leave it out: a row whose key exists is replaced",
          insert.conflict());
    }
    TableDefinition definition = checked.table().definition();
    List<@Nullable Integer> columns = new ArrayList<>();
    for (int i = 0; i < definition.schema().size(); i++) {
      columns.add(i);
    }
    RelNode rows = new WrittenRows(converter, checked.table()).requiring(checked.rows());
    job.addSink(rows, columns, definition);
  }

  private static PlannedStatement.Insert job(CircuitPlanner job, List<ObjectName> targets) {
    Circuit circuit = job.circuit();
    return new PlannedStatement.Insert(
        circuit, targets, Boundedness.ends(circuit), Boundedness.followsStored(circuit));
  }

  /** Inserts as one: writes of one moment if all of them end in managed tables, else a job. */
  PlannedStatement insert(List<InsertStatement> inserts) {
    if (inserts.stream().allMatch(this::isManaged)) {
      List<Write> writes = new ArrayList<>();
      for (InsertStatement insert : inserts) {
        WritePlanner.Checked checked = new WritePlanner(converter).insert(insert, target(insert));
        CircuitPlanner planner = rows(checked);
        if (!planner.readsUnbounded()) {
          writes.add(write(checked, planner));
        }
      }
      if (writes.size() == inserts.size()) {
        return new PlannedStatement.WriteTogether(writes);
      }
    }
    CircuitPlanner job =
        new CircuitPlanner(
            zone, converter.scope().session().time(), new StoredOrders(converter), derived);
    List<ObjectName> targets = new ArrayList<>();
    for (InsertStatement insert : inserts) {
      if (isManaged(insert)) {
        addTo(job, insert, new WritePlanner(converter).insert(insert, target(insert)));
        targets.add(target(insert).name());
      } else {
        InsertPlanner.Checked checked = new InsertPlanner(converter).check(insert);
        checked.addTo(job);
        targets.add(checked.target());
      }
    }
    return job(job, targets);
  }

  PlannedStatement write(WritePlanner.Checked checked) {
    CircuitPlanner planner = rows(checked);
    if (planner.readsUnbounded()) {
      throw LeatException.notSupported(
          checked.kind() + " by a query that does not end",
          "keep the query in a materialized view and read that");
    }
    return write(checked, planner);
  }

  private CircuitPlanner rows(WritePlanner.Checked checked) {
    if (converter.parameters().isEmpty()) {
      QueryPlanner.requireValues(checked.parameters());
    }
    CircuitPlanner planner =
        new CircuitPlanner(
            zone, converter.scope().session().time(), new StoredOrders(converter), derived);
    planner.addResult(checked.rows(), checked.rows().getRowType().getFieldNames(), false, false);
    return planner;
  }

  private static Write write(WritePlanner.Checked checked, CircuitPlanner planner) {
    return new Write(
        checked.kind(),
        checked.table(),
        Optional.of(planner.circuit()),
        checked.conflict(),
        checked.checks());
  }

  PlannedStatement truncate(TruncateTable truncate) {
    CatalogTable table = WritePlanner.target(converter, truncate.table(), "TRUNCATE");
    return new Write(Write.Kind.TRUNCATE, table, Optional.empty(), List.of(), List.of());
  }

  PlannedStatement create(CreateMaterializedView create, int end) {
    if (!create.options().isEmpty()) {
      throw refused("WITH of a materialized view", "leave it out", create.options());
    }
    ViewDeclaration.Materialized declared =
        new ViewDeclaration(converter, sql).declare(create, end);
    CatalogMaterializedView view = declared.view();
    boolean orAlter = create.mode() != CreateMode.NEW;
    if (orAlter) {
      checkReplace(view, create.name());
    }
    CircuitPlanner planner =
        new CircuitPlanner(
            zone, converter.scope().session().time(), new StoredOrders(converter), derived);
    planner.addChanges(
        declared.query().rel(),
        view.schema().fields().stream().map(RowSchema.Field::name).toList());
    Circuit kept = planner.circuit();
    Circuit circuit =
        new SharedOrders(converter.scope().catalog(), new StoredOrders(converter))
            .used(kept, view.name());
    return new PlannedStatement.CreateMaterializedView(
        new CatalogMaterializedView(
            view.name(),
            view.schema(),
            view.query(),
            view.comment(),
            view.dependencies(),
            view.functions(),
            shortest(planner.provenKeys(), view.schema()),
            SharedOrders.joined(kept)),
        circuit,
        orAlter,
        create.ifNotExists());
  }

  private void checkReplace(CatalogMaterializedView view, SqlIdentifier at) {
    try {
      converter.scope().catalog().checkReplace(view);
    } catch (LeatException refused) {
      throw refused.at(Positions.of(at));
    }
  }

  /** Of keys that rows can be kept by, the one of fewest and first columns; empty without one. */
  private static List<Integer> shortest(Set<Set<Integer>> keys, RowSchema schema) {
    return keys.stream()
        .filter(key -> !key.isEmpty())
        .filter(key -> key.stream().allMatch(column -> RowLayout.mayBeKey(schema.type(column))))
        .map(key -> key.stream().sorted().toList())
        .min(
            Comparator.comparing((List<Integer> key) -> key.size()).thenComparing(Object::toString))
        .orElse(List.of());
  }

  PlannedStatement create(CreateIndex create) {
    Relation relation = converter.scope().require(create.table());
    boolean stored =
        relation instanceof CatalogMaterializedView
            || (relation instanceof CatalogTable table && table.isManaged());
    if (!stored) {
      throw refused(
          "an index of a "
              + (relation instanceof CatalogTable ? "connector " : "")
              + relation.noun(),
          "index a managed table or a materialized view",
          create.table());
    }
    if (create.unique() && !(relation instanceof CatalogTable)) {
      throw refused("a UNIQUE index of a materialized view", "leave UNIQUE out", create.table());
    }
    RowSchema schema =
        relation instanceof CatalogTable table ? table.physicalSchema() : relation.schema();
    List<String> columns = new ArrayList<>();
    for (SqlNode node : create.columns()) {
      if (!(node instanceof SqlIdentifier identifier)) {
        throw refused("an index of expressions", "name columns", node);
      }
      int index = schema.indexOf(identifier.getSimple());
      if (index < 0) {
        throw unknown(identifier, relation, schema);
      }
      RowConstraints.requireKeyType("an index", schema.fields().get(index), identifier);
      if (columns.contains(schema.name(index))) {
        throw new LeatException(
            SqlState.DUPLICATE_COLUMN,
            "column '" + identifier.getSimple() + "' is named twice",
            Positions.of(identifier),
            null,
            null);
      }
      columns.add(schema.name(index));
    }
    ObjectName name =
        create.name() == null
            ? freeIndexName(relation.name(), columns)
            : indexName(create.name(), relation.name());
    if (create.name() != null
        && !create.ifNotExists()
        && converter.scope().catalog().findIndex(name).isPresent()) {
      throw new LeatException(
          SqlState.DUPLICATE_TABLE,
          "an index " + name + " exists already",
          Positions.of(create.name()),
          "choose another name, or use IF NOT EXISTS",
          null);
    }
    return new PlannedStatement.CreateIndex(
        new CatalogIndex(name, relation.name(), columns, create.unique()), create.ifNotExists());
  }

  private static LeatException unknown(SqlIdentifier name, Relation relation, RowSchema schema) {
    List<String> known = schema.fields().stream().map(RowSchema.Field::name).toList();
    return TargetColumns.unknown(
        name,
        "unknown column '"
            + name.getSimple()
            + "' in "
            + relation.noun()
            + " '"
            + relation.name().name()
            + "'",
        known);
  }

  /** As PostgreSQL names it: {@code table_column_idx}, with a number behind it if need be. */
  private ObjectName freeIndexName(ObjectName relation, List<String> columns) {
    String base = relation.name() + "_" + String.join("_", columns) + "_idx";
    for (int number = 0; ; number++) {
      ObjectName name =
          new ObjectName(
              relation.catalog(), relation.database(), number == 0 ? base : base + number);
      if (converter.scope().catalog().findIndex(name).isEmpty()) {
        return name;
      }
    }
  }

  /** An index is in the database of what it indexes. */
  private ObjectName indexName(SqlIdentifier identifier, ObjectName relation) {
    return identifier.isSimple()
        ? new ObjectName(relation.catalog(), relation.database(), identifier.getSimple())
        : converter.scope().resolve(identifier);
  }

  PlannedStatement dropIndex(DropStatement drop) {
    ObjectName name = converter.scope().resolve(drop.name());
    if (!drop.ifExists() && converter.scope().catalog().findIndex(name).isEmpty()) {
      throw new LeatException(
          SqlState.UNDEFINED_OBJECT,
          "there is no index " + name,
          Positions.of(drop.name()),
          "SHOW INDEXES lists them",
          null);
    }
    return new PlannedStatement.DropIndex(name, drop.ifExists());
  }

  /** What a word by itself asks for. */
  Optional<PlannedStatement> command(Command command) {
    return switch (command.kind()) {
      case CHECKPOINT -> Optional.of(new PlannedStatement.Checkpoint());
      case FLUSH -> Optional.of(new PlannedStatement.NoOperation());
      case BEGIN -> transaction(PlannedStatement.Transaction.Kind.BEGIN);
      case COMMIT -> transaction(PlannedStatement.Transaction.Kind.COMMIT);
      case ROLLBACK -> transaction(PlannedStatement.Transaction.Kind.ROLLBACK);
      default -> Optional.empty();
    };
  }

  private static Optional<PlannedStatement> transaction(PlannedStatement.Transaction.Kind kind) {
    return Optional.of(new PlannedStatement.Transaction(kind));
  }

  private static LeatException refused(String what, String instead, @Nullable SqlNode at) {
    LeatException refused = LeatException.notSupported(what, instead);
    return at == null ? refused : refused.at(Positions.of(at));
  }
}
