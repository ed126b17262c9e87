package io.leat.sql.statement;

import io.leat.runtime.circuit.TableDefinition;
import io.leat.runtime.connector.Connector;
import io.leat.runtime.connector.Connectors;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.types.RowSchema;
import io.leat.sql.catalog.CatalogTable;
import io.leat.sql.catalog.ObjectName;
import io.leat.sql.catalog.Relation;
import io.leat.sql.lower.CircuitPlanner;
import io.leat.sql.parse.ast.InsertStatement;
import io.leat.sql.validate.Positions;
import io.leat.sql.validate.QueryConverter;
import io.leat.sql.validate.TypeMapping;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.jspecify.annotations.Nullable;

/** INSERT INTO: checks that the query's columns fit those of the table. */
final class InsertPlanner {
  private final QueryConverter converter;

  InsertPlanner(QueryConverter converter) {
    this.converter = converter;
  }

  /** An insert whose columns fit. */
  record Checked(
      ObjectName target,
      QueryConverter.Converted query,
      List<@Nullable Integer> columns,
      TableDefinition table) {
    void addTo(CircuitPlanner circuit) {
      circuit.addSink(query.rel(), columns, table);
    }
  }

  Checked check(InsertStatement insert) {
    refuse(insert);
    if (insert.conflict() != null) {
      throw refused(
          "ON CONFLICT of a connector table",
          "leave it out, or use a managed table",
          insert.conflict());
    }
    if (insert.hasDefaultValues()) {
      throw refused("DEFAULT VALUES of a connector table", "give the values", insert.tableName());
    }
    CatalogTable target = target(insert.tableName());
    RowSchema physical = target.physicalSchema();
    TargetColumns columnsOfTarget = new TargetColumns(target);
    List<Integer> named = columnsOfTarget.named(insert.getTargetColumnList());
    QueryConverter.Converted query =
        converter.convert(
            InsertParameters.typed(
                insert.getSource(), named.stream().map(index -> physical.type(index)).toList()));
    RowSchema given = TypeMapping.toSchema(query.rowType());
    columnsOfTarget.requireCount(named, given.size(), insert.getSource());
    List<@Nullable Integer> columns = new ArrayList<>(Collections.nCopies(physical.size(), null));
    for (int i = 0; i < named.size(); i++) {
      columnsOfTarget.requireType(named.get(i), given.type(i), column(insert, i));
      columns.set(named.get(i), i);
    }
    for (int i = 0; i < physical.size(); i++) {
      if (columns.get(i) == null) {
        columnsOfTarget.requireNullable(i, insert.tableName());
      }
    }
    return new Checked(target.name(), query, columns, target.sinkDefinition());
  }

  static void refuse(InsertStatement insert) {
    if (insert.overwrite()) {
      throw refused("INSERT OVERWRITE", "use INSERT INTO", insert.tableName());
    }
    if (insert.isUpsert()) {
      throw refused("UPSERT", "use INSERT INTO", insert.tableName());
    }
    if (!insert.partition().isEmpty()) {
      throw refused("PARTITION", "give the values in the query", insert.partition());
    }
  }

  private static LeatException refused(String what, String instead, SqlNode at) {
    return LeatException.notSupported(what, instead).at(Positions.of(at));
  }

  private CatalogTable target(SqlIdentifier name) {
    Relation relation = converter.scope().require(name);
    if (!(relation instanceof CatalogTable table)) {
      throw refused("inserting into a " + relation.noun(), "insert into a table", name);
    }
    for (CatalogTable.Column column : table.columns()) {
      if (column.kind() == CatalogTable.Column.Kind.METADATA) {
        throw refused(
            "writing a table with a METADATA column ('" + column.name() + "')",
            "declare the column VIRTUAL",
            name);
      }
    }
    if (table.isManaged()) {
      throw refused(
          "a managed table in a statement set", "write it with an INSERT of its own", name);
    }
    Connector connector =
        Objects.requireNonNull(Connectors.find(table.definition().connector()), "connector");
    if (!connector.isSink()) {
      throw new LeatException(
          SqlState.FEATURE_NOT_SUPPORTED,
          "table '"
              + table.name().name()
              + "' cannot be written: connector '"
              + connector.name()
              + "' only reads",
          Positions.of(name),
          "insert into a table with another connector, such as 'print'",
          null);
    }
    connector.sink(table.sinkDefinition());
    return table;
  }

  /** The text that gives a column, as near as the syntax tells. */
  static SqlNode column(InsertStatement insert, int index) {
    if (insert.getSource() instanceof SqlSelect select
        && select.getSelectList().size() > index
        && select.getSelectList().stream()
            .noneMatch(item -> item instanceof SqlIdentifier name && name.isStar())) {
      return select.getSelectList().get(index);
    }
    return insert.getSource();
  }
}
