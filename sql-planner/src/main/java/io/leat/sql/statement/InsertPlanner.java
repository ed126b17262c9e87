package io.leat.sql.statement;

import io.leat.runtime.circuit.TableDefinition;
import io.leat.runtime.connector.Connector;
import io.leat.runtime.connector.Connectors;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.NearestName;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.types.CastRules;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.TypeKind;
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
import java.util.stream.Collectors;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
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
    CatalogTable target = target(insert.tableName());
    RowSchema physical = target.physicalSchema();
    List<Integer> named = named(insert, target, physical);
    QueryConverter.Converted query =
        converter.convert(
            InsertParameters.typed(
                insert.getSource(), named.stream().map(index -> physical.type(index)).toList()));
    RowSchema given = TypeMapping.toSchema(query.rowType());
    if (given.size() != named.size()) {
      throw new LeatException(
          SqlState.DATATYPE_MISMATCH,
          "table '"
              + target.name().name()
              + "' takes "
              + count(named.size())
              + " here but the query gives "
              + given.size(),
          Positions.of(insert.getSource()),
          "the table's columns are: "
              + named.stream()
                  .map(index -> physical.name(index) + " " + physical.type(index).sqlName())
                  .collect(Collectors.joining(", ")),
          null);
    }
    List<@Nullable Integer> columns = new ArrayList<>(Collections.nCopies(physical.size(), null));
    for (int i = 0; i < named.size(); i++) {
      checkType(physical.fields().get(named.get(i)), given.type(i), column(insert, i));
      columns.set(named.get(i), i);
    }
    for (int i = 0; i < physical.size(); i++) {
      if (columns.get(i) == null && !physical.type(i).nullable()) {
        throw new LeatException(
            SqlState.NOT_NULL_VIOLATION,
            "column '" + physical.name(i) + "' is NOT NULL and gets no value",
            Positions.of(insert.tableName()),
            "name it in the column list",
            null);
      }
    }
    return new Checked(target.name(), query, columns, target.definition());
  }

  private static String count(int columns) {
    return columns + (columns == 1 ? " column" : " columns");
  }

  private static void refuse(InsertStatement insert) {
    if (insert.overwrite()) {
      throw refused("INSERT OVERWRITE", "use INSERT INTO", insert.tableName());
    }
    if (insert.isUpsert()) {
      throw refused("UPSERT", "use INSERT INTO", insert.tableName());
    }
    if (!insert.partition().isEmpty()) {
      throw refused("PARTITION", "give the values in the query", insert.partition());
    }
    if (insert.conflict() != null) {
      throw refused("ON CONFLICT", "leave it out", insert.conflict());
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
    connector.sink(table.definition());
    return table;
  }

  /** Indexes into the physical columns, in the order in which the query gives them. */
  private static List<Integer> named(
      InsertStatement insert, CatalogTable target, RowSchema physical) {
    List<Integer> indexes = new ArrayList<>();
    SqlNodeList list = insert.getTargetColumnList();
    if (list == null || list.isEmpty()) {
      for (int i = 0; i < physical.size(); i++) {
        indexes.add(i);
      }
      return indexes;
    }
    for (SqlNode node : list) {
      String name = ((SqlIdentifier) node).getSimple();
      int index = physical.indexOf(name);
      if (index < 0) {
        boolean computed = target.schema().indexOf(name) >= 0;
        List<String> known = physical.fields().stream().map(RowSchema.Field::name).toList();
        throw new LeatException(
            SqlState.UNDEFINED_COLUMN,
            computed
                ? "column '" + name + "' is computed and cannot be written"
                : "unknown column '" + name + "' in table '" + target.name().name() + "'",
            Positions.of(node),
            NearestName.of(name, known)
                .map(near -> "did you mean '" + near + "'?")
                .orElse("the columns are: " + String.join(", ", known)),
            null);
      }
      if (indexes.contains(index)) {
        throw new LeatException(
            SqlState.DUPLICATE_COLUMN,
            "column '" + name + "' is named twice",
            Positions.of(node),
            null,
            null);
      }
      indexes.add(index);
    }
    return indexes;
  }

  private static void checkType(RowSchema.Field column, DataType given, SqlNode at) {
    if (given.kind() != TypeKind.NULL && !CastRules.implicit(given, column.type())) {
      throw new LeatException(
          SqlState.DATATYPE_MISMATCH,
          "column '"
              + column.name()
              + "' is "
              + column.type().sqlName()
              + " but the query gives "
              + given.sqlName(),
          Positions.of(at),
          CastRules.explicit(given, column.type())
              ? "write CAST(… AS " + column.type().sqlName() + ")"
              : null,
          null);
    }
    if (given.kind() == TypeKind.NULL && !column.type().nullable()) {
      throw new LeatException(
          SqlState.NOT_NULL_VIOLATION,
          "column '" + column.name() + "' is NOT NULL but the query gives NULL",
          Positions.of(at),
          null,
          null);
    }
  }

  /** The text that gives a column, as near as the syntax tells. */
  private static SqlNode column(InsertStatement insert, int index) {
    if (insert.getSource() instanceof SqlSelect select
        && select.getSelectList().size() > index
        && select.getSelectList().stream()
            .noneMatch(item -> item instanceof SqlIdentifier name && name.isStar())) {
      return select.getSelectList().get(index);
    }
    return insert.getSource();
  }
}
