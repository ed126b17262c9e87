package io.leat.sql.statement;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import io.leat.sql.PlannedStatement.Write.Kind;
import io.leat.sql.catalog.CatalogTable;
import io.leat.sql.catalog.Relation;
import io.leat.sql.parse.ast.ConflictClause;
import io.leat.sql.parse.ast.DeleteStatement;
import io.leat.sql.parse.ast.InsertStatement;
import io.leat.sql.parse.ast.UpdateStatement;
import io.leat.sql.validate.Positions;
import io.leat.sql.validate.QueryConverter;
import io.leat.sql.validate.TypeMapping;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlTableRef;
import org.jspecify.annotations.Nullable;

/** INSERT, UPDATE and DELETE of managed tables: the query that gives what is to be written. */
final class WritePlanner {
  private final QueryConverter converter;

  WritePlanner(QueryConverter converter) {
    this.converter = converter;
  }

  /**
   * A write whose names and types are right.
   *
   * @param rows its columns are those that {@link io.leat.sql.PlannedStatement.Write} tells
   * @param conflict indexes of the key that ON CONFLICT names; may be empty
   * @param parameters the types inferred for the parameters that have no value yet
   */
  record Checked(
      Kind kind,
      CatalogTable table,
      RelNode rows,
      List<Integer> conflict,
      List<String> checks,
      List<DataType> parameters) {}

  Checked insert(InsertStatement insert, CatalogTable table) {
    InsertPlanner.refuse(insert);
    WrittenRows written = new WrittenRows(converter, table);
    RowSchema physical = written.physical();
    TargetColumns target = new TargetColumns(table);
    List<Integer> named = target.named(insert.getTargetColumnList());
    GivenValues givenValues = new GivenValues(written);
    SqlNode source =
        insert.hasDefaultValues()
            ? givenValues.defaults(insert.getSource(), named)
            : givenValues.source(insert.getSource(), named);
    QueryConverter.Converted query = converter.convert(source);
    RowSchema given = TypeMapping.toSchema(query.rowType());
    target.requireCount(named, given.size(), source);
    for (int i = 0; i < named.size(); i++) {
      target.requireType(named.get(i), given.type(i), InsertPlanner.column(insert, i));
    }
    RelNode rel = query.rel();
    List<RexNode> values = new ArrayList<>();
    for (int i = 0; i < physical.size(); i++) {
      int place = named.indexOf(i);
      if (place < 0 && written.declared(i).defaultValue().isEmpty()) {
        target.requireNullable(i, insert.tableName());
      }
      values.add(
          place < 0
              ? written.defaultValue(rel, i)
              : written.typed(rel, WrittenRows.column(rel, place), i));
    }
    ConflictClause conflict = insert.conflict();
    if (conflict != null && conflict.action() == ConflictClause.Action.UPDATE) {
      RelNode rows = written.rows(rel, values, written.names(""), -1);
      return upsert(insert, conflict, written, table, rows, query.parameters());
    }
    return new Checked(
        conflict == null ? Kind.INSERT : Kind.INSERT_IF_ABSENT,
        table,
        written.rows(rel, values, written.names(""), 0),
        conflict == null ? List.of() : new ConflictKey(converter, table).of(conflict, false),
        written.checks(),
        query.parameters());
  }

  /** INSERT … ON CONFLICT DO UPDATE: the new rows, each beside the row that it meets. */
  private Checked upsert(
      InsertStatement insert,
      ConflictClause conflict,
      WrittenRows written,
      CatalogTable table,
      RelNode rows,
      List<DataType> parametersBefore) {
    List<Integer> key = new ConflictKey(converter, table).of(conflict, true);
    UpsertQuery query = new UpsertQuery(insert.tableName(), written.physical(), key);
    TargetColumns target = new TargetColumns(table);
    List<Integer> assigned = assigned(conflict.names(), target);
    GivenValues given = new GivenValues(written);
    List<SqlNode> values = new ArrayList<>();
    for (int i = 0; i < assigned.size(); i++) {
      values.add(given.value(conflict.values().get(i), assigned.get(i)));
    }
    QueryConverter.Converted joined =
        converter.convert(
            query.select(values, conflict.condition()),
            UpsertQuery.EXCLUDED,
            TypeMapping.toSchema(rows.getRowType()),
            rows);
    RowSchema types = TypeMapping.toSchema(joined.rowType());
    for (int i = 0; i < assigned.size(); i++) {
      target.requireType(assigned.get(i), types.type(query.assigned(i)), conflict.values().get(i));
    }
    List<DataType> parameters = new ArrayList<>(parametersBefore);
    parameters.addAll(joined.parameters());
    return new Checked(
        Kind.INSERT_OR_UPDATE,
        table,
        query.rows(joined.rel(), written, assigned),
        key,
        written.checks(),
        parameters);
  }

