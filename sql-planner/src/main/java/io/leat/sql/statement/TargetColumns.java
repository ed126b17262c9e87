package io.leat.sql.statement;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.NearestName;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.types.CastRules;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.TypeKind;
import io.leat.sql.catalog.CatalogTable;
import io.leat.sql.validate.Positions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.jspecify.annotations.Nullable;

/** The columns of a table that a statement writes: which it names, and what fits them. */
final class TargetColumns {
  private final CatalogTable table;
  private final RowSchema physical;

  TargetColumns(CatalogTable table) {
    this.table = table;
    this.physical = table.physicalSchema();
  }

  /** Indexes into the physical columns in the order named; all if there is no list. */
  List<Integer> named(@Nullable SqlNodeList list) {
    List<Integer> indexes = new ArrayList<>();
    if (list == null || list.isEmpty()) {
      for (int i = 0; i < physical.size(); i++) {
        indexes.add(i);
      }
      return indexes;
    }
    for (SqlNode node : list) {
      SqlIdentifier identifier = (SqlIdentifier) node;
      String name = identifier.names.get(identifier.names.size() - 1);
      int index = physical.indexOf(name);
      if (index < 0) {
        boolean computed = table.schema().indexOf(name) >= 0;
        List<String> known = physical.fields().stream().map(RowSchema.Field::name).toList();
        throw unknown(
            identifier,
            computed
                ? "column '" + name + "' is computed and cannot be written"
                : "unknown column '" + name + "' in table '" + table.name().name() + "'",
            known);
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

  /** A column that is not there, with the nearest name that is. */
  static LeatException unknown(SqlIdentifier at, String message, List<String> known) {
    return new LeatException(
        SqlState.UNDEFINED_COLUMN,
        message,
        Positions.of(at),
        NearestName.of(at.names.get(at.names.size() - 1), known)
            .map(near -> "did you mean '" + near + "'?")
            .orElse("the columns are: " + String.join(", ", known)),
        null);
  }

  /** A query must give as many columns as are named. */
  void requireCount(List<Integer> named, int given, SqlNode query) {
    if (given != named.size()) {
      throw new LeatException(
          SqlState.DATATYPE_MISMATCH,
          "table '"
              + table.name().name()
              + "' takes "
              + named.size()
              + (named.size() == 1 ? " column" : " columns")
              + " here but the query gives "
              + given,
          Positions.of(query),
          "the table's columns are: "
              + named.stream()
                  .map(index -> physical.name(index) + " " + physical.type(index).sqlName())
                  .collect(Collectors.joining(", ")),
          null);
    }
  }

  /** A value must be storable in the column without CAST. */
  void requireType(int index, DataType given, SqlNode at) {
    RowSchema.Field column = physical.fields().get(index);
    if (given.kind() != TypeKind.NULL && !CastRules.storable(given, column.type())) {
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

  /** A column without a value becomes NULL. */
  void requireNullable(int index, SqlNode at) {
    if (!physical.type(index).nullable()) {
      throw new LeatException(
          SqlState.NOT_NULL_VIOLATION,
          "column '" + physical.name(index) + "' is NOT NULL and gets no value",
          Positions.of(at),
          "name it in the column list",
          null);
    }
  }
}