  private static List<Integer> assigned(SqlNodeList names, TargetColumns target) {
    for (SqlNode name : names) {
      if (!((SqlIdentifier) name).isSimple()) {
        throw new LeatException(
            SqlState.SYNTAX_ERROR,
            "SET takes the bare name of a column, not '" + name + "'",
            Positions.of(name),
            null,
            null);
      }
    }
    return target.named(names);
  }

  Checked update(UpdateStatement update) {
    CatalogTable table = target(update.getTargetTable(), "UPDATE");
    WrittenRows written = new WrittenRows(converter, table);
    RowSchema physical = written.physical();
    TargetColumns target = new TargetColumns(table);
    List<Integer> assigned = assigned(update.getTargetColumnList(), target);
    GivenValues givenValues = new GivenValues(written);
    ChangedTable changed = new ChangedTable(name(update.getTargetTable()), update.getAlias());
    List<SqlNode> select = changed.columns(physical);
    for (int i = 0; i < assigned.size(); i++) {
      select.add(givenValues.value(update.getSourceExpressionList().get(i), assigned.get(i)));
    }
    QueryConverter.Converted query =
        converter.convert(changed.select(select, update.from(), update.getCondition()));
    RowSchema types = TypeMapping.toSchema(query.rowType());
    int size = physical.size();
    RelNode rel = query.rel();
    List<RexNode> values = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      values.add(WrittenRows.column(rel, i));
    }
    for (int i = 0; i < size; i++) {
      int place = assigned.indexOf(i);
      if (place >= 0) {
        target.requireType(
            i, types.type(size + place), update.getSourceExpressionList().get(place));
      }
      values.add(
          place < 0
              ? WrittenRows.column(rel, i)
              : written.typed(rel, WrittenRows.column(rel, size + place), i));
    }
    List<String> names = new ArrayList<>(written.names("old "));
    names.addAll(written.names(""));
    return new Checked(
        update.from() == null ? Kind.UPDATE : Kind.UPDATE_JOINED,
        table,
        written.rows(rel, values, names, size),
        List.of(),
        written.checks(),
        query.parameters());
  }

  Checked delete(DeleteStatement delete) {
    CatalogTable table = target(delete.getTargetTable(), "DELETE");
    WrittenRows written = new WrittenRows(converter, table);
    ChangedTable changed = new ChangedTable(name(delete.getTargetTable()), delete.getAlias());
    QueryConverter.Converted query =
        converter.convert(
            changed.select(
                changed.columns(written.physical()), delete.using(), delete.getCondition()));
    RelNode rel = query.rel();
    List<RexNode> values =
        IntStream.range(0, written.physical().size())
            .mapToObj(i -> WrittenRows.column(rel, i))
            .toList();
    return new Checked(
        delete.using() == null ? Kind.DELETE : Kind.DELETE_JOINED,
        table,
        written.rows(rel, values, written.names("old "), -1),
        List.of(),
        List.of(),
        query.parameters());
  }

  private static SqlIdentifier name(SqlNode target) {
    if (target instanceof SqlTableRef reference) {
      SqlNodeList hints = reference.operand(1);
      if (!hints.isEmpty()) {
        throw refused("the hint " + hints.get(0), "leave it out", hints.get(0));
      }
      return reference.operand(0);
    }
    if (target.getKind() != SqlKind.IDENTIFIER) {
      throw refused("this as the table to write", "name a managed table", target);
    }
    return (SqlIdentifier) target;
  }

  private CatalogTable target(SqlNode target, String statement) {
    return target(converter, name(target), statement);
  }

  /** The managed table that a statement names. */
  static CatalogTable target(QueryConverter converter, SqlIdentifier name, String statement) {
    Relation relation = converter.scope().require(name);
    if (!(relation instanceof CatalogTable table)) {
      throw refused(
          statement + " of a " + relation.noun(), "change the managed tables that it reads", name);
    }
    if (!table.isManaged()) {
      throw refused(
          statement + " of a connector table",
          "use a managed table: CREATE TABLE without WITH",
          name);
    }
    return table;
  }

  private static LeatException refused(String what, String instead, @Nullable SqlNode at) {
    LeatException refused = LeatException.notSupported(what, instead);
    return at == null ? refused : refused.at(Positions.of(at));
  }
}
